import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

/** Takes what is there, one by one. */
const takeOne = (bucket: TokenBucket, nowMs: number): boolean => {
  if (bucket.waitMs(1, nowMs) > 0) return false;
  bucket.take(1, nowMs);
  return true;
};

describe('a token bucket', () => {
  it('gives a minute’s worth at once, and then as much as flows', () => {
    const bucket = new TokenBucket(60, 0);
    const taken = Array.from({ length: 70 }, () => takeOne(bucket, 0)).filter(Boolean);
    expect(taken).toHaveLength(60);
    expect([bucket.fullInMs(0), bucket.waitMs(1, 0), bucket.waitMs(1, 400)]).toEqual([60_000, 1000, 600]);
    expect([takeOne(bucket, 999), takeOne(bucket, 1000), takeOne(bucket, 1000)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(bucket.left(31_000)).toBe(30);
  });

  it('admits between any two moments never more than a minute’s worth and what flows in between', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.record({ afterMs: fc.nat(20_000), asked: fc.integer({ min: 1, max: 2000 }) }), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.nat(2 ** 40),
        (perMinute, steps, startMs) => {
          const bucket = new TokenBucket(perMinute, startMs);
          const admitted: { atMs: number; count: number }[] = [];
          let nowMs = startMs;
          for (const { afterMs, asked } of steps) {
            nowMs += afterMs;
            let count = 0;
            while (count < asked && takeOne(bucket, nowMs)) count++;
            admitted.push({ atMs: nowMs, count });
          }
          admitted.forEach(({ atMs: from }, i) => {
            let sum = 0;
            const isWithin = admitted.slice(i).every(({ atMs, count }) => {
              sum += count;
              // Whole numbers throughout: nothing is rounded away.
              return sum * 60_000 <= perMinute * (60_000 + atMs - from);
            });
            expect(isWithin).toBe(true);
          });
        },
      ),
    );
  });

  it('never keeps anybody waiting longer than it says, nor lets anybody in sooner', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.array(fc.record({ afterMs: fc.nat(90_000), count: fc.nat(200_000) }), { maxLength: 20 }),
        (perMinute, steps) => {
          const bucket = new TokenBucket(perMinute, 0);
          let nowMs = 0;
          for (const { afterMs, count } of steps) bucket.take(count, (nowMs += afterMs));
          const waitMs = bucket.waitMs(1, nowMs);
          if (waitMs > 1) expect(bucket.waitMs(1, nowMs + waitMs - 1)).toBeGreaterThan(0);
          expect(bucket.waitMs(1, nowMs + waitMs)).toBe(0);
          // A debt is an hour's at most.
          expect(waitMs).toBeLessThanOrEqual(61 * 60_000);
        },
      ),
    );
  });

  it('stays as full as it was when its limit changes', () => {
    const bucket = new TokenBucket(100, 0);
    bucket.take(50, 0);
    bucket.resize(1000, 0);
    expect([bucket.left(0), bucket.perMinute]).toEqual([500, 1000]);
    bucket.take(700, 0);
    bucket.resize(10, 0);
    expect([bucket.left(0), bucket.waitMs(1, 0)]).toEqual([0, 18_000]);
  });
});
