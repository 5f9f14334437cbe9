import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RETRIES, takesKey, waitBefore } from './retries.ts';

const get = { method: 'GET', path: '/v1/endpoints', hasKey: false };
const post = { ...get, method: 'POST', hasKey: true };
const came = (status: number | null, more = {}) => ({
  ...{ status, code: null, retryAfterMs: null, shouldRetry: true },
  ...more,
});
const first = { tried: 1, random: 0.5 };

describe('a request that may be repeated', () => {
  it('is, after what passes by itself', () => {
    for (const status of [null, 408, 502, 503, 504])
      for (const asked of [get, post])
        expect(waitBefore(asked, came(status), DEFAULT_RETRIES, first)).toBe(187.5);
    expect(
      waitBefore(post, came(409, { code: 'request.in_progress' }), DEFAULT_RETRIES, first),
    ).not.toBeNull();
  });

  it('is not after what stays as it is, nor when the platform says so', () => {
    for (const status of [200, 400, 401, 404, 409, 500])
      expect(waitBefore(get, came(status), DEFAULT_RETRIES, first)).toBeNull();
    expect(waitBefore(get, came(503, { shouldRetry: false }), DEFAULT_RETRIES, first)).toBeNull();
  });

  it('waits longer each time, and then no more', () => {
    const waits = [1, 2, 3, 4].map((tried) =>
      waitBefore(get, came(503), { most: 3, longestWaitMs: 30_000 }, { tried, random: 0 }),
    );
    expect(waits).toEqual([125, 250, 500, null]);
  });

  it('waits as long as the platform wants, but not for ever', () => {
    expect(waitBefore(get, came(429, { retryAfterMs: 4000 }), DEFAULT_RETRIES, first)).toBe(4000);
    expect(waitBefore(get, came(429, { retryAfterMs: 31_000 }), DEFAULT_RETRIES, first)).toBeNull();
  });
});

describe('a request that may have had an effect', () => {
  it.each(['PATCH', 'DELETE', 'PUT', 'POST'])('is not repeated: %s', (method) => {
    const asked = { ...get, method };
    for (const status of [null, 502, 503, 504])
      expect(waitBefore(asked, came(status), DEFAULT_RETRIES, first)).toBeNull();
  });

  it('is, when it was turned away before it could', () =>
    expect(waitBefore({ ...get, method: 'PATCH' }, came(429), DEFAULT_RETRIES, first)).not.toBeNull());
});

describe('a sign-in', () => {
  it('is no request that a key makes one of', () => {
    expect(takesKey({ method: 'POST', path: '/v1/endpoints' })).toBe(true);
    for (const path of ['/v1/session', '/v1/session/inference-token', '/v1/sign-in-codes']) {
      expect(takesKey({ method: 'POST', path })).toBe(false);
      expect(waitBefore({ ...post, path }, came(null), DEFAULT_RETRIES, first)).toBeNull();
    }
  });
});
