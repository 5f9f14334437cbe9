import { describe, expect, it } from '@jest/globals';
import { NO_LIMITS } from '@tidegate/contracts';
import fc from 'fast-check';
import { pairsOf } from '../wire/header-lines.ts';
import { RateLimited, durationText } from './allowance.ts';
import { type Limit, limitsOf } from './limit.ts';
import { RateLimiter } from './rate-limiter.ts';

const limited = (id: string, limits: Partial<typeof NO_LIMITS>): readonly Limit[] =>
  limitsOf(id, { ...NO_LIMITS, ...limits }) ?? [];
const endpoint = limited('endpt-1', { requestsPerMinute: 60, tokensPerMinute: 6000 });
const token = limited('tok-1', { requestsPerMinute: 6 });

const takes = (limiter: RateLimiter, nowMs: number, ...of: readonly (readonly Limit[])[]): boolean => {
  try {
    limiter.allowance(of.flat(), nowMs).take(nowMs);
    return true;
  } catch {
    return false;
  }
};

describe('a rate limiter', () => {
  it('has nothing to do with what has no limit', () => {
    expect(limitsOf('endpt-1', NO_LIMITS)).toBeNull();
  });

  it('lets the stricter of token and endpoint decide, and takes nothing for what it refuses', () => {
    const limiter = new RateLimiter();
    for (let n = 0; n < 6; n++) expect(takes(limiter, 0.5, endpoint, token)).toBe(true);
    expect(takes(limiter, 0.5, endpoint, token)).toBe(false);
    expect(pairsOf(limiter.allowance(endpoint, 0).headers(0.5)).slice(2, 4)).toEqual([
      'x-ratelimit-remaining-requests',
      '54',
    ]);
    expect(takes(limiter, 0.5, endpoint)).toBe(true);
  });

  it('says when to come back, and what is left, as the OpenAI API does', () => {
    const limiter = new RateLimiter();
    const allowance = limiter.allowance([...endpoint, ...token], 0);
    allowance.take(0);
    expect(pairsOf(allowance.headers(0))).toEqual([
      ...['x-ratelimit-limit-requests', '6', 'x-ratelimit-remaining-requests', '5'],
      ...['x-ratelimit-reset-requests', '10s', 'x-ratelimit-limit-tokens', '6000'],
      ...['x-ratelimit-remaining-tokens', '6000', 'x-ratelimit-reset-tokens', '0s'],
    ]);
    for (let n = 0; n < 5; n++) allowance.take(0);
    const refused = (() => {
      try {
        allowance.take(1000);
      } catch (error) {
        return error;
      }
      return undefined;
    })() as RateLimited;
    expect(refused).toBeInstanceOf(RateLimited);
    expect([refused.code, refused.retryAfterMs, refused.message]).toEqual([
      'rate_limit.exceeded',
      9000,
      'At most 6 requests a minute may be taken.',
    ]);
  });

  it('takes tokens of the model when they are known, and lets nobody in until the debt has flowed off', () => {
    const limiter = new RateLimiter();
    const allowance = limiter.allowance(endpoint, 0);
    allowance.take(0);
    allowance.spend(7000, 0);
    expect(() => allowance.take(0)).toThrow('At most 6000 tokens a minute may be taken.');
    // 1,000 too many, 100 a second; and one must be there.
    expect(takes(limiter, 10_000, endpoint)).toBe(false);
    expect(takes(limiter, 10_010, endpoint)).toBe(true);
  });

  it('forgets what is full again, and nothing that others have not heard of', () => {
    const limiter = new RateLimiter();
    takes(limiter, 0, endpoint, token);
    expect(limiter.size).toBe(3);
    expect(limiter.tell(1, 0)).toEqual({ 'requests endpt-1': [1, 60] });
    limiter.tell(0, 60_000);
    expect(limiter.size).toBe(1);
    expect(limiter.tell(9, 60_000)).toEqual({ 'requests tok-1': [1, 6] });
    expect(limiter.size).toBe(0);
  });

  it('takes of the present bucket what an answer used after the one it began with was forgotten', () => {
    const limiter = new RateLimiter();
    const long = limiter.allowance(endpoint, 0);
    limiter.tell(9, 60_000);
    limiter.allowance(endpoint, 60_000).spend(1000, 60_000);
    long.spend(2000, 60_000);
    expect(pairsOf(limiter.allowance(endpoint, 60_000).headers(60_000))).toContain('3000');
  });

  it.each([
    [0, '0s'],
    [1, '1ms'],
    [999, '999ms'],
    [1000, '1s'],
    [1001, '2s'],
    [360_000, '6m0s'],
    [59_001, '1m0s'],
    [3_600_000, '1h0m0s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('several rate limiters that tell each other', () => {
  const Step = fc.record({ afterMs: fc.nat(1500), who: fc.nat(9), asked: fc.integer({ min: 1, max: 120 }) });

  it('together admit no more than the limit and a second’s worth for each of the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6000 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(Step, { minLength: 1, maxLength: 25 }),
        (perMinute, count, steps) => {
          const one = limited('tok-1', { requestsPerMinute: perMinute });
          const limiters = Array.from({ length: count }, () => new RateLimiter());
          let nowMs = 0;
          for (const limiter of limiters)
            limiter.mustTell = () => {
              const told = limiter.tell(100, nowMs);
              for (const other of limiters) if (other !== limiter) other.heard(told, nowMs);
            };
          const second = Math.max(1, perMinute / 60);
          let admitted = 0;
          for (const { afterMs, who, asked } of steps) {
            nowMs += afterMs;
            for (let n = 0; n < asked; n++) if (takes(limiters[who % count]!, nowMs, one)) admitted++;
            const most = perMinute * (1 + nowMs / 60_000) + (count - 1) * second;
            expect(admitted).toBeLessThanOrEqual(most + 1e-6);
          }
        },
      ),
    );
  });

  it('admit all of the limit, whoever is asked, once they have heard', () => {
    const [here, there] = [new RateLimiter(), new RateLimiter()];
    const one = limited('tok-1', { requestsPerMinute: 100 });
    for (let n = 0; n < 60; n++) expect(takes(here, 0, one)).toBe(true);
    there.heard(here.tell(10, 0), 0);
    const admitted = Array.from({ length: 100 }, () => takes(there, 0, one)).filter(Boolean);
    expect(admitted).toHaveLength(40);
  });
});
