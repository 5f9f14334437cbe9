import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpointRequested } from '../events.spec-helper.ts';
import { affine, affinityKeyOf } from './affinity.ts';
import { newEndpoint } from './endpoint.ts';
import { pickFor } from './pick.ts';
import { newReplica } from './replica.ts';

const endpointOf = (count: number, prefix = 'repl-') => {
  const endpoint = newEndpoint(endpointRequested().data, new Date());
  endpoint.ready = Array.from({ length: count }, (_, n) =>
    newReplica(endpoint, { replicaId: `${prefix}${String(n)}`, revision: 1, host: '127.0.0.1', port: 1 }),
  );
  return endpoint;
};
const keys = (count: number) =>
  Array.from({ length: count }, (_, n) => affinityKeyOf({ prompt: `prompt ${String(n)}` })!);

describe('the key of a request', () => {
  const system = { role: 'system', content: 'You are brief.' };
  const hello = { role: 'user', content: 'Hello' };
  const turns = [system, hello, { role: 'assistant', content: 'Hi' }, { role: 'user', content: 'And?' }];

  it('is the same for every turn of a conversation, and another for another', () => {
    const key = affinityKeyOf({ messages: [system, hello] });
    expect(affinityKeyOf({ messages: turns, temperature: 1 })).toBe(key);
    expect(affinityKeyOf({ messages: [system, { ...hello, content: 'Hullo' }] })).not.toBe(key);
    expect(affinityKeyOf({ messages: [{ ...system, content: '' }, hello] })).not.toBe(key);
    expect(affinityKeyOf({ messages: [hello, system] })).not.toBe(key);
  });

  it('reads parts as it reads texts, and looks at images too', () => {
    const parts = (url: string) => ({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url } },
          ],
        },
      ],
    });
    expect(affinityKeyOf(parts('data:1'))).toBe(affinityKeyOf(parts('data:1')));
    expect(affinityKeyOf(parts('data:1'))).not.toBe(affinityKeyOf(parts('data:2')));
  });

  it('of a completion is how its prompt begins', () => {
    const long = 'x'.repeat(5000);
    expect(affinityKeyOf({ prompt: `${long}a` })).toBe(affinityKeyOf({ prompt: `${long}b` }));
    expect(affinityKeyOf({ prompt: [1, 2, 3] })).not.toBe(affinityKeyOf({ prompt: [1, 2, 4] }));
  });

  it('is none where nothing begins, and never fails', () => {
    for (const body of [null, undefined, 1, {}, [], { messages: [] }, { prompt: 4 }])
      expect(affinityKeyOf(body)).toBeUndefined();
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const body of [
          value,
          { messages: [value] },
          { messages: [{ role: value, content: value }] },
          { prompt: value },
        ])
          affinityKeyOf(body);
      }),
      { numRuns: 500 },
    );
    expect(affinityKeyOf({ messages: [{ role: { toString: [] } }] })).toEqual(expect.any(Number));
    let deep: unknown = 'x';
    for (let n = 0; n < 10_000; n++) deep = [deep];
    expect(affinityKeyOf({ prompt: deep })).toEqual(expect.any(Number));
  });
});

describe('replicas that share requests by how they begin', () => {
  it('have each about the same number of keys', () => {
    const { ready } = endpointOf(5);
    const counts = new Map<string, number>();
    for (const key of keys(5000)) {
      const id = affine(ready, key)!.id;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(counts.size).toBe(5);
  });

  it('give up only the keys of the one that comes or goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(11), fc.string(), (count, leaves, prefix) => {
        const { ready } = endpointOf(count, prefix);
        const gone = ready[leaves % count]!;
        const rest = ready.filter((replica) => replica !== gone);
        let moved = 0;
        const all = keys(300);
        for (const key of all) {
          const [before, after] = [affine(ready, key), affine(rest, key)];
          if (before === gone) moved++;
          else if (after !== before) throw new Error('a key moved that did not have to');
        }
        // About one in `count`: five standard deviations of that.
        const share = 1 / count;
        const most = all.length * share + 5 * Math.sqrt(all.length * share * (1 - share));
        expect(moved).toBeLessThanOrEqual(most);
      }),
      { numRuns: 25 },
    );
  });

  it('pass on what one has clearly too much of, and always find somebody', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }), fc.integer(), (loads, key) => {
        const endpoint = endpointOf(loads.length);
        loads.forEach((load, n) => (endpoint.ready[n]!.inFlight = load));
        const average = loads.reduce((sum, load) => sum + load, 0) / loads.length;
        const chosen = pickFor(endpoint, 0, { nowMs: 0, random: 0, affinityKey: key });
        expect(chosen?.inFlight).toBeLessThanOrEqual(Math.ceil(1.25 * average + 1));
        const own = affine(endpointOf(loads.length).ready, key)!;
        const load = endpoint.ready.find(({ id }) => id === own.id)!.inFlight;
        if (load <= Math.ceil(1.25 * average + 1)) expect(chosen?.id).toBe(own.id);
      }),
    );
  });
});
