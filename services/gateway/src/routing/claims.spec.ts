import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elsewhere } from './claims.ts';

type Gateway = { inFlight: number; wants: number };
const nameOf = (n: number): string => `gateway-${String(n)}`;

/** How many more each gateway sends to one replica when each has heard of all the others. */
const round = (gateways: readonly Gateway[], places: number, turn: number): number[] =>
  gateways.map(({ inFlight, wants }, me) => {
    const others = gateways.flatMap((other, n) =>
      n === me ? [] : [{ gatewayId: nameOf(n), inFlight: other.inFlight, isWaiting: other.wants > 0 }],
    );
    const free = places - inFlight - elsewhere({ id: 'repl-1', places }, nameOf(me), others, turn);
    return Math.max(0, Math.min(wants, free));
  });

const Gateways = fc.array(fc.record({ inFlight: fc.nat(6), wants: fc.nat(6) }), {
  minLength: 1,
  maxLength: 5,
});

describe('the places of a replica', () => {
  it('are all this gateway’s when nobody else has or wants one', () => {
    expect(elsewhere({ id: 'repl-1', places: 4 }, 'a', [], 0)).toBe(0);
    expect(
      elsewhere({ id: 'repl-1', places: 4 }, 'a', [{ gatewayId: 'b', inFlight: 3, isWaiting: false }], 0),
    ).toBe(3);
  });

  it('are never given twice among gateways that wait and have heard of each other', () => {
    fc.assert(
      fc.property(Gateways, fc.integer({ min: 1, max: 12 }), fc.nat(1e6), (gateways, places, turn) => {
        const sent = round(gateways, places, turn);
        const had = gateways.reduce((sum, { inFlight }) => sum + inFlight, 0);
        const all = sent.reduce((sum, count) => sum + count, had);
        expect(all).toBeLessThanOrEqual(Math.max(places, had));
      }),
    );
  });

  it('come around to everybody who waits, however few there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }), (count, places) => {
        const gateways = Array.from({ length: count }, () => ({ inFlight: 0, wants: 9 }));
        const got = new Array<number>(count).fill(0);
        for (let turn = 0; turn < count; turn++)
          round(gateways, places, turn).forEach((sent, n) => (got[n] = (got[n] ?? 0) + sent));
        for (const sent of got) expect(sent).toBeGreaterThan(0);
      }),
    );
  });
});
