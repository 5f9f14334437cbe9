import { describe, expect, it } from '@jest/globals';
import { signals } from './endpoints.spec-helper.ts';
import { newGaps, observeGaps, type Gaps } from './gaps.ts';
import { highestWithin, newHold, observeHold, secondsToLower } from './hold.ts';
import { breakEvenSeconds, idlePlanOf, isKept } from './idle-plan.ts';

const costs = {
  startSeconds: 30,
  waitPrice: 4,
  leastSeconds: 5,
  mostSeconds: 3600,
  mostGuessedSeconds: 60,
  gapsToLearn: 3,
};
const gapsOf = (seconds: readonly number[]): Gaps => ({
  ...newGaps(signals()),
  seconds: [...seconds],
  seen: seconds.length,
});
const NEVER = { fromSeconds: Infinity, toSeconds: Infinity };

describe('an idle plan', () => {
  it('keeps for the break-even time while nothing is known: starts of 10 s at price 1 are 20 s', () => {
    const cheap = { ...costs, startSeconds: 10, waitPrice: 1 };
    expect(breakEvenSeconds(cheap)).toBe(20);
    expect(idlePlanOf(gapsOf([]), cheap)).toEqual({ keepSeconds: 20, ...NEVER });
    expect(breakEvenSeconds({ ...cheap, startSeconds: 1 })).toBe(5);
  });

  it('guesses no longer than a minute, or than half a start', () => {
    expect(breakEvenSeconds(costs)).toBe(60);
    expect(breakEvenSeconds({ ...costs, startSeconds: 300 })).toBe(150);
  });

  it('keeps over gaps that are all shorter than what a start and its wait cost', () => {
    const plan = idlePlanOf(gapsOf([20, 40, 60, 80, 100, 40, 60]), costs);
    expect(plan).toEqual({ keepSeconds: 1.05 * 100 + 2, ...NEVER });
  });

  it('lets go at once when all gaps are long and not alike', () => {
    const plan = idlePlanOf(gapsOf([900, 4000, 9000, 20_000, 1500]), { ...costs, waitPrice: 0.5 });
    expect(plan).toEqual({ keepSeconds: 5, ...NEVER });
  });

  it('is ready again where gaps are long and alike', () => {
    const plan = idlePlanOf(gapsOf([590, 600, 610, 595, 605]), costs);
    expect(plan.keepSeconds).toBe(5);
    expect(plan.fromSeconds).toBeCloseTo(0.98 * 590 - 2);
    expect(plan.toSeconds).toBeCloseTo(1.02 * 610 + 2);
    expect(isKept(plan, 4, 30)).toBe(true);
    expect(isKept(plan, 100, 30)).toBe(false);
    expect(isKept(plan, plan.fromSeconds - 1.15 * 30, 30)).toBe(true);
    expect(isKept(plan, plan.fromSeconds - 1.15 * 30 - 1, 30)).toBe(false);
    expect(isKept(plan, plan.toSeconds, 30)).toBe(false);
  });

  it('keeps for longer the more a wait is worth', () => {
    const gaps = gapsOf([10, 30, 50, 90, 150, 220, 300]);
    const keeps = [0.5, 4, 50].map((waitPrice) => idlePlanOf(gaps, { ...costs, waitPrice }).keepSeconds);
    expect(keeps).toEqual(keeps.toSorted((a, b) => a - b));
    expect(keeps[2]).toBeGreaterThan(keeps[0]!);
  });
});

describe('the gaps of an endpoint', () => {
  it('end with the first request after them, and pauses for breath are none', () => {
    const gaps = newGaps(signals());
    observeGaps(gaps, signals({ atSeconds: 10, requestsTotal: 5, idleSeconds: 0.5 }));
    observeGaps(gaps, signals({ atSeconds: 50, requestsTotal: 5, idleSeconds: 40.5 }));
    observeGaps(gaps, signals({ atSeconds: 52, requestsTotal: 6, idleSeconds: 0, waiting: 1 }));
    expect(gaps.seconds).toEqual([42.5]);
    observeGaps(gaps, signals({ atSeconds: 60, requestsTotal: 6, idleSeconds: 0.2 }));
    observeGaps(gaps, signals({ atSeconds: 60.5, requestsTotal: 7, idleSeconds: 0, inFlight: 1 }));
    expect(gaps.seconds).toEqual([42.5]);
  });

  it('are the last hundred', () => {
    const gaps = newGaps(signals());
    for (let n = 1; n <= 300; n++) {
      observeGaps(gaps, signals({ atSeconds: 10 * n, requestsTotal: n, idleSeconds: 5 }));
    }
    expect(gaps.seconds.length).toBe(100);
    expect(gaps.seen).toBe(299);
  });
});

describe('a hold', () => {
  it('is the highest within its window, and says when it ends', () => {
    const hold = newHold();
    for (const [at, count] of [
      [0, 3],
      [5, 9],
      [10, 4],
      [20, 6],
      [21, 2],
    ] as const)
      observeHold(hold, at, count);
    expect(highestWithin(hold, 21, 30)).toBe(9);
    expect(secondsToLower(hold, 21, 30)).toBe(14);
    expect(highestWithin(hold, 35, 30)).toBe(6);
    expect(highestWithin(hold, 50.5, 30)).toBe(2);
    expect(highestWithin(hold, 99, 30)).toBe(0);
    expect(secondsToLower(hold, 99, 30)).toBe(0);
  });

  it('keeps no more entries than counts', () => {
    const hold = newHold();
    for (let at = 0; at < 10_000; at++) observeHold(hold, at, (at * 7919) % 12);
    expect(hold.at.length).toBeLessThanOrEqual(12);
  });
});
