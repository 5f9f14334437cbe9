import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { surgeOf } from './division.ts';
import type { LiveReplica } from './live-replica.ts';
import { PoolModel, noRoomNeeded, one } from './pool-model.spec-helper.ts';
import { lookSafely, settle, someStepsAndDrains, take } from './pool-steps.spec-helper.ts';
import { type Wanted, reconcile } from './reconcile.ts';

const leaving = (id: string, state: LiveReplica['state'] = 'ready', change: Partial<LiveReplica> = {}) =>
  one(id, state, { isLeaving: true, ...change });
const plan = (desired: number, live: readonly LiveReplica[], change: Partial<Wanted> = {}) =>
  reconcile(
    {
      ...{ desired, live, serving: 1, rollout: null, scaleCause: 'load', isAborted: false },
      ...{ absent: [], nowUs: 100, heldBack: () => 0, ...change },
    },
    noRoomNeeded,
  );
const nothing = { resume: [], wake: [], request: [], cancel: [], drain: [] };
const drained = (...ids: string[]) => ids.map((id) => ({ id, cause: 'node_drained' }));

describe('a replica whose node must become empty', () => {
  it('is replaced first', () => {
    expect(plan(2, [leaving('a'), one('b', 'ready')])).toEqual({
      ...nothing,
      request: [{ revision: 1, count: 1 }],
    });
  });
  it('stays until its replacement takes requests', () => {
    for (const state of ['pending', 'placed', 'starting'] as const)
      expect(plan(1, [leaving('a'), one('b', state)])).toEqual(nothing);
    expect(plan(1, [leaving('a'), one('b', 'ready')])).toEqual({ ...nothing, drain: drained('a') });
  });
  it('goes at once, with its replacement asked for, where it takes no requests yet', () => {
    expect(plan(2, [leaving('a', 'starting'), leaving('b', 'placed')])).toEqual({
      ...nothing,
      request: [{ revision: 1, count: 2 }],
      drain: drained('b', 'a'),
    });
  });
  it('goes first when fewer are needed', () => {
    const live = [leaving('a', 'ready', { readyAtUs: 1 }), one('b', 'ready', { readyAtUs: 2 })];
    expect(plan(1, live)).toEqual({ ...nothing, drain: drained('a') });
  });
  it('goes for the reason that all go where none is needed', () => {
    expect(plan(0, [leaving('a')], { scaleCause: 'stop' }).drain).toEqual([
      { id: 'a', cause: 'endpoint_stopped' },
    ]);
  });
  it('waits for nobody from its deadline on', () => {
    const live = (leaveByUs: number) => [leaving('a', 'ready', { leaveByUs }), one('b', 'pending')];
    expect(plan(1, live(101))).toEqual(nothing);
    expect(plan(1, live(100))).toEqual({ ...nothing, drain: drained('a') });
  });
  it('is replaced at once where another one that crashed must wait', () => {
    expect(plan(2, [leaving('a')], { heldBack: () => 1 }).request).toEqual([{ revision: 1, count: 1 }]);
  });
});

describe('the replicas of a node that was opened again', () => {
  it('are kept, and the replacements go that are not ready', () => {
    expect(plan(1, [one('a', 'ready'), one('b', 'starting')]).drain).toEqual([
      { id: 'b', cause: 'scaled_down' },
    ]);
  });
});

describe('a rollout while a node is drained', () => {
  it('does not go back to the old template because all of the new one leave', () => {
    const live = [one('a', 'ready'), leaving('n', 'ready', { revision: 2 })];
    expect(plan(2, live, { rollout })).toEqual({ ...nothing, request: [{ revision: 2, count: 1 }] });
  });
  const rollout = { from: 1, to: 2, percent: 100 };
  const young = (id: string, state: LiveReplica['state']) => one(id, state, { revision: 2 });
  it('replaces what leaves with the old template until the new one is proven, then with the new one', () => {
    const live = [leaving('a'), one('b', 'ready'), one('c', 'ready')];
    expect(plan(3, [...live, young('n', 'starting')], { rollout }).request).toEqual([
      { revision: 1, count: 1 },
    ]);
    expect(plan(3, [...live, young('n', 'ready')], { rollout })).toEqual({
      ...nothing,
      request: [{ revision: 2, count: 1 }],
      drain: drained('a'),
    });
  });
  it('keeps old ones that leave until as many as are needed are ready elsewhere', () => {
    const live = [leaving('a'), leaving('b'), young('n', 'ready'), young('m', 'starting')];
    expect(plan(2, live, { rollout }).drain).toHaveLength(1);
  });
  it('keeps a canary that leaves until its own replacement is ready', () => {
    const live = [one('a', 'ready'), leaving('n', 'ready', { revision: 2 })];
    const canary = { from: 1, to: 2, percent: 50 };
    expect(plan(2, live, { rollout: canary })).toEqual({ ...nothing, request: [{ revision: 2, count: 1 }] });
    expect(plan(2, [...live, one('b', 'ready')], { rollout: canary }).drain).toEqual([]);
  });
});

const past = fc.record({
  places: fc.integer({ min: 0, max: 9 }),
  beside: fc.integer({ min: 0, max: 9 }),
  desired: fc.integer({ min: 1, max: 9 }),
  percent: fc.constantFrom(null, null, 100, 100, 40),
  steps: someStepsAndDrains,
});
type Past = typeof past extends fc.Arbitrary<infer Value> ? Value : never;

const modelOf = ({ places, beside, desired, percent }: Past): PoolModel => {
  const model = new PoolModel(places, desired, beside);
  if (percent !== null) model.rollout = { from: 1, to: 2, percent };
  return model;
};
/** What there may be at most: what is wanted, a rollout's surge, and what leaves. */
const isBounded = (model: PoolModel): void => {
  const { desired, rollout } = model;
  // A canary that shrinks, or was given up, goes as it is taken over: that has another bound.
  if (rollout && rollout.percent !== 100) return;
  const surge = rollout ? surgeOf(desired) : 0;
  const most = desired === 0 ? 0 : desired + surge + model.leaving.length;
  expect(model.live.length).toBeLessThanOrEqual(most);
};
const wholeOf = ({ desired, rollout }: PoolModel): number => {
  if (desired === 0 || !rollout || rollout.percent === 100) return desired;
  const share = Math.max(1, Math.round((desired * rollout.percent) / 100));
  return share + Math.max(1, desired - share);
};

describe('whatever happens while nodes are drained and opened again', () => {
  it('no drain leaves fewer ready than before, and never are there more than wanted and what leaves', () => {
    fc.assert(
      fc.property(past, (start) => {
        const model = modelOf(start);
        for (const next of start.steps) {
          take(model, next);
          lookSafely(model);
          isBounded(model);
        }
      }),
      { numRuns: 100 },
    );
  });
  it('a drain ends as soon as there is room elsewhere, and leaves as many as were there', () => {
    fc.assert(
      fc.property(past, fc.nat(1), (start, node) => {
        const model = modelOf(start);
        for (const next of start.steps) {
          take(model, next);
          model.act();
        }
        model.drains.clear();
        model.drains.add(node);
        settle(model, () => {
          isBounded(model);
        });
        const ready = model.ready;
        model.places[1 - node] = 2 * wholeOf(model) + 2;
        settle(model, () => {
          if (model.rollout === null) expect(model.ready).toBeGreaterThanOrEqual(ready);
        });
        expect(model.leaving).toEqual([]);
        expect(model.live).toHaveLength(wholeOf(model));
        expect(model.ready).toBe(wholeOf(model));
      }),
      { numRuns: 100 },
    );
  });
  it('the deadline ends it without room', () => {
    fc.assert(
      fc.property(past, fc.nat(1), (start, node) => {
        const model = modelOf(start);
        for (const next of start.steps) {
          take(model, next);
          model.act();
        }
        model.drains.add(node);
        model.isDeadlinePast = true;
        model.act();
        expect(model.leaving).toEqual([]);
      }),
    );
  });
  it('nothing is left over once it was called off', () => {
    fc.assert(
      fc.property(past, (start) => {
        const model = modelOf(start);
        for (const next of start.steps) {
          take(model, next);
          model.act();
        }
        model.drains.clear();
        // Without any room what is rolled out waits beside all that are needed.
        if (model.rollout) model.places[0] = 2 * wholeOf(model) + 2;
        settle(model);
        expect(model.live).toHaveLength(wholeOf(model));
        expect(model.ready).toBe(Math.min(model.open, wholeOf(model)));
      }),
      { numRuns: 100 },
    );
  });
});
