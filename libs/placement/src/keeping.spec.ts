import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freeIn, live, POLICIES, someLife } from './lives.spec-helper.ts';
import { NO_RULES, NO_WISHES, type Request } from './offer.ts';
import { Placer } from './placer.ts';
import { offer, request, someOffers, someRequest } from './pools.spec-helper.ts';
import { Potential } from './potential.ts';

const plain = (wanted: Request): Request => ({ ...wanted, rules: NO_RULES, wishes: NO_WISHES });
/** More than any node has. */
const IMPOSSIBLE = request({ gpuCount: 16 });
/** All that speaks for and against each node, for requests of each kind. */
const PROBES = (['nodes', 'zones', 'prefer'] as const).flatMap((apart) =>
  ['g1', 'g2'].map((group) =>
    request(
      { gpuThousandths: 250, vcpuMillis: 0, memoryMib: 0 },
      { wishes: { group, apart, finds: [{ item: 'weights', worth: 500 }] } },
    ),
  ),
);
const answers = (placer: Placer): unknown =>
  PROBES.map((probe) => [placer.choose(probe), placer.explain(probe, 50)]);

describe.each(POLICIES)('a gang under %s', (_, policyOf) => {
  it('that finds no room leaves no trace', () => {
    const gang = fc.tuple(fc.array(someRequest, { maxLength: 8 }), fc.boolean());
    fc.assert(
      fc.property(someOffers, someLife, gang, (offers, life, [wanted, isPossible]) => {
        const placer = live(policyOf, offers, life, () => undefined);
        const before = [freeIn(placer), answers(placer)];
        const members = (isPossible ? wanted : [...wanted, IMPOSSIBLE]).map((one, n) => ({
          id: `gang${n}`,
          request: one,
          priority: 0,
        }));
        const places = placer.holdAll(members);
        expect(members.map(({ id }) => placer.isHeld(id))).toEqual(members.map(() => places !== null));
        if (places === null) expect([freeIn(placer), answers(placer)]).toEqual(before);
        for (const { id } of members) placer.release(id);
        expect(freeIn(placer)).toEqual(before[0]);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves those alone who were there before', () => {
    const placer = new Placer([offer('a', { count: 4 })], policyOf);
    const [first, second] = ['one', 'two'].map((id) => ({ id, request: request(), priority: 0 }));
    const [place] = placer.holdAll([first!]) ?? [];
    expect(placer.holdAll([first!, { ...second!, request: IMPOSSIBLE }])).toBeNull();
    expect([placer.isHeld('one'), placer.isHeld('two')]).toEqual([true, false]);
    expect(placer.holdAll([first!, second!])?.[0]).toEqual(place);
  });
});

describe.each(POLICIES)('room that is kept for one request under %s', (_, policyOf) => {
  it('is free for it, and for nobody else, once those who are to make it have gone', () => {
    fc.assert(
      fc.property(someOffers, someLife, someRequest, someLife, (offers, life, wanted, later) => {
        const placer = live(policyOf, offers, life, () => undefined);
        const important = plain(wanted);
        const room = placer.choose(important) ? null : placer.roomFor(important, 1);
        if (!room) return;
        const before = freeIn(placer);
        placer.hold({ id: 'kept', place: room.place, request: important, priority: Infinity });
        expect(placer.roomFor(important, 1)?.victims ?? []).not.toContain('kept');
        const others: string[] = [];
        for (const victim of [...room.victims, '']) {
          placer.release(victim);
          for (const { put } of later) {
            const place = put && placer.choose(put);
            if (!place) continue;
            others.push(`other${others.length}`);
            placer.hold({ id: others.at(-1)!, place, request: put, priority: 0 });
          }
        }
        expect(freeIn(placer).every((column) => column.every((left) => left >= 0))).toBe(true);
        placer.release('kept');
        placer.hold({ id: 'it', place: room.place, request: important, priority: 1 });
        expect(freeIn(placer).every((column) => column.every((left) => left >= 0))).toBe(true);
        expect(before.some((column) => column.some((left) => left < 0))).toBe(false);
      }),
      { numRuns: 80 },
    );
  });

  it('comes back to the last thousandth', () => {
    fc.assert(
      fc.property(someOffers, someLife, fc.array(someRequest, { maxLength: 8 }), (offers, life, wanted) => {
        const placer = live(policyOf, offers, life, () => undefined);
        const before = freeIn(placer);
        for (const [n, one] of wanted.entries()) {
          const place = placer.choose(one) ?? placer.roomFor(one, 1)?.place;
          if (place) placer.hold({ id: `kept${n}`, place, request: one, priority: Infinity });
        }
        for (const n of wanted.keys()) placer.release(`kept${n}`);
        expect(freeIn(placer)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });
});

describe('room that is made for one request', () => {
  it('is where its victims are', () => {
    const placer = new Placer(
      [offer('a', { count: 2 }), offer('b', { count: 2 })],
      (pool) => new Potential(pool),
    );
    for (const [id, nodeId, priority] of [
      ['a', 'a', 5],
      ['b', 'b', 1],
    ] as const)
      placer.hold({ id, place: { nodeId, gpuIndices: [0, 1] }, request: request({ gpuCount: 2 }), priority });
    expect(placer.roomFor(request(), 3)).toEqual({ place: { nodeId: 'b', gpuIndices: [0] }, victims: ['b'] });
    expect(placer.roomFor(request(), 1)).toBeNull();
  });
});
