import { describe, expect, it } from '@jest/globals';
import { gpuUses } from './gpu-use.ts';
import { uuidOf } from './nvidia-smi.spec-helper.ts';

describe('the use of GPUs', () => {
  it('is told by uuid and by index', () => {
    const uses = gpuUses(`0, ${uuidOf(0)}, 37, 12000, 81559\n1, ${uuidOf(1)}, 0, 4, 81559\n`);
    expect([...uses.keys()]).toEqual(['0', uuidOf(0), '1', uuidOf(1)]);
    expect(uses.get(uuidOf(0))).toEqual({ busyPercent: 37, usedMib: 12_000, totalMib: 81_559 });
    expect(uses.get('1')).toEqual({ busyPercent: 0, usedMib: 4, totalMib: 81_559 });
  });

  it('is not known of what a board does not measure', () => {
    const uses = gpuUses(`0, ${uuidOf(0)}, [N/A], [Not Supported], 81559\n`);
    expect(uses.get('0')).toEqual({ busyPercent: null, usedMib: null, totalMib: 81_559 });
  });

  it('is not read from prose', () => {
    expect(gpuUses('Unable to determine the device handle, GPU 0000:01:00.0: Unknown Error\n\n').size).toBe(
      0,
    );
    expect(gpuUses(`0, ${uuidOf(0)}, 1, 2, 3, 4\n`).size).toBe(0);
    expect(gpuUses('2, \n').get('2')).toEqual({ busyPercent: null, usedMib: null, totalMib: null });
  });
});
