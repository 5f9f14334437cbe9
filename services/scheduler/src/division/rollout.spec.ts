import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { surgeOf } from './division.ts';
import { isReady } from './live-replica.ts';
import { PoolModel, one } from './pool-model.spec-helper.ts';
import { lookSafely, settle, someSteps, take } from './pool-steps.spec-helper.ts';

const rollOut = (places: number, desired: number, percent = 100): PoolModel => {
  const model = new PoolModel(places, desired);
  model.rollout = { from: 1, to: 2, percent };
  return model;
};
const states = (model: PoolModel, revision: number) => model.of(revision).map(({ state }) => state);

describe('a rollout with room to spare', () => {
  it('starts one more, and lets an old one go for each that becomes ready', () => {
    const model = rollOut(9, 2);
    model.act();
    expect([states(model, 1), states(model, 2)]).toEqual([['ready', 'ready'], ['pending']]);
    for (let n = 0; n < 3; n++) model.progress();
    const { drain } = model.act();
    expect(drain).toEqual([{ id: 'r1', cause: 'replaced' }]);
    expect([states(model, 1), states(model, 2)]).toEqual([['ready'], ['ready', 'pending']]);
    settle(model);
    expect([states(model, 1), states(model, 2)]).toEqual([[], ['ready', 'ready']]);
  });
  it('starts a quarter at a time', () => {
    const model = rollOut(99, 12);
    model.act();
    expect(states(model, 2)).toHaveLength(3);
  });
  it('starts all at once where nothing old is left', () => {
    const model = rollOut(9, 4);
    model.live = [];
    model.act();
    expect([states(model, 1), states(model, 2)]).toEqual([[], Array(4).fill('pending')]);
  });
  it('replaces an old one that is lost while the new template has not proven anything', () => {
    const model = rollOut(9, 4);
    model.act();
    model.crash(0);
    expect(model.act().request).toEqual([{ revision: 1, count: 1 }]);
  });
  it('puts what is missing on the new template once one of it is ready', () => {
    const model = rollOut(9, 4);
    model.live[3] = one('new', 'ready', { revision: 2 });
    model.crash(0);
    model.crash(0);
    expect(model.act().request).toEqual([{ revision: 2, count: 2 }]);
  });
  it('drops an older candidate before it touches what serves', () => {
    const model = rollOut(9, 2, 100);
    model.live.push(one('candidate', 'ready', { revision: 2 }));
    model.rollout = { from: 1, to: 3, percent: 100 };
    expect(model.act().drain).toEqual([{ id: 'candidate', cause: 'replaced' }]);
  });
});

describe('a rollout without room to spare', () => {
  it('lets one go first, then starts one in its place, until all are new', () => {
    const model = rollOut(2, 2);
    model.act();
    model.place();
    expect(states(model, 2)).toEqual(['pending']);
    expect(model.act().drain).toEqual([{ id: 'r1', cause: 'replaced' }]);
    // The place is being made: nobody else goes for it, nor is the one that left replaced.
    expect(model.act()).toEqual({ resume: [], wake: [], request: [], cancel: [], drain: [] });
    model.progress();
    expect(model.act()).toEqual({ resume: [], wake: [], request: [], cancel: [], drain: [] });
    settle(model);
    expect([states(model, 1), states(model, 2)]).toEqual([[], ['ready', 'ready']]);
  });
  it('takes down nothing for a replica that would find no room even then', () => {
    const model = rollOut(3, 3);
    model.act();
    model.place();
    const hopeless = Object.assign(model, { makeRoom: () => ({ gone: new Set<string>(), hopeless: 1 }) });
    expect(hopeless.act()).toEqual({ resume: [], wake: [], request: [], cancel: [], drain: [] });
    hopeless.crash(0);
    expect(hopeless.act().request).toEqual([{ revision: 1, count: 1 }]);
  });
  it('ends where even fewer than desired ever had room', () => {
    const model = rollOut(1, 3);
    settle(model);
    expect(states(model, 1)).toEqual([]);
    expect(states(model, 2).toSorted()).toEqual(['pending', 'pending', 'ready']);
  });
});

describe('a canary', () => {
  it('gets its share, and the others keep theirs', () => {
    const model = rollOut(9, 4, 25);
    settle(model);
    expect([states(model, 1), states(model, 2)]).toEqual([Array(3).fill('ready'), ['ready']]);
  });
  it('of an endpoint with one replica stands beside it', () => {
    const model = rollOut(9, 1, 10);
    settle(model);
    expect([states(model, 1), states(model, 2)]).toEqual([['ready'], ['ready']]);
  });
  it('never takes the last place of the others', () => {
    const model = rollOut(1, 1, 10);
    settle(model);
    expect([states(model, 1), states(model, 2)]).toEqual([['ready'], ['pending']]);
  });
  it.each([
    [20, 10],
    [10, 8],
  ])('whose share shrinks gives way to what is ready, or a few at a time for room: %d', (places, least) => {
    const model = rollOut(places, 10, 50);
    settle(model);
    model.rollout = { from: 1, to: 2, percent: 10 };
    settle(model, () => {
      expect(model.ready).toBeGreaterThanOrEqual(least);
    });
    expect([states(model, 1).length, states(model, 2).length]).toEqual([9, 1]);
  });
  it('that was abandoned for another one leaves', () => {
    const model = rollOut(9, 4, 50);
    settle(model);
    model.rollout = { from: 1, to: 3, percent: 25 };
    settle(model);
    expect([1, 2, 3].map((revision) => states(model, revision).length)).toEqual([3, 0, 1]);
  });
});

const past = fc.record({
  places: fc.integer({ min: 1, max: 14 }),
  desired: fc.integer({ min: 1, max: 9 }),
  steps: someSteps,
});

describe('whatever happens during a rollout', () => {
  it('never more run than desired and the surge, none is lost but for room, and it ends with the new alone', () => {
    fc.assert(
      fc.property(past, ({ places, desired, steps }) => {
        const model = rollOut(places, desired);
        for (const next of steps) {
          take(model, next);
          lookSafely(model);
          if (model.desired === 0) expect(model.live).toEqual([]);
          else expect(model.live.length).toBeLessThanOrEqual(model.desired + surgeOf(model.desired));
        }
        settle(model, () => {
          if (model.desired > 0)
            expect(model.live.length).toBeLessThanOrEqual(model.desired + surgeOf(model.desired));
        });
        expect(model.live.every(({ revision }) => revision === model.rollout?.to)).toBe(true);
        expect(model.live).toHaveLength(model.desired);
        expect(model.live.filter(isReady)).toHaveLength(Math.min(model.open, model.desired));
      }),
      { numRuns: 100 },
    );
  });
  it('a canary leaves one of the others, and settles', () => {
    fc.assert(
      fc.property(past, fc.integer({ min: 1, max: 99 }), ({ places, desired, steps }, percent) => {
        const model = rollOut(places, desired, percent);
        for (const next of steps) {
          take(model, next);
          lookSafely(model);
          if (model.desired > 0) expect(model.of(1).length).toBeGreaterThanOrEqual(1);
        }
        settle(model);
        const share = model.desired === 0 ? 0 : Math.max(1, Math.round((model.desired * percent) / 100));
        expect(model.of(model.rollout?.to ?? 0)).toHaveLength(share);
        expect(model.of(1).length + model.of(model.rollout?.to ?? 0).length).toBe(model.live.length);
      }),
      { numRuns: 100 },
    );
  });
});
