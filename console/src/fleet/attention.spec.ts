import { describe, expect, it } from '@jest/globals';
import type { components } from '@tidegate/sdk';
import { mattersOf, spentBy, statesOf, stripsOf } from './attention.ts';

type Endpoint = components['schemas']['Endpoint'];
type Node = components['schemas']['Node'];
const endpoint = (name: string, state: string, ...conditions: string[]): Endpoint =>
  ({
    id: name,
    name,
    state,
    reason: { code: 'x', message: `${name} is ${state}`, nextStep: 'Look.' },
    conditions: conditions.map((condition) => ({ condition, message: condition, nextStep: 'Wait.' })),
  }) as unknown as Endpoint;
const node = (state: string, free: number[]): Node =>
  ({
    id: 'node-1',
    hostname: 'box',
    state,
    replicas: 1,
    capacity: { gpus: free.map(() => ({ model: 'h100', simulated: true })) },
    free: { gpuThousandths: free },
  }) as unknown as Node;

describe('what needs attention', () => {
  it('is what failed, what is not well, what is lost and what fires, the gravest first', () => {
    const matters = mattersOf(
      [
        endpoint('well', 'running', 'updating'),
        endpoint('stale', 'running', 'metricStale'),
        endpoint('broken', 'runtime_error'),
      ],
      [node('lost', [])],
      [
        { id: 'alert-1', name: 'Slow', severity: 'warning', state: 'firing', endpointId: null },
        { id: 'alert-2', name: 'Calm', severity: 'critical', state: 'normal', endpointId: null },
      ],
    );
    expect(matters.map(({ what }) => what)).toEqual(['broken', 'box', 'Slow', 'stale']);
  });
});

describe('the fleet', () => {
  it('counts its states', () => {
    expect(statesOf([endpoint('a', 'running'), endpoint('b', 'sleeping'), endpoint('c', 'running')])).toEqual(
      [
        ['running', 2],
        ['sleeping', 1],
      ],
    );
  });
  it('shows GPUs as full as they are, without those that are lost', () => {
    expect(stripsOf([node('ready', [1000, 0, 250]), node('lost', [0])])).toEqual([
      { model: 'h100', isSimulated: true, used: [1, 0.75, 0] },
    ]);
  });
  it('goes on spending between two answers, exactly', () => {
    expect(spentBy('1000', '3600000000', 1_000)).toBe(1_001_000n);
    expect(spentBy('9007199254740993', '0', 1_000)).toBe(9_007_199_254_740_993n);
    expect(spentBy('5', '3600000000', -50)).toBe(5n);
  });
});
