import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HARDWARE } from '@tidegate/frameworks';
import { bootIdOf } from './boot-id.ts';
import { installedGpus } from './installed-gpus.ts';
import { cpuLimit, groupPaths, lowest, memoryLimit, upwards } from './limits.ts';
import { simulatedMachine } from './simulated-gpus.ts';

describe('an installed GPU', () => {
  it.each([
    ['Tesla T4', 15360, 't4'],
    ['NVIDIA T4', 15360, 't4'],
    ['NVIDIA L4', 23034, 'l4'],
    ['NVIDIA A10G', 23028, 'a10g'],
    ['NVIDIA GeForce RTX 4090', 24564, 'rtx4090'],
    ['Tesla V100-SXM2-16GB', 16384, 'v100'],
    ['Tesla V100-SXM2-32GB', 32768, 'v100'],
    ['Tesla V100-PCIE-16GB', 16384, 'v100'],
    ['NVIDIA A100-SXM4-40GB', 40960, 'a100-40'],
    ['NVIDIA A100-PCIE-40GB', 40960, 'a100-40'],
    ['NVIDIA A100-SXM4-80GB', 81920, 'a100-80'],
    ['NVIDIA A100 80GB PCIe', 81920, 'a100-80'],
    ['NVIDIA L40S', 46068, 'l40s'],
    ['NVIDIA H100 80GB HBM3', 81559, 'h100'],
    ['NVIDIA H100 PCIe', 81559, 'h100'],
    ['NVIDIA H100 NVL', 95830, 'h100'],
    ['NVIDIA H200', 143771, 'h200'],
    ['NVIDIA B200', 183359, 'b200'],
    // Neighbours in name that are something else.
    ['NVIDIA A10', 23028, 'NVIDIA A10'],
    ['NVIDIA L40', 46068, 'NVIDIA L40'],
    ['NVIDIA H20', 97871, 'NVIDIA H20'],
    ['NVIDIA T400', 2048, 'NVIDIA T400'],
    ['NVIDIA RTX A6000', 49140, 'NVIDIA RTX A6000'],
  ])('%s is known by its name in the catalogue', (name, memoryMib, model) => {
    expect(installedGpus(`0, ${name}, ${String(memoryMib)}\n`)).toEqual([
      { index: 0, model, memoryMib, simulated: false, island: null },
    ]);
  });
});

describe('the output of nvidia-smi', () => {
  it('is one GPU a line, whatever ends the line', () => {
    const gpus = installedGpus('0, NVIDIA L4, 23034\r\n1, Quadro, of a kind, 4096\n');
    expect(gpus.map(({ index, model, memoryMib }) => [index, model, memoryMib])).toEqual([
      [0, 'l4', 23034],
      [1, 'Quadro, of a kind', 4096],
    ]);
  });

  it('has the memory of the catalogue where the driver tells none', () => {
    expect(
      installedGpus('0, NVIDIA H200, [N/A]\n1, NVIDIA Thor, [N/A]\n').map(({ memoryMib }) => memoryMib),
    ).toEqual([141 * 1024, 0]);
  });

  it('has no GPU in its prose', () => {
    expect(installedGpus('No devices were found\n')).toEqual([]);
    expect(
      installedGpus('NVIDIA-SMI has failed because it could not talk to the driver, sorry, 9\n'),
    ).toEqual([]);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const gpu of installedGpus(text)) expect(gpu.simulated).toBe(false);
      }),
    );
  });
});

describe('a simulated machine', () => {
  it('has its GPUs in the order of the text, with the memory of the catalogue', () => {
    const { gpus } = simulatedMachine(' 2xH100 , 1 x rtx4090,1xA100-40');
    expect(gpus).toEqual([
      { index: 0, model: 'h100', memoryMib: 81920, simulated: true, island: 'nvlink-h100' },
      { index: 1, model: 'h100', memoryMib: 81920, simulated: true, island: 'nvlink-h100' },
      { index: 2, model: 'rtx4090', memoryMib: 24576, simulated: true, island: 'gpu-2' },
      { index: 3, model: 'a100-40', memoryMib: 40960, simulated: true, island: 'nvlink-a100-40' },
    ]);
  });

  it('is one island for all GPUs of a model that has NVLinks', () => {
    const { gpus } = simulatedMachine('2xH100,2xL4,2xH100');
    expect(gpus.map(({ island }) => island)).toEqual([
      'nvlink-h100',
      'nvlink-h100',
      'gpu-2',
      'gpu-3',
      'nvlink-h100',
      'nvlink-h100',
    ]);
  });

  it('has room for the largest hardware that its GPUs form', () => {
    for (const { id, gpuModel, gpuCount, vcpuMillis, memoryMib } of HARDWARE) {
      if (gpuModel === null) continue;
      const machine = simulatedMachine(`${String(gpuCount)}x${gpuModel}`);
      expect({ id, room: machine.vcpuMillis >= vcpuMillis && machine.memoryMib >= memoryMib }).toEqual({
        id,
        room: true,
      });
    }
  });

  it('is none without text', () => {
    expect(simulatedMachine(' ')).toEqual({ gpus: [], vcpuMillis: 0, memoryMib: 0 });
  });

  it.each(['H100', '0xH100', 'x', '8xH100,', '-1xL4', '8 H100', '1.5xL4'])(
    'cannot be read from %j',
    (text) => {
      expect(() => simulatedMachine(text)).toThrow(
        /^TIDEGATE_SIMULATE_GPUS: cannot read .* it looks like 8xH100,2xL4$/,
      );
    },
  );

  it('tells which models there are', () => {
    expect(() => simulatedMachine('2xH1000')).toThrow(
      /"H1000" is not a known GPU \(t4, l4, .*h100, h200, b200\)/,
    );
  });

  it('has no more GPUs than one node may have', () => {
    expect(() => simulatedMachine('60xH100,5xL4')).toThrow(/65 GPUs are more than the 64/);
  });
});

describe('the limits of a control group', () => {
  it('are read in both versions', () => {
    expect(['max\n', '9223372036854771712\n', '1073741824\n', null, '', '-1'].map(memoryLimit)).toEqual([
      null,
      null,
      1073741824,
      null,
      null,
      null,
    ]);
    expect(['max 100000\n', '150000 100000\n', '-1 100000', '50000 0', null].map(cpuLimit)).toEqual([
      null,
      1500,
      null,
      null,
      null,
    ]);
  });

  it('are the lowest of all groups above', () => {
    expect(
      lowest([
        { memoryBytes: null, vcpuMillis: 2000 },
        { memoryBytes: 5, vcpuMillis: null },
        { memoryBytes: 7, vcpuMillis: 500 },
      ]),
    ).toEqual({ memoryBytes: 5, vcpuMillis: 500 });
    expect(lowest([])).toEqual({ memoryBytes: null, vcpuMillis: null });
  });

  it('stand in the folders on the way up to the root', () => {
    expect(groupPaths('12:cpu,cpuacct:/a\n0::/b/c\n').get('')).toBe('/b/c');
    expect(groupPaths('12:cpu,cpuacct:/a\n0::/b/c\n').get('cpu')).toBe('/a');
    expect(upwards('/b/../c')).toEqual(['/b/c', '/b', '']);
    expect(upwards('/')).toEqual(['']);
  });
});

describe('the name of a boot', () => {
  const facts = { kernelId: null, bootTime: null, nowMs: 1_763_000_000_000, uptimeSeconds: 100 };
  const kernelId = '0b1c2d3e-0000-4000-8000-0123456789AB\n';

  it('is the kernel’s', () => {
    expect(bootIdOf({ ...facts, kernelId })).toBe('0b1c2d3e-0000-4000-8000-0123456789ab');
  });

  it('is the moment of the boot where the kernel has no name for it', () => {
    const bootTime = '{ sec = 1762999900, usec = 123 } Thu Nov 13 02:11:40 2025\n';
    expect(bootIdOf({ ...facts, bootTime })).toBe('boot-1762999900-123');
  });

  it('is else the same at a later start within the boot', () => {
    const later = {
      ...facts,
      nowMs: facts.nowMs + 86_400_400,
      uptimeSeconds: facts.uptimeSeconds + 86_400.1,
    };
    expect(bootIdOf(facts)).toBe(bootIdOf(later));
    expect(bootIdOf(facts)).not.toBe(bootIdOf({ ...facts, uptimeSeconds: 10 }));
  });
});
