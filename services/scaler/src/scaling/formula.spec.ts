import type { ScalingRule, ScalingSpec } from '@tidegate/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Observation } from '../observation/window.ts';
import { formula, replicasFor } from './formula.ts';

const scaling = (...rules: ScalingRule[]): ScalingSpec => ({
  mode: 'automatic',
  minReplicas: 0,
  maxReplicas: 50,
  rules,
  idleTimeoutSeconds: 60,
  initialCooldownSeconds: 0,
});
const CONCURRENCY: ScalingRule = { metric: 'concurrency', target: 8 };
const RATE: ScalingRule = { metric: 'requestsPerSecond', target: 10 };

const seconds = (...runs: [length: number, value: number][]): Float64Array =>
  Float64Array.from(runs.flatMap(([length, value]) => Array.from({ length }, () => value)));

const observed = (rest: Partial<Observation>): Observation => ({
  atUs: 0,
  stale: false,
  inFlight: 0,
  waiting: 0,
  observedSeconds: 120,
  idleSeconds: 0,
  load: seconds([120, 0]),
  pressure: seconds([120, 0]),
  arrivals: seconds([120, 0]),
  ...rest,
});

const measured = (rest: Partial<Observation>, rule = CONCURRENCY, current = 1) => {
  const { demands, heldReplicas } = formula.measure(observed(rest), scaling(rule), current);
  return { value: demands[0]?.value, replicas: demands[0]?.replicas, heldReplicas };
};

describe('the concurrency rule', () => {
  it('follows a burst by the short average', () =>
    expect(measured({ load: seconds([114, 0], [6, 16]) })).toMatchObject({ value: 16, replicas: 2 }));

  it('is not alarmed by a single second', () =>
    expect(measured({ load: seconds([119, 0], [1, 40]) })).toMatchObject({ value: 6.667, replicas: 1 }));

  it('keeps to the long average while a burst pauses', () =>
    expect(measured({ load: seconds([60, 0], [50, 24], [10, 0]) })).toMatchObject({
      value: 20,
      replicas: 3,
    }));

  it('reacts at once to what waits', () =>
    expect(measured({ inFlight: 8, waiting: 32, load: seconds([119, 0], [1, 40]) })).toMatchObject({
      value: 40,
      replicas: 5,
    }));

  it('divides by the time there was, when that is short', () =>
    expect(measured({ load: seconds([2, 12]) })).toMatchObject({ value: 12, replicas: 2 }));

  it('sizes a wake by what waits alone', () =>
    expect(measured({ waiting: 12, inFlight: 4, load: seconds([120, 40]) }, CONCURRENCY, 0)).toMatchObject({
      value: 12,
      replicas: 2,
    }));
});

describe('the rate rule', () => {
  it('follows the larger average', () =>
    expect(measured({ arrivals: seconds([114, 5], [6, 31]) }, RATE)).toMatchObject({
      value: 31,
      replicas: 4,
    }));

  it('does not see what waits', () => expect(measured({ waiting: 50 }, RATE)).toMatchObject({ value: 0 }));
});

describe('the hold', () => {
  it('remembers the highest average of the last minute', () =>
    expect(measured({ load: seconds([60, 0], [6, 36], [54, 1]) })).toMatchObject({ heldReplicas: 5 }));

  it('remembers what waited', () => {
    const pressure = seconds([61, 0], [1, 72], [58, 0]);
    expect(measured({ pressure })).toMatchObject({ heldReplicas: 10 });
    expect(measured({ pressure: seconds([59, 0], [1, 72], [60, 0]) })).toMatchObject({ heldReplicas: 0 });
  });

  it('wants a tenth of room before a smaller count', () => {
    expect(measured({ load: seconds([120, 14.5]) }, CONCURRENCY, 3)).toMatchObject({
      replicas: 2,
      heldReplicas: 3,
    });
    expect(measured({ load: seconds([120, 14.4]) }, CONCURRENCY, 3)).toMatchObject({ heldReplicas: 2 });
  });
});

describe('several rules', () => {
  const both = formula.measure(
    observed({ load: seconds([120, 9]), arrivals: seconds([120, 45]) }),
    scaling(CONCURRENCY, RATE),
    2,
  );

  it('each say what they ask for', () =>
    expect(both.demands.map(({ replicas }) => replicas)).toEqual([2, 5]));

  it('hold the highest of what they wanted', () => expect(both.heldReplicas).toBe(5));
});

describe('a count', () => {
  it.each([
    [0, 8, 0],
    [0.001, 8, 1],
    [8, 8, 1],
    [8.001, 8, 2],
    [1.1, 0.1, 11],
  ])('for %d at target %d is %d', (value, target, replicas) =>
    expect(replicasFor(value, target)).toBe(replicas),
  );
});
