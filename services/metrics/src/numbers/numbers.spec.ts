import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acrossGauges, meanOf, mergedGauge, seenOnce } from './gauge.ts';
import { Growth } from './growth.ts';
import { NO_NUMBERS, type Numbers, merged } from './numbers.ts';
import { BOUNDS_US, type Times, bucketOf, countOf, mergedTimes, quantileSeconds } from './times.ts';
import { Together } from './together.ts';

const timesOf = (all: readonly number[]): Times =>
  all.reduce<Times>((times, us) => mergedTimes(times, { sumUs: us, buckets: { [bucketOf(us)]: 1 } }), {
    sumUs: 0,
    buckets: {},
  });
const us = fc.integer({ min: 0, max: 3_000_000_000 });

describe('times in buckets', () => {
  it('merge to what they are when they are measured together', () => {
    fc.assert(
      fc.property(fc.array(us), fc.array(us), (a, b) => {
        expect(mergedTimes(timesOf(a), timesOf(b))).toEqual(timesOf([...a, ...b]));
        expect(countOf(timesOf(a))).toBe(a.length);
      }),
    );
  });

  it('tell a quantile that lies in the bucket of the true one', () => {
    fc.assert(
      fc.property(fc.array(us, { minLength: 1 }), fc.constantFrom(0.5, 0.95, 0.99), (all, share) => {
        const sorted = all.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(1, Math.ceil(share * all.length)) - 1] ?? 0;
        const told = (quantileSeconds(timesOf(all), share) ?? NaN) * 1e6;
        const bucket = bucketOf(truth);
        expect(told).toBeGreaterThanOrEqual((BOUNDS_US[bucket - 1] ?? 0) - 1e-3);
        expect(told).toBeLessThanOrEqual((BOUNDS_US[bucket] ?? BOUNDS_US[bucket - 1] ?? 0) + 1e-3);
      }),
    );
  });

  it('tell nothing of nothing', () => {
    expect(quantileSeconds({ sumUs: 0, buckets: {} }, 0.95)).toBeNull();
  });
});

describe('a gauge', () => {
  const sightings = fc.array(
    fc.record({ value: fc.integer({ min: -1000, max: 1000 }), atUs: fc.nat({ max: 50 }) }),
    { minLength: 1 },
  );

  it('is what was seen, in whatever order and groups it is merged', () => {
    fc.assert(
      fc.property(sightings, fc.nat(), (seen, cut) => {
        const gauges = seen.map(({ value, atUs }) => seenOnce(value, atUs));
        const at = cut % seen.length;
        const [left, right] = [gauges.slice(0, at), gauges.slice(at)].map((some) =>
          some.reduce<ReturnType<typeof seenOnce> | undefined>(mergedGauge, undefined),
        );
        const whole = left && right ? mergedGauge(right, left) : (left ?? right);
        const values = seen.map(({ value }) => value);
        const lastAtUs = Math.max(...seen.map(({ atUs }) => atUs));
        expect(whole).toEqual([
          values.reduce((sum, value) => sum + value, 0),
          seen.length,
          Math.min(...values),
          Math.max(...values),
          Math.max(...seen.filter(({ atUs }) => atUs === lastAtUs).map(({ value }) => value)),
          lastAtUs,
        ]);
      }),
    );
  });

  it('of several is their sum or their mean', () => {
    const [a, b] = [mergedGauge(seenOnce(2, 1), seenOnce(4, 2)), seenOnce(5, 3)];
    const parts = [
      { gauge: a, active: 10 },
      { gauge: b, active: 5 },
    ];
    expect(meanOf(acrossGauges(parts, 'sum'))).toBe(3 + 5 / 2);
    expect(meanOf(acrossGauges(parts, 'average'))).toBe(4);
    expect(acrossGauges(parts, 'sum').slice(1, 5)).toEqual([10, 2, 9, 9]);
  });
});

describe('numbers', () => {
  const few = <Value>(value: fc.Arbitrary<Value>) =>
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { noNullPrototype: true });
  const numbers: fc.Arbitrary<Numbers> = fc.record({
    counts: few(fc.nat({ max: 1000 })),
    gauges: few(fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 9 })).map(([value, at]) => seenOnce(value, at))),
    times: few(fc.array(us, { minLength: 1 }).map(timesOf)),
  });

  it('merge in any order to the same', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (a, b, c) => {
        expect(merged(a, b)).toEqual(merged(b, a));
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
        expect(merged(NO_NUMBERS, a)).toEqual(a);
      }),
    );
  });
});

describe('a counter', () => {
  it('that begins anew has grown by what it shows since', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ grown: fc.nat({ max: 1000 }), anew: fc.boolean() }), { minLength: 2 }),
        (steps) => {
          const growth = new Growth();
          let total = 0;
          let told = 0;
          let expected = 0;
          for (const [n, { grown, anew }] of steps.entries()) {
            // One that begins anew is only seen to when it shows less than before.
            total = anew && grown < total ? grown : total + grown;
            if (n > 0) expected += grown;
            told += (growth.perSecond('c', total, n * 2_000_000) ?? 0) * 2;
          }
          expect(told).toBeCloseTo(expected, 6);
        },
      ),
    );
  });

  it('has no rate at first, after a long silence, nor of an older word', () => {
    const growth = new Growth();
    expect(growth.perSecond('c', 5, 1_000_000)).toBeNull();
    expect(growth.perSecond('c', 7, 2_000_000)).toBe(2);
    expect(growth.perSecond('c', 6, 1_500_000)).toBeNull();
    expect(growth.perSecond('c', 900, 100_000_000)).toBeNull();
  });
});

describe('what several say', () => {
  it('counts together while it is fresh', () => {
    const together = new Together();
    expect(together.say('a', { value: 3, atUs: 0 }, 'sum')).toBe(3);
    expect(together.say('b', { value: 4, atUs: 1_000_000 }, 'sum')).toBe(7);
    expect(together.say('a', { value: 1, atUs: 2_000_000 }, 'average')).toBe(2.5);
    expect(together.say('b', { value: 9, atUs: 18_000_000 }, 'sum')).toBe(9);
  });
});
