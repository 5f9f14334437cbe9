import { describe, expect, it } from '@jest/globals';
import type { Row } from '../ui/timeline.ts';
import { shownOf } from './span.ts';

const row = (replicaId: string, fromMs: number, endMs?: number): Row => ({
  replicaId,
  revision: 1,
  nodeId: null,
  stretches: [{ phase: 'ready', fromMs, toMs: endMs ?? 1_000_000 }],
  ...(endMs !== undefined && { end: { atMs: endMs, cause: 'scaled_down', neverReady: false } }),
});

describe('what the timeline shows', () => {
  it('leaves out what ended before it', () => {
    const { rows } = shownOf([row('a', 0, 100_000), row('b', 0, 950_000), row('c', 0)], 1_000_000, 100_000);
    expect(rows.map(({ replicaId }) => replicaId)).toEqual(['b', 'c']);
  });

  it('begins with the first thing there is to see, a minute ago at the latest', () => {
    expect(shownOf([row('a', 800_000)], 1_000_000, 3_600_000).fromMs).toBe(800_000);
    expect(shownOf([row('a', 800_000)], 1_000_000, 100_000).fromMs).toBe(900_000);
    expect(shownOf([], 1_000_000, 3_600_000).fromMs).toBe(940_000);
  });
});
