import { describe, expect, it } from '@jest/globals';
import { GPU_MODELS, gpuModelOf, recogniseGpu } from './gpus.ts';
import { HARDWARE, LASTING_HARDWARE, hardwareOf, machineAround } from './hardware.ts';

describe('the hardware that is sold', () => {
  it('has ids of its own, and every known GPU model', () => {
    expect(new Set(HARDWARE.map(({ id }) => id)).size).toBe(HARDWARE.length);
    const sold = new Set(HARDWARE.map(({ gpuModel }) => gpuModel));
    expect(GPU_MODELS.filter(({ id }) => !sold.has(id))).toEqual([]);
  });

  it('has prices that are exact, by the hour and by the second', () => {
    for (const { priceNanoUsdPerHour } of HARDWARE) {
      expect(Number.isSafeInteger(priceNanoUsdPerHour)).toBe(true);
      expect(priceNanoUsdPerHour).toBeGreaterThan(0);
      expect(priceNanoUsdPerHour % 3600).toBe(0);
    }
  });

  it('costs more the more of it there is', () => {
    expect(hardwareOf('h100-8x')).toEqual({
      id: 'h100-8x',
      title: '8 x NVIDIA H100',
      gpuModel: 'h100',
      gpuCount: 8,
      gpuMemoryMib: 81_920,
      vcpuMillis: 176_000,
      memoryMib: 1_474_560,
      priceNanoUsdPerHour: 31_680_000_000,
      spot: false,
    });
    expect(hardwareOf('h100-3x')).toBeNull();
  });

  it('with a GPU is there as spot too, the same for four tenths of the price', () => {
    for (const lasting of LASTING_HARDWARE) {
      const spot = hardwareOf(`${lasting.id}-spot`);
      if (lasting.gpuCount === 0) expect(spot).toBeNull();
      else
        expect(spot).toEqual({
          ...lasting,
          id: `${lasting.id}-spot`,
          title: `${lasting.title} (spot)`,
          priceNanoUsdPerHour: lasting.priceNanoUsdPerHour * 0.4,
          spot: true,
        });
    }
    expect(hardwareOf('t4-1x-spot')?.priceNanoUsdPerHour).toBe(172_800_000);
    // Whoever names hardware by its place in the list means the same as before.
    expect(HARDWARE.slice(0, LASTING_HARDWARE.length)).toEqual(LASTING_HARDWARE);
  });

  it('fits at least four times on a laptop of two cores and two gibibytes, in its smallest shape', () => {
    const smallest = hardwareOf('cpu-1x');
    expect(smallest).toMatchObject({ gpuModel: null, gpuCount: 0, gpuMemoryMib: 0 });
    expect((smallest?.vcpuMillis ?? Infinity) * 4).toBeLessThanOrEqual(2000);
    expect((smallest?.memoryMib ?? Infinity) * 4).toBeLessThanOrEqual(2048);
  });

  it('fits on the machine that is around its GPUs', () => {
    for (const { gpuModel, gpuCount, vcpuMillis, memoryMib } of HARDWARE)
      if (gpuModel !== null) expect(machineAround(gpuModel, gpuCount)).toEqual({ vcpuMillis, memoryMib });
    expect(machineAround('abacus', 1)).toBeNull();
  });
});

describe('a GPU', () => {
  it.each([
    ['Tesla T4', 't4'],
    ['NVIDIA L4', 'l4'],
    ['NVIDIA A10G', 'a10g'],
    ['NVIDIA GeForce RTX 4090', 'rtx4090'],
    ['Tesla V100-SXM2-16GB', 'v100'],
    ['NVIDIA A100-SXM4-40GB', 'a100-40'],
    ['NVIDIA A100-SXM4-80GB', 'a100-80'],
    ['NVIDIA A100 80GB PCIe', 'a100-80'],
    ['NVIDIA L40S', 'l40s'],
    ['NVIDIA H100 80GB HBM3', 'h100'],
    ['NVIDIA H200', 'h200'],
    ['NVIDIA B200', 'b200'],
    ['H100', 'h100'],
    ['rtx4090', 'rtx4090'],
    ['A100-80', 'a100-80'],
  ])('that says %s is %s', (name, id) => {
    expect(recogniseGpu(name)?.id).toBe(id);
  });

  it.each(['NVIDIA GH200 480GB', 'NVIDIA L40', 'NVIDIA T4G', 'NVIDIA A10', 'abacus', ''])(
    'that says %j is not in the table',
    (name) => {
      expect(recogniseGpu(name)).toBeNull();
    },
  );

  it('is found by its id', () => {
    expect(gpuModelOf('h200')).toMatchObject({ memoryMib: 144_384, nvlink: true, migSlices: 7 });
    expect(gpuModelOf('H200')).toBeNull();
  });
});
