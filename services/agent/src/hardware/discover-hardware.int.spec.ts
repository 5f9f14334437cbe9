import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeCapacity } from '@tidegate/contracts';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverHardware } from './discover-hardware.gateway.ts';
import { MachineMemory } from './machine-memory.store.ts';
import { fakeSmi, listLine, smiSaying, uuidOf } from './nvidia-smi.spec-helper.ts';

describe('the hardware of this machine', () => {
  it('is real, and the same when asked again', async () => {
    const memory = new MachineMemory(null, 'boot');
    const found = await discoverHardware({ memory });
    expect(() => NodeCapacity.parse(found.capacity)).not.toThrow();
    expect(found.capacity.vcpuMillis).toBeGreaterThan(0);
    expect(found.capacity.vcpuMillis).toBeLessThanOrEqual(cpus().length * 1000);
    expect(found.capacity.memoryMib).toBeGreaterThan(64);
    expect(found.capacity.diskMib).toBeGreaterThan(0);
    expect(found.bootId).not.toBe('');
    expect(found.labels).not.toHaveProperty(['tidegate.simulated']);
    expect(await discoverHardware({ simulateGpus: '', memory })).toEqual(found);
  });

  it('says so when GPUs are simulated, and has CPU and memory to go with them', async () => {
    const memory = new MachineMemory(null, 'boot');
    const [real, simulated] = [
      await discoverHardware({ memory }),
      await discoverHardware({ simulateGpus: '8xH100', memory }),
    ];
    expect(simulated.labels['tidegate.simulated']).toBe('true');
    expect(simulated.capacity.gpus).toHaveLength(8);
    expect(simulated.capacity.gpus.every((gpu) => gpu.simulated)).toBe(true);
    expect(simulated.capacity.vcpuMillis - real.capacity.vcpuMillis).toBe(176_000);
    expect(simulated.capacity.diskMib).toBe(real.capacity.diskMib);
  });

  it('is not discovered from a text that means nothing', async () => {
    await expect(discoverHardware({ simulateGpus: 'many' })).rejects.toThrow('TIDEGATE_SIMULATE_GPUS');
  });
});

describe('a machine with nvidia-smi', () => {
  let folder: string;
  const saying = (script: string): Promise<string> => fakeSmi(folder, script);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidegate-smi-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('has the GPUs that it tells', async () => {
    const nvidiaSmi = await saying(
      '[ "$1" = --query-gpu=index,name,memory.total ] || exit 2\necho "0, NVIDIA H100 80GB HBM3, 81559"\necho "1, NVIDIA H100 80GB HBM3, 81559"',
    );
    const { capacity } = await discoverHardware({ nvidiaSmi });
    expect(capacity.gpus.map(({ index, model }) => [index, model])).toEqual([
      [0, 'h100'],
      [1, 'h100'],
    ]);
  });

  it('has none while its driver fails', async () => {
    const nvidiaSmi = await saying('echo "NVIDIA-SMI has failed" ; exit 9');
    expect((await discoverHardware({ nvidiaSmi })).capacity.gpus).toEqual([]);
  });

  it('has only simulated ones when they are asked for', async () => {
    const nvidiaSmi = await saying('echo "0, NVIDIA L4, 23034"');
    const { capacity } = await discoverHardware({ nvidiaSmi, simulateGpus: '1xT4' });
    expect(capacity.gpus).toEqual([
      { index: 0, model: 't4', memoryMib: 16_384, simulated: true, island: 'gpu-0' },
    ]);
  });

  it('has islands, and devices by their uuids', async () => {
    const nvidiaSmi = await saying(
      smiSaying({
        gpus: '0, NVIDIA H100 80GB HBM3, 81559\n1, NVIDIA H100 80GB HBM3, 81559',
        list: [0, 1].map((n) => listLine(n, uuidOf(n))).join('\n'),
        topology: '\tGPU0\tGPU1\tCPU Affinity\nGPU0\t X \tNV18\t0-3\nGPU1\tNV18\t X \t0-3',
      }),
    );
    const { capacity, gpuDevices } = await discoverHardware({ nvidiaSmi });
    expect(capacity.gpus.map(({ island }) => island)).toEqual(['gpu-0', 'gpu-0']);
    expect([...gpuDevices]).toEqual([
      [0, uuidOf(0)],
      [1, uuidOf(1)],
    ]);
  });

  it('has its GPUs without islands and uuids where nvidia-smi does not tell them', async () => {
    const nvidiaSmi = await saying(smiSaying({ gpus: '0, NVIDIA L4, 23034' }));
    const { capacity, gpuDevices } = await discoverHardware({ nvidiaSmi });
    expect(capacity.gpus).toEqual([
      { index: 0, model: 'l4', memoryMib: 23_034, simulated: false, island: null },
    ]);
    expect([...gpuDevices]).toEqual([[0, '0']]);
  });

  it('has those that are well while another has failed', async () => {
    const nvidiaSmi = await saying(
      'echo "0, NVIDIA L4, 23034"; echo "Unable to determine the device handle"; exit 15',
    );
    expect((await discoverHardware({ nvidiaSmi })).capacity.gpus).toHaveLength(1);
  });

  it('has none, and is there all the same, while its driver hangs', async () => {
    const nvidiaSmi = await saying('sleep 5 & wait');
    const { capacity } = await discoverHardware({ nvidiaSmi, nvidiaSmiLimitMs: 100 });
    expect(capacity.gpus).toEqual([]);
    expect(capacity.vcpuMillis).toBeGreaterThan(0);
  });

  it('keeps indices and its disk within one boot', async () => {
    const file = join(folder, 'machine.json');
    const two = {
      gpus: '0, NVIDIA L4, 23034\n1, NVIDIA L4, 23034',
      list: [0, 1].map((n) => listLine(n, uuidOf(n))).join('\n'),
    };
    const found = (boot: string, nvidiaSmi: string) =>
      discoverHardware({ nvidiaSmi, directory: folder, memory: new MachineMemory(file, boot) });
    const first = await found('boot-1', await saying(smiSaying(two)));
    const nvidiaSmi = await saying(smiSaying({ gpus: '0, NVIDIA L4, 23034', list: listLine(0, uuidOf(1)) }));
    const second = await found('boot-1', nvidiaSmi);
    expect([...second.gpuDevices]).toEqual([[1, uuidOf(1)]]);
    expect(second.capacity.diskMib).toBe(first.capacity.diskMib);
    expect([...(await found('boot-2', nvidiaSmi)).gpuDevices]).toEqual([[0, uuidOf(1)]]);
  });
});
