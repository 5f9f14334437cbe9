import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpointRequested } from '../events.spec-helper.ts';
import { newEndpoint } from './endpoint.ts';
import { served, sparesBenched, struck } from './health.ts';
import { nextChanceMs, pickFor } from './pick.ts';
import { type Replica, eject, newReplica } from './replica.ts';

const endpointOf = (count: number, template = 1) => {
  const endpoint = newEndpoint(endpointRequested().data, new Date());
  endpoint.ready = Array.from({ length: count }, (_, n) =>
    newReplica(endpoint, { replicaId: `repl-${String(n)}`, revision: template, host: '127.0.0.1', port: 1 }),
  );
  return endpoint;
};
const fails = (replica: Replica, times: number, nowMs = 0): void => {
  for (let n = 0; n < times; n++) struck(replica, nowMs);
};
const rule = (nowMs: number) => ({ nowMs, random: 0 });

describe('a replica whose answers are bad', () => {
  it('is left out after five in a row, for longer each time, half a minute at most', () => {
    const endpoint = endpointOf(2);
    const [bad, good] = endpoint.ready as [Replica, Replica];
    fails(bad, 4);
    expect(pickFor(endpoint, 0, rule(0))).toBe(bad);
    fails(bad, 1);
    expect(pickFor(endpoint, 0, rule(499))).toBe(good);
    expect(nextChanceMs(endpoint, 0)).toBe(500);
    expect(pickFor(endpoint, 0, rule(500))).toBe(bad);
    const waits = Array.from({ length: 8 }, () => {
      const atMs = bad.benchedUntilMs;
      fails(bad, 1, atMs);
      return bad.benchedUntilMs - atMs;
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is as new after one good answer', () => {
    const endpoint = endpointOf(2);
    const [bad] = endpoint.ready as [Replica];
    fails(bad, 4);
    served(bad);
    fails(bad, 4);
    expect(bad.benchedUntilMs).toBe(0);
    fails(bad, 1);
    fails(bad, 9, 100);
    expect(bad.benchedUntilMs).toBe(500);
  });

  it('stays when it is alone, and when a canary tries it', () => {
    const alone = endpointOf(1);
    fails(alone.ready[0]!, 50);
    expect(pickFor(alone, 0, rule(0))).toBe(alone.ready[0]);
    const tried = endpointOf(2, 2);
    const none = { requests: 0, errors: 0 };
    tried.rollout = { from: 1, to: 2, percent: 10, candidate: none, others: none };
    fails(tried.ready[0]!, 50);
    expect(sparesBenched(tried, 0)).toBe(false);
  });

  it('is back when the others cannot be reached, or went', () => {
    const endpoint = endpointOf(2);
    const [bad, good] = endpoint.ready as [Replica, Replica];
    fails(bad, 5);
    eject(good, 0);
    expect(pickFor(endpoint, 0, rule(100))).toBe(bad);
    const shrunk = endpointOf(4);
    fails(shrunk.ready[0]!, 5);
    fails(shrunk.ready[1]!, 5);
    shrunk.ready = shrunk.ready.slice(0, 3);
    expect(pickFor(shrunk, 0, rule(0))).toBe(shrunk.ready[0]);
  });

  it('is never one of more than half, and there is always one to take a request', () => {
    const Step = fc.record({ who: fc.nat(9), isGood: fc.boolean(), times: fc.nat(7), afterMs: fc.nat(800) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.array(Step, { maxLength: 60 }), (count, steps) => {
        const endpoint = endpointOf(count);
        let nowMs = 0;
        for (const { who, isGood, times, afterMs } of steps) {
          const replica = endpoint.ready[who % count]!;
          if (isGood) served(replica);
          else fails(replica, times, nowMs);
          const out = endpoint.ready.filter(({ benchedUntilMs }) => benchedUntilMs > nowMs);
          expect(2 * out.length).toBeLessThanOrEqual(count);
          const chosen = pickFor(endpoint, 0, rule(nowMs));
          expect(chosen).toBeDefined();
          expect(out).not.toContain(chosen);
          nowMs += afterMs;
        }
      }),
    );
  });
});
