import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LIVE_STATES } from './live-replica.ts';
import { noRoomNeeded, one } from './pool-model.spec-helper.ts';
import { type Wanted, reconcile, stopCauseOf } from './reconcile.ts';

const wanted = (change: Partial<Wanted>): Wanted => ({
  desired: 1,
  scaleCause: 'load',
  serving: 1,
  rollout: null,
  isAborted: false,
  live: [],
  absent: [],
  nowUs: 0,
  heldBack: () => 0,
  ...change,
});
const plan = (change: Partial<Wanted>) => reconcile(wanted(change), noRoomNeeded);
const nothing = { resume: [], wake: [], request: [], cancel: [], drain: [] };

describe('an endpoint with too few replicas', () => {
  it('asks for those that are missing', () => {
    expect(plan({ desired: 3, live: [one('a', 'ready')] })).toEqual({
      ...nothing,
      request: [{ revision: 1, count: 2 }],
    });
  });
  it('does not ask for replacements that must still wait', () => {
    const live = [one('a', 'ready')];
    expect(plan({ desired: 3, live, heldBack: () => 1 }).request).toEqual([{ revision: 1, count: 1 }]);
    expect(plan({ desired: 3, live, heldBack: () => 5 }).request).toEqual([]);
  });
});

describe('an endpoint with as many replicas as it needs', () => {
  it('is left alone', () => {
    expect(plan({ live: [one('a', 'pending')], heldBack: () => 1 })).toEqual(nothing);
  });
});

describe('an endpoint with too many replicas', () => {
  const live = [
    one('old-ready', 'ready', { requestedAtUs: 1, readyAtUs: 10 }),
    one('young-ready', 'ready', { requestedAtUs: 2, readyAtUs: 20 }),
    one('starting', 'starting', { requestedAtUs: 3 }),
    one('placed', 'placed', { requestedAtUs: 4 }),
    one('pending', 'pending', { requestedAtUs: 5 }),
  ];
  it('loses first what waits, then what is being started, then the youngest that is ready', () => {
    const lost = (desired: number) => {
      const { cancel, drain } = plan({ desired, live });
      return [...cancel, ...drain].map(({ id }) => id);
    };
    expect(lost(4)).toEqual(['pending']);
    expect(lost(3)).toEqual(['pending', 'placed']);
    expect(lost(2)).toEqual(['pending', 'placed', 'starting']);
    expect(lost(1)).toEqual(['pending', 'placed', 'starting', 'young-ready']);
    expect(lost(0)).toHaveLength(5);
  });
  it('cancels what has no place and drains what has one', () => {
    const { cancel, drain } = plan({ desired: 0, live, scaleCause: 'stop' });
    expect(cancel).toEqual([{ id: 'pending', cause: 'endpoint_stopped' }]);
    expect(drain.map(({ id }) => id)).toEqual(['placed', 'starting', 'young-ready', 'old-ready']);
  });
});

describe('replicas of another template than the one that serves', () => {
  const live = [one('own', 'ready'), one('other', 'ready', { revision: 2 })];
  it('go because they were replaced', () => {
    expect(plan({ live })).toEqual({ ...nothing, drain: [{ id: 'other', cause: 'replaced' }] });
  });
  it('go because their rollout was aborted, and the others come back to their number', () => {
    expect(plan({ live, isAborted: true, desired: 2 })).toEqual({
      ...nothing,
      request: [{ revision: 1, count: 1 }],
      drain: [{ id: 'other', cause: 'rollout_aborted' }],
    });
  });
});

describe('crashes of one template', () => {
  const rollout = { from: 1, to: 2, percent: 100 };
  const heldBackIn = (crashed: number) => (revision: number) => (revision === crashed ? 9 : 0);
  it('do not hold back the replacements of the other', () => {
    const live = [one('a', 'ready')];
    expect(plan({ desired: 2, rollout, live, heldBack: heldBackIn(2) }).request).toEqual([
      { revision: 1, count: 1 },
    ]);
    expect(plan({ desired: 2, rollout, live, heldBack: heldBackIn(1) }).request).toEqual([
      { revision: 2, count: 1 },
    ]);
  });
});

describe('any plan without a rollout', () => {
  const live = fc.uniqueArray(
    fc
      .record({
        id: fc.string({ minLength: 1, maxLength: 4 }),
        revision: fc.integer({ min: 1, max: 3 }),
        state: fc.constantFrom(...LIVE_STATES),
        delayed: fc.boolean(),
        requestedAtUs: fc.nat(100),
      })
      .chain((replica) =>
        fc.option(fc.nat(100)).map((readyAtUs) => ({
          ...replica,
          readyAtUs: replica.state === 'ready' ? (readyAtUs ?? 0) : null,
          isLeaving: false,
          leaveByUs: null,
        })),
      ),
    { selector: ({ id }) => id, maxLength: 12 },
  );
  it('leads to what is desired, and is the same whatever the order of the replicas', () => {
    fc.assert(
      fc.property(live, fc.nat(12), (replicas, desired) => {
        const made = plan({ desired, live: replicas });
        const asked = made.request.reduce((sum, { count }) => sum + count, 0);
        expect(replicas.length + asked - made.cancel.length - made.drain.length).toBe(desired);
        expect(plan({ desired, live: replicas.toReversed() })).toEqual(made);
      }),
    );
  });
});

describe('why a victim ends', () => {
  it('follows from why the count fell', () => {
    expect(['stop', 'delete', 'failed', 'idle', 'load'].map(stopCauseOf)).toEqual([
      'endpoint_stopped',
      'endpoint_deleted',
      'endpoint_failed',
      'scaled_down',
      'scaled_down',
    ]);
  });
});
