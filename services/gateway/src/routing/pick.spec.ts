import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  endpointRequested,
  recorded,
  replicaDraining,
  replicaReady,
  rolloutStarted,
} from '../events.spec-helper.ts';
import { newEndpoint } from './endpoint.ts';
import { nextChanceMs, pick, pickFor } from './pick.ts';
import { type Replica, answered, eject, newReplica } from './replica.ts';
import { RoutingTable } from './routing-table.ts';
import { Slot } from './slot.ts';

const endpointWith = (...inFlight: number[]) => {
  const endpoint = newEndpoint(endpointRequested().data, new Date());
  endpoint.ready = inFlight.map((count, i) => {
    const replica = newReplica(endpoint, {
      replicaId: `repl-${String(i)}`,
      revision: 1,
      host: '127.0.0.1',
      port: 1,
    });
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

describe('a choice while a canary is open', () => {
  /** Ready replicas by template: 1 serves, 2 is tried. */
  const canary = (percent: number, ...templates: number[]) => {
    const endpoint = newEndpoint(endpointRequested().data, new Date());
    endpoint.ready = templates.map((revision, i) =>
      newReplica(endpoint, { replicaId: `repl-${String(i)}`, revision, host: '127.0.0.1', port: 1 }),
    );
    const sides = { candidate: { requests: 0, errors: 0 }, others: { requests: 0, errors: 0 } };
    endpoint.rollout = { from: 1, to: 2, percent, ...sides };
    return endpoint;
  };
  const Chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('gives each side its share, whatever the number of replicas and their load', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
        (percent, old, young) => {
          const endpoint = canary(percent, ...old.map(() => 1), ...young.map(() => 2));
          [...old, ...young].forEach((load, i) => (endpoint.ready[i]!.inFlight = load));
          const requests = 1000;
          let candidates = 0;
          // Evenly spread chances: the share is then exact but for rounding.
          for (let i = 0; i < requests; i++) {
            const rule = { nowMs: 0, random: (i * 0.618) % 1 };
            if (pickFor(endpoint, i / requests, rule)?.template === 2) candidates++;
          }
          expect(Math.abs(candidates - (percent / 100) * requests)).toBeLessThan(1.5);
        },
      ),
    );
  });

  it('takes the other side when nobody on its own can take the request', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.array(fc.record({ template: fc.constantFrom(1, 2, 3), ejected: fc.boolean() }), { maxLength: 6 }),
        Chance,
        (percent, facts, side) => {
          const endpoint = canary(percent, ...facts.map(({ template }) => template));
          facts.forEach(({ ejected }, i) => ejected && eject(endpoint.ready[i]!, 0));
          const allowed = endpoint.ready.filter((_, i) => !facts[i]!.ejected);
          const own = allowed.filter(({ template }) => (template === 2) === side * 100 < percent);
          const chosen = pickFor(endpoint, side, { nowMs: 10, random: 0 });
          if (allowed.length === 0) expect(chosen).toBeUndefined();
          else expect(own.length > 0 ? own : allowed).toContain(chosen);
        },
      ),
    );
  });

  it('goes to any ready replica at a hundred percent, and to none that was tried', () => {
    const endpoint = canary(100, 1, 2);
    endpoint.ready[1]!.inFlight = 1;
    expect(pickFor(endpoint, 0, now)?.template).toBe(1);
    expect(pickFor(endpoint, 0.99, { ...now, tried: new Set([endpoint.ready[0]!]) })?.template).toBe(2);
  });

  it('never goes to a replica that drains', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.record({ template: fc.constantFrom(1, 2), drains: fc.boolean() }), { maxLength: 6 }),
        Chance,
        (percent, facts, side) => {
          const { data } = endpointRequested();
          const table = new RoutingTable();
          table.apply(recorded('EndpointRequested', data), 0);
          table.apply(rolloutStarted(data, 2, { percent }), 0);
          for (const { template, drains } of facts) {
            const ready = replicaReady(data, { template });
            table.apply(ready, 0);
            if (drains) table.apply(replicaDraining(data, ready.data.replicaId), 0);
          }
          const chosen = pickFor(table.endpoint(data.endpointId)!, side, now);
          expect(chosen?.state).toBe(facts.some(({ drains }) => !drains) ? 'ready' : undefined);
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
