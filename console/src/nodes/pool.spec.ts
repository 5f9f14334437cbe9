import { describe, expect, it } from '@jest/globals';
import { cellsOf, poolSummary, type PoolNode, summaryOf, usedOf } from './pool.ts';

const gpu = (index: number, model: string, memoryMib: number) => ({
  index,
  model,
  memoryMib,
  simulated: true,
  island: null,
});
const node: PoolNode = {
  id: 'node-1',
  hostname: 'one',
  state: 'draining',
  capacity: {
    vcpuMillis: 1000,
    memoryMib: 100,
    diskMib: 10,
    gpus: [gpu(0, 'h100', 80_000), gpu(1, 'h100', 80_000), gpu(2, 'a10g', 24_000)],
  },
  free: { vcpuMillis: 250, memoryMib: 100, diskMib: 10, gpuThousandths: [0, 750, 1000] },
};

describe('a node with GPUs', () => {
  it('says of each what is given', () => {
    expect(cellsOf(node).map(({ given, givenMib }) => [given, givenMib])).toEqual([
      [1000, 80_000],
      [250, 20_000],
      [0, 0],
    ]);
  });

  it('is told in a sentence', () => {
    expect(summaryOf(node)).toBe(
      'one is draining: 3 GPUs (2 h100, 1 a10g), 2 given to replicas, 54 % of their memory',
    );
    expect(poolSummary([node])).toBe('1 node (1 draining), 1.25 of 3 GPUs given to replicas');
  });
});

describe('a node without GPUs', () => {
  it('says so', () => {
    const bare = { ...node, capacity: { ...node.capacity, gpus: [] } };
    expect(summaryOf(bare)).toBe('one is draining and has no GPU');
    expect(poolSummary([])).toBe('0 nodes (none), no GPU');
    expect(usedOf(1000, 250)).toBe(75);
    expect(usedOf(0, 0)).toBe(0);
  });
});
