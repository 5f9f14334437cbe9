import { describe, expect, it } from '@jest/globals';
import { type HeldOnNode, type NodeFacts, nodeViewOf } from './node-view.ts';

const gpu = (index: number) => ({ index, model: 'H100', memoryMib: 81_920, simulated: true, island: null });
const facts = (change: Partial<NodeFacts> = {}): NodeFacts => ({
  id: 'node-00000000000a',
  cluster: 'local',
  hostname: 'box',
  status: 'ready',
  cordon: 'none',
  drainStartedUs: null,
  drainDeadlineUs: null,
  capacity: { vcpuMillis: 8000, memoryMib: 16_000, diskMib: 50_000, gpus: [gpu(0), gpu(3)] },
  lastSeenUs: 5_000_000,
  driver: 'process',
  labels: { tier: 'fast' },
  taints: [],
  zone: 'a',
  ...change,
});
const held = (gpuIndices: number[], change: Partial<HeldOnNode['hardware']> = {}): HeldOnNode => ({
  hardware: {
    id: 'h100',
    gpuModel: 'H100',
    gpuCount: gpuIndices.length,
    gpuThousandths: 1000,
    vcpuMillis: 1000,
    memoryMib: 2000,
    ...change,
  },
  gpuIndices,
  diskMib: null,
});

describe('a node as it is shown', () => {
  it('has free what no replica holds', () => {
    const half = held([3], { gpuThousandths: 500 });
    const view = nodeViewOf(facts(), [half, { ...half, diskMib: 20_000 }, held([])]);
    expect(view).toMatchObject({
      replicas: 3,
      simulated: true,
      free: { vcpuMillis: 5000, memoryMib: 10_000, diskMib: 30_000, gpuThousandths: [1000, 0] },
      lastSeenAt: '1970-01-01T00:00:05.000Z',
    });
  });
  it('holds whole GPUs for a replica with several', () => {
    const { free } = nodeViewOf(facts(), [held([0, 3], { gpuThousandths: 250 })]);
    expect(free.gpuThousandths).toEqual([0, 0]);
  });
});

describe('the state of a node', () => {
  it.each([
    ['ready', 'none', 'ready'],
    ['ready', 'cordoned', 'cordoned'],
    ['ready', 'draining', 'draining'],
    ['lost', 'draining', 'lost'],
    ['lost', 'none', 'lost'],
  ])('%s and %s is %s', (status, cordon, state) => {
    expect(nodeViewOf(facts({ status, cordon }), []).state).toBe(state);
  });
});

describe('a drain', () => {
  it('is shown with its deadline while it goes on', () => {
    const times = { drainStartedUs: 1_000_000, drainDeadlineUs: 61_000_000 };
    expect(nodeViewOf(facts({ cordon: 'draining', ...times }), []).drain).toEqual({
      startedAt: '1970-01-01T00:00:01.000Z',
      deadline: '1970-01-01T00:01:01.000Z',
    });
    expect(nodeViewOf(facts({ cordon: 'draining', drainStartedUs: 0 }), []).drain).toMatchObject({
      deadline: null,
    });
    expect(nodeViewOf(facts({ cordon: 'cordoned', ...times }), []).drain).toBeNull();
  });
});
