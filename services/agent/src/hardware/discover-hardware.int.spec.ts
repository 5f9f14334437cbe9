import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeCapacity } from '@tidegate/contracts';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverHardware } from './discover-hardware.gateway.ts';

describe('the hardware of this machine', () => {
  it('is real, and the same when asked again', async () => {
    const found = await discoverHardware({});
    expect(() => NodeCapacity.parse(found.capacity)).not.toThrow();
    expect(found.capacity.vcpuMillis).toBeGreaterThan(0);
    expect(found.capacity.vcpuMillis).toBeLessThanOrEqual(cpus().length * 1000);
    expect(found.capacity.memoryMib).toBeGreaterThan(64);
    expect(found.capacity.diskMib).toBeGreaterThan(0);
    expect(found.bootId).not.toBe('');
    expect(found.labels).not.toHaveProperty(['tidegate.simulated']);
    expect(await discoverHardware({ simulateGpus: '' })).toEqual(found);
  });

  it('says so when GPUs are simulated, and has CPU and memory to go with them', async () => {
    const [real, simulated] = [
      await discoverHardware({}),
      await discoverHardware({ simulateGpus: '8xH100' }),
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
  const saying = async (script: string): Promise<string> => {
    const program = join(folder, 'nvidia-smi');
    await writeFile(program, `#!/bin/sh\n${script}\n`);
    await chmod(program, 0o755);
    return program;
  };
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
    expect(capacity.gpus).toEqual([{ index: 0, model: 't4', memoryMib: 16_384, simulated: true }]);
  });
});
