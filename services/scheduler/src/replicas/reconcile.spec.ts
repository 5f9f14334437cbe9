import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LIVE_STATES, type LiveReplica, reconcile, stopCauseOf } from './reconcile.ts';

const one = (
  id: string,
  state: LiveReplica['state'],
  requestedAtUs = 0,
  readyAtUs: number | null = null,
) => ({
  id,
  state,
  requestedAtUs,
  readyAtUs,
});

describe('an endpoint with too few replicas', () => {
  it('asks for those that are missing', () => {
    expect(reconcile({ desired: 3, live: [one('a', 'ready')], heldBack: 0 })).toEqual({
      request: 2,
      cancel: [],
      drain: [],
    });
  });
  it('does not ask for replacements that must still wait', () => {
    expect(reconcile({ desired: 3, live: [one('a', 'ready')], heldBack: 1 }).request).toBe(1);
    expect(reconcile({ desired: 3, live: [one('a', 'ready')], heldBack: 5 }).request).toBe(0);
  });
});

describe('an endpoint with as many replicas as it needs', () => {
  it('is left alone', () => {
    expect(reconcile({ desired: 1, live: [one('a', 'pending')], heldBack: 1 })).toEqual({
      request: 0,
      cancel: [],
      drain: [],
    });
  });
});

describe('an endpoint with too many replicas', () => {
  const live = [
    one('old-ready', 'ready', 1, 10),
    one('young-ready', 'ready', 2, 20),
    one('starting', 'starting', 3),
    one('placed', 'placed', 4),
    one('pending', 'pending', 5),
  ];
  it('loses first what waits, then what is being started, then the youngest that is ready', () => {
    const lost = (desired: number) => {
      const { cancel, drain } = reconcile({ desired, live, heldBack: 0 });
      return [...cancel, ...drain];
    };
    expect(lost(4)).toEqual(['pending']);
    expect(lost(3)).toEqual(['pending', 'placed']);
    expect(lost(2)).toEqual(['pending', 'placed', 'starting']);
    expect(lost(1)).toEqual(['pending', 'placed', 'starting', 'young-ready']);
    expect(lost(0)).toHaveLength(5);
  });
  it('cancels what has no place and drains what has one', () => {
    expect(reconcile({ desired: 0, live, heldBack: 0 })).toMatchObject({
      cancel: ['pending'],
      drain: ['placed', 'starting', 'young-ready', 'old-ready'],
    });
  });
});

describe('any plan', () => {
  const live = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 4 }),
      state: fc.constantFrom(...LIVE_STATES),
      requestedAtUs: fc.nat(100),
      readyAtUs: fc.option(fc.nat(100)),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  );
  it('leads to what is desired, and is the same whatever the order of the replicas', () => {
    fc.assert(
      fc.property(live, fc.nat(12), (replicas, desired) => {
        const plan = reconcile({ desired, live: replicas, heldBack: 0 });
        expect(replicas.length + plan.request - plan.cancel.length - plan.drain.length).toBe(desired);
        expect(reconcile({ desired, live: replicas.toReversed(), heldBack: 0 })).toEqual(plan);
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
