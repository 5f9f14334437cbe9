import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { PoolModel } from './pool-model.spec-helper.ts';

/** Fair progress until nothing changes any more. */
export const settle = (model: PoolModel, check: () => void = () => undefined): void => {
  for (let round = 0, last = ''; ; round++) {
    if (round > 500) throw new Error('it does not end');
    model.act();
    check();
    model.progress();
    const now = JSON.stringify([model.live, model.draining]);
    if (now === last) return;
    last = now;
  }
};

const kind = <Kind extends string>(name: Kind, weight: number, most: number) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(name), n: fc.nat(most) }),
});
const USUAL = [
  kind('step', 6, 30),
  kind('place', 2, 0),
  kind('crash', 1, 30),
  kind('scale', 1, 9),
  kind('supersede', 1, 0),
] as const;

/** What may happen to an endpoint and its pool. */
export const someSteps = fc.array(fc.oneof(...USUAL), { maxLength: 40 });
/** The same, while nodes are drained and opened again. */
export const someStepsAndDrains = fc.array(fc.oneof(...USUAL, kind('drain', 1, 1), kind('uncordon', 1, 1)), {
  maxLength: 40,
});

type Step = Readonly<{ kind: string; n: number }>;

export const take = (model: PoolModel, { kind: what, n }: Step): void => {
  if (what === 'step') model.step(n);
  else if (what === 'place') model.place();
  else if (what === 'crash') model.crash(n);
  else if (what === 'scale') model.desired = n;
  else if (what === 'drain') model.drains.add(n);
  else if (what === 'uncordon') model.drains.delete(n);
  else if (model.rollout) model.rollout = { ...model.rollout, to: model.rollout.to + 1 };
};

/** One look; a second one finds nothing left to do. */
export const lookSafely = (model: PoolModel): void => {
  const ready = Math.min(model.ready, model.desired);
  model.displaced.clear();
  model.act();
  // What has left its place for a new one is the only loss.
  expect(model.ready).toBeGreaterThanOrEqual(ready - model.displaced.size);
  expect(model.act()).toEqual({ resume: [], wake: [], request: [], cancel: [], drain: [] });
};
