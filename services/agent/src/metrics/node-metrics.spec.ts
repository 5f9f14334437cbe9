import { describe, expect, it } from '@jest/globals';
import { NODE_METRICS } from '@tidegate/frameworks';
import fc from 'fast-check';
import type { GpuUse } from '../hardware/gpu-use.ts';
import { nodeMetrics } from './node-metrics.ts';
import { UsageRounds } from './usage-rounds.ts';

const SHARE = { vcpuMillis: 4000, memoryMib: 1024, gpuIndices: [0, 1] };
const gpu = (busyPercent: number | null, usedMib: number | null, totalMib: number | null = 1000): GpuUse => ({
  busyPercent,
  usedMib,
  totalMib,
});
const NOTHING = { cores: null, memoryBytes: null, gpus: null, diskPercent: null };

describe('what is measured around a replica', () => {
  it('is told in shares of what it was given', () => {
    const seen = {
      cores: 3,
      memoryBytes: 256 * 1024 ** 2,
      gpus: [gpu(90, 250), gpu(50, 500)],
      diskPercent: 12.5,
    };
    expect(nodeMetrics(seen, SHARE)).toEqual({
      CPUUtilization: 75,
      MemoryUtilization: 25,
      DiskUtilization: 12.5,
      GPUUtilization: 70,
      GPUMemoryUtilization: 37.5,
      GPUMemoryUsed: 786.432,
    });
  });

  it('is left out where it is not known', () => {
    expect(nodeMetrics(NOTHING, SHARE)).toEqual({});
    expect(nodeMetrics({ ...NOTHING, cores: 3, memoryBytes: 1 }, undefined)).toEqual({});
    expect(nodeMetrics({ ...NOTHING, cores: 3 }, { ...SHARE, vcpuMillis: 0 })).toEqual({});
    expect(nodeMetrics({ ...NOTHING, gpus: [] }, SHARE)).toEqual({});
    const halves = { ...NOTHING, gpus: [gpu(90, 250), gpu(null, 500, null)] };
    expect(nodeMetrics(halves, SHARE)).toEqual({ GPUMemoryUsed: 786.432 });
  });

  it('goes by the names of the catalogue', () => {
    const names = Object.keys(
      nodeMetrics({ cores: 1, memoryBytes: 1, gpus: [gpu(1, 1)], diskPercent: 1 }, SHARE),
    );
    expect(names.toSorted()).toEqual(NODE_METRICS.map(({ name }) => name).toSorted());
  });
});

describe('the use of a processor from round to round', () => {
  it('is how many cores were busy, and nothing at first', () => {
    const rounds = new UsageRounds();
    const at = (atMs: number, cpuSeconds: number) =>
      rounds.next('repl-1', { cpuSeconds, memoryBytes: 7 }, atMs);
    expect(at(1000, 5)).toEqual({ cpuSeconds: 5, memoryBytes: 7, cores: null });
    expect(at(3000, 8)).toEqual({ cpuSeconds: 8, memoryBytes: 7, cores: 1.5 });
    expect(at(3010, 8).cores).toBeNull();
    // A process that ended took its time along.
    expect(at(5010, 2)).toEqual({ cpuSeconds: 8, memoryBytes: 7, cores: 0 });
    rounds.keepOnly(new Set());
    expect(at(7010, 2)).toEqual({ cpuSeconds: 2, memoryBytes: 7, cores: null });
  });

  it('is never negative', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(10_000), fc.nat(100))), (told) => {
        const rounds = new UsageRounds();
        let atMs = 0;
        for (const [sinceMs, cpuSeconds] of told) {
          const { cores } = rounds.next('repl-1', { cpuSeconds, memoryBytes: 0 }, (atMs += sinceMs));
          expect(cores ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
