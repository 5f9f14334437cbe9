import { describe, expect, it } from '@jest/globals';
import type { NodeView } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import { sizing } from '../configuration/wish.spec-helper.ts';
import { fitWarnings } from './fit.ts';
import { poolWarnings, roomFor } from './pool.ts';
import { priceOf, rateAt } from './price.ts';

const gpu = (index: number, model: string) => ({ index, model, memoryMib: 81_920, simulated: false });
const node = (gpus: number, more: Partial<NodeView> = {}): NodeView =>
  ({
    id: 'node-0123456789ab',
    cluster: 'local',
    state: 'ready',
    capacity: {
      vcpuMillis: 64_000,
      memoryMib: 512_000,
      diskMib: 0,
      gpus: Array.from({ length: gpus }, (_, n) => gpu(n, 'h100')),
    },
    ...more,
  }) as NodeView;
const h100 = (gpuCount: number, gpuThousandths = 1000) => ({
  id: `h100-${String(gpuCount)}x`,
  gpuModel: 'h100',
  gpuCount,
  gpuThousandths,
  vcpuMillis: 8000,
  memoryMib: 64_000,
});

describe('a pool', () => {
  it('has room for what its nodes could hold, each by itself', () => {
    expect(roomFor([node(3), node(3)], h100(2))).toBe(2);
    expect(roomFor([node(8)], h100(1))).toBe(8);
    expect(roomFor([node(1)], h100(1, 250))).toBe(4);
    expect(roomFor([node(8)], { ...h100(1), gpuModel: 'b200' })).toBe(0);
    expect(roomFor([node(0)], endpointSpec().hardware)).toBe(256);
  });

  it('says where it cannot hold all that an endpoint may grow to', () => {
    const spec = endpointSpec({ hardware: h100(2) });
    const pointers = (nodes: NodeView[], of = spec) => poolWarnings(nodes, of).map(({ pointer }) => pointer);
    expect(pointers([node(8), node(2)])).toEqual([]);
    expect(pointers([node(8)])).toEqual(['/scaling/maxReplicas']);
    expect(pointers([node(1)])).toEqual(['/hardware']);
    expect(pointers([])).toEqual(['/cluster']);
    expect(pointers([node(8, { state: 'lost' }), node(8, { cluster: 'west' })])).toEqual(['/cluster']);
    const manual = endpointSpec({ hardware: h100(2), scaling: { mode: 'manual', minReplicas: 5 } });
    expect(pointers([node(8)], manual)).toEqual(['/scaling/minReplicas']);
  });
});

describe('the fit of a model', () => {
  it('is told when it is too tight, and how it is known', () => {
    const spec = endpointSpec();
    expect(fitWarnings(spec, null)).toEqual([]);
    expect(fitWarnings(spec, sizing('cpu-1x'))).toEqual([]);
    const unsure = sizing(null, { warnings: [{ code: 'hub_unreachable', message: 'by its name' }] });
    expect(fitWarnings(spec, unsure).map(({ message }) => message)).toEqual([
      'cpu-1x: Does not fit: too small.',
      'by its name',
    ]);
    expect(fitWarnings(spec, { ...unsure, source: 'unknown' })).toEqual([]);
  });
});

describe('a price', () => {
  const rate = (effectiveFrom: string, priceNanoUsdPerHour: string, hardwareId = 'cpu-1x') => ({
    hardwareId,
    priceNanoUsdPerHour,
    effectiveFrom,
  });

  it('is that of the last rate in force', () => {
    const rates = [
      rate('2030-02-01T00:00:00Z', '3'),
      rate('2030-01-01T00:00:00Z', '1'),
      rate('2030-03-01T00:00:00Z', '9'),
    ];
    expect(rateAt(rates, 'cpu-1x', '2030-02-15T00:00:00Z')).toBe(3n);
    expect(rateAt(rates, 'cpu-1x', '2029-01-01T00:00:00Z')).toBeNull();
    expect(rateAt(rates, 'h100-1x', '2030-02-15T00:00:00Z')).toBeNull();
  });

  it('is told at its least, now and at its most', () => {
    const spec = endpointSpec({ scaling: { minReplicas: 1, maxReplicas: 5 } });
    expect(priceOf(spec, 3_600_000_000n, 2)).toEqual({
      hardwareId: 'cpu-1x',
      perReplicaNanoUsdPerHour: '3600000000',
      atMinNanoUsdPerHour: '3600000000',
      nowNanoUsdPerHour: '7200000000',
      atMaxNanoUsdPerHour: '18000000000',
    });
  });
});
