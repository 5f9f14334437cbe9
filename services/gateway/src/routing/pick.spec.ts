import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpointRequested } from '../events.spec-helper.ts';
import { newEndpoint } from './endpoint.ts';
import { nextChanceMs, pick } from './pick.ts';
import { type Replica, answered, eject, newReplica } from './replica.ts';
import { Slot } from './slot.ts';

const endpointWith = (...inFlight: number[]) => {
  const endpoint = newEndpoint(endpointRequested().data, new Date());
  endpoint.ready = inFlight.map((count, i) => {
    const replica = newReplica(`repl-${String(i)}`, endpoint, '127.0.0.1', 1);
    for (let k = 0; k < count; k++) new Slot(replica);
    return replica;
  });
  return endpoint;
};
const now = { nowMs: 0, random: 0 };

describe('a choice of replica', () => {
  it('takes the one with the fewest requests in flight', () => {
    const { ready } = endpointWith(3, 1, 2);
    expect(pick(ready, now)).toBe(ready[1]);
  });

  it('lets chance decide between equals, each as likely as the other', () => {
    const { ready } = endpointWith(1, 0, 2, 0, 0);
    const chosen = [0, 0.34, 0.99].map((random) => pick(ready, { nowMs: 0, random })?.id);
    expect(chosen).toEqual(['repl-1', 'repl-3', 'repl-4']);
  });

  it('passes over ejected, tried and full replicas', () => {
    const { ready } = endpointWith(0, 0, 1, 5);
    const [first, second, third, fourth] = ready as [Replica, Replica, Replica, Replica];
    eject(first, 0);
    const rule = { nowMs: 100, random: 0, tried: new Set([second]), cap: 2 };
    expect(pick(ready, rule)).toBe(third);
    new Slot(third);
    expect(pick(ready, rule)).toBeUndefined();
    expect(pick(ready, { ...rule, cap: undefined })).toBe(third);
    expect(fourth.inFlight).toBe(5);
  });

  it('is none without replicas', () => {
    expect(pick([], now)).toBeUndefined();
  });

  it('is always an allowed one with the least in flight, and there is one if any is allowed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ load: fc.nat(5), ejected: fc.boolean() }), { maxLength: 8 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (facts, random) => {
          const endpoint = endpointWith(...facts.map(({ load }) => load));
          facts.forEach(({ ejected }, i) => ejected && eject(endpoint.ready[i]!, 0));
          const allowed = endpoint.ready.filter((_, i) => !facts[i]!.ejected);
          const chosen = pick(endpoint.ready, { nowMs: 10, random });
          if (allowed.length === 0) expect(chosen).toBeUndefined();
          else {
            expect(allowed).toContain(chosen);
            expect(chosen?.inFlight).toBe(Math.min(...allowed.map(({ inFlight }) => inFlight)));
          }
        },
      ),
    );
  });
});

describe('a replica that cannot be reached', () => {
  it('is left out for longer each time, up to eight seconds, and is as new once it answers', () => {
    const endpoint = endpointWith(0);
    const replica = endpoint.ready[0]!;
    const waits = Array.from({ length: 8 }, () => {
      eject(replica, 1000);
      return replica.ejectedUntilMs - 1000;
    });
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
    expect(nextChanceMs(endpoint, 1000)).toBe(9000);
    answered(replica);
    expect(nextChanceMs(endpoint, 1000)).toBeUndefined();
    expect(pick(endpoint.ready, { nowMs: 1000, random: 0 })).toBe(replica);
  });
});
