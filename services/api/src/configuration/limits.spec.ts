import { describe, expect, it } from '@jest/globals';
import type { EndpointSpec } from '@tidegate/contracts';
import { specOf, wishProblems } from './endpoint-spec.ts';
import type { EndpointWish, Judged } from './endpoint-wish.ts';
import { facts } from './wish.spec-helper.ts';

const wish: EndpointWish = { name: 'chat', model: 'tidegate/tiny' };
const whole = (more: Partial<EndpointWish> = {}) => specOf({ ...wish, ...more }, facts()) as EndpointSpec;
const pointers = (more: Judged): string[] =>
  wishProblems({ ...wish, ...more }, facts()).map(({ pointer }) => pointer);

describe('an endpoint’s limits', () => {
  it('are those it was given, and none else', () => {
    const none = { requestsPerMinute: null, tokensPerMinute: null, replicaConcurrency: null };
    expect(whole().limits).toEqual(none);
    const limits = { replicaConcurrency: 8, tokensPerMinute: null };
    expect(whole({ limits }).limits).toEqual({ ...none, replicaConcurrency: 8 });
  });

  it('leave no replica with fewer places than it is meant to carry', () => {
    const limits = { replicaConcurrency: 2 };
    expect(whole({ limits }).scaling.rules).toEqual([{ metric: 'concurrency', target: 2 }]);
    expect(pointers({ limits })).toEqual([]);
    const rules = [
      { metric: 'requestsPerSecond', target: 9 },
      { metric: 'concurrency', target: 3 },
    ];
    expect(pointers({ limits, scaling: { rules } })).toEqual(['/scaling/rules/1/target']);
    expect(pointers({ limits, scaling: { rules, mode: 'manual' } })).toEqual([]);
    expect(pointers({ limits: { replicaConcurrency: 3 }, scaling: { rules } })).toEqual([]);
  });
});

describe('an endpoint’s balancing', () => {
  it('looks at what is outstanding unless it was told otherwise', () => {
    expect(whole().balancing).toBe('least-outstanding');
    expect(whole({ balancing: 'prefix-affinity' }).balancing).toBe('prefix-affinity');
  });
});

describe('asynchronous requests', () => {
  it('are tried as often and as long as was said, and told of where was said', () => {
    const own = { maxAttempts: 1, timeToLiveSeconds: 60, webhookUrl: 'https://example.com/ended' };
    expect(whole({ async: { routes: ['/v1/x'], ...own } }).async).toMatchObject(own);
    expect(pointers({ async: { routes: ['/v1/x'], ...own } })).toEqual([]);
  });

  it.each(['ended', 'ftp://example.com', 'https://me:word@example.com'])(
    'are not told of at %s',
    (webhookUrl) => {
      expect(pointers({ async: { routes: ['/v1/x'], webhookUrl } })).toEqual(['/async/webhookUrl']);
    },
  );
});
