import { describe, expect, it } from '@jest/globals';
import type { Row } from '../ui/timeline.ts';
import { progressOf } from './progress.ts';

const row = (replicaId: string, ...stretches: Row['stretches']): Row => ({
  replicaId,
  revision: 1,
  nodeId: null,
  stretches,
});
const LOADING = row(
  'repl-1',
  { phase: 'queued', fromMs: 0, toMs: 1_000 },
  { phase: 'pulling', fromMs: 1_000, toMs: 3_000 },
  { phase: 'loading', fromMs: 3_000, toMs: 7_000 },
);

describe('the progress of a start', () => {
  it('is that of the replica that is nearest to being ready', () => {
    const progress = progressOf([row('repl-2', { phase: 'queued', fromMs: 0, toMs: 9_000 }), LOADING], {
      queued: 1,
      pulling: 1,
      loading: 10,
    });
    expect(progress).toMatchObject({ replicaId: 'repl-1', seconds: 7, leftSeconds: 6 });
    expect(progress?.steps.map(({ state }) => state)).toEqual(['done', 'done', 'now']);
  });

  it('does not say how long it takes when nothing is known', () => {
    expect(progressOf([LOADING], {})).toMatchObject({ leftSeconds: null });
  });

  it('takes no longer than no time when it is late', () => {
    expect(progressOf([LOADING], { loading: 1 })).toMatchObject({ leftSeconds: 0 });
  });

  it('is none when nothing starts', () => {
    const ready = row('repl-3', { phase: 'ready', fromMs: 0, toMs: 1 });
    const ended: Row = { ...LOADING, end: { atMs: 7_000, cause: 'exited', neverReady: true } };
    expect(progressOf([ready, ended], {})).toBeNull();
  });
});
