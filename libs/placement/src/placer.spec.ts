import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_RULES, NO_WISHES, type NodeOffer, type Place, type Request } from './offer.ts';
import { Placer } from './placer.ts';
import { live, POLICIES, someLife } from './lives.spec-helper.ts';
import { offer, request, someOffers, someRequest } from './pools.spec-helper.ts';
import type { Policy } from './policy.ts';
import type { Pool } from './pool.ts';
import { Potential } from './potential.ts';
import { ruledOut } from './rules.ts';

const placerOf = (...offers: NodeOffer[]): Placer => new Placer(offers, (pool) => new Potential(pool));
let ids = 0;
const put = (placer: Placer, wanted: Request, priority = 0): Place | null => {
  placer.arrived(wanted);
  const place = placer.choose(wanted);
  if (place) placer.hold({ id: `r${ids++}`, place, request: wanted, priority });
  return place;
};

describe('a pool', () => {
  it('gives whole GPUs of one model, from one island where it can', () => {
    const placer = placerOf(offer('n'));
    put(placer, request({ gpuCount: 2 }));
    expect(put(placer, request({ gpuCount: 4 }))?.gpuIndices).toEqual([4, 5, 6, 7]);
    expect(put(placer, request({ gpuCount: 2 }))?.gpuIndices).toEqual([2, 3]);
  });

  it('puts shares together', () => {
    const placer = placerOf(offer('n'));
    const places = [300, 700, 500, 500].map((gpuThousandths) => put(placer, request({ gpuThousandths })));
    expect(new Set(places.map((place) => place?.gpuIndices[0])).size).toBe(2);
  });

  it('keeps GPU nodes for those who need GPUs', () => {
    const placer = placerOf(offer('gpu'), offer('cpu', { gpus: [] }));
    put(placer, request());
    expect(put(placer, request({ gpuCount: 0 }))?.nodeId).toBe('cpu');
  });

  it('takes no more while it is closed', () => {
    const placer = placerOf(offer('n'));
    placer.pool.setClosed(0, 'is cordoned');
    expect(placer.choose(request())).toBeNull();
    placer.pool.setClosed(0, null);
    expect(placer.choose(request())?.nodeId).toBe('n');
  });

  it('spreads by memory, too', () => {
    const placer = new Placer([offer('a'), offer('b', { memoryMib: 1_000_000 })], POLICIES.at(-1)![1]);
    const hungry = request({ gpuCount: 0, memoryMib: 100_000 });
    expect(placer.choose(hungry)?.nodeId).toBe('b');
  });

  it('grows', () => {
    const placer = placerOf(offer('n0', { count: 1 }));
    put(placer, request());
    for (let n = 1; n < 50; n++) placer.pool.add(offer(`n${n}`, { count: 1 }));
    for (let n = 1; n < 50; n++) expect(put(placer, request({ vcpuMillis: n }))).not.toBeNull();
    expect(put(placer, request())).toBeNull();
  });

  it('explains why there is no room', () => {
    const placer = placerOf(
      offer('a', { count: 2 }),
      offer('b', { gpus: [] }),
      offer('c', { taints: ['spot'] }),
    );
    expect(placer.whyNowhere(request({ gpuCount: 4 }))).toBe(
      '1 node: has 2 GPU, 4 are needed; 1 node: has no GPU; ' +
        '1 node: keeps off who does not tolerate spot',
    );
    expect(placer.explain(request(), 5)).toEqual([
      { nodeId: 'a', cost: 0, obstacle: null },
      { nodeId: 'b', cost: null, obstacle: 'has no GPU' },
      { nodeId: 'c', cost: null, obstacle: 'keeps off who does not tolerate spot' },
    ]);
    expect(placerOf().whyNowhere(request())).toBe('the cluster has no node');
  });
});

describe('wishes', () => {
  const grouped = (apart: 'prefer' | 'nodes' | 'zones') =>
    request({ gpuThousandths: 250 }, { wishes: { group: 'g', apart, finds: [] } });

  it('keep a group apart while there is room elsewhere', () => {
    const placer = placerOf(offer('a', { count: 4 }), offer('b', { count: 4 }));
    for (const nodeId of ['a', 'b'])
      placer.hold({
        id: nodeId,
        place: { nodeId, gpuIndices: [0, 1] },
        request: request({ gpuCount: 2 }),
        priority: 0,
      });
    expect(new Set([0, 1].map(() => put(placer, grouped('prefer'))?.nodeId)).size).toBe(2);
    expect(put(placer, grouped('prefer'))).not.toBeNull();
    expect(placer.choose(grouped('nodes'))).toBeNull();
  });

  it('keep a group in different zones', () => {
    const placer = placerOf(offer('a', { zone: 'x' }), offer('b', { zone: 'x' }), offer('c', { zone: 'y' }));
    expect(new Set([0, 1].map(() => put(placer, grouped('zones'))?.nodeId))).toEqual(new Set(['a', 'c']));
    expect(placer.choose(grouped('zones'))).toBeNull();
  });

  it('find the node that has the weights already', () => {
    const placer = placerOf(offer('a'), offer('b'));
    placer.presence.has(1, 'model');
    const finds = [{ item: 'model', worth: 300 }];
    expect(placer.choose(request({}, { wishes: { group: null, apart: 'prefer', finds } }))?.nodeId).toBe('b');
  });
});

describe('a gang', () => {
  it('is placed as a whole or not at all', () => {
    const placer = placerOf(offer('a', { count: 4 }), offer('b', { count: 4 }));
    const gang = (size: number) =>
      Array.from({ length: size }, (_, n) => ({
        id: `g${size}-${n}`,
        request: request({ gpuCount: 4 }),
        priority: 0,
      }));
    expect(placer.holdAll(gang(3))).toBeNull();
    expect(placer.isHeld('g3-0')).toBe(false);
    expect(
      placer
        .holdAll(gang(2))
        ?.map(({ nodeId }) => nodeId)
        .toSorted(),
    ).toEqual(['a', 'b']);
  });
});

describe('preemption', () => {
  it('takes the least important that make room, and no more of them than it needs', () => {
    const placer = placerOf(offer('a', { count: 2 }), offer('b', { count: 2 }));
    for (const [id, nodeId, index, priority] of [
      ['low', 'a', 0, 1],
      ['high', 'a', 1, 5],
      ['mid1', 'b', 0, 2],
      ['mid2', 'b', 1, 2],
    ] as const)
      placer.hold({ id, place: { nodeId, gpuIndices: [index] }, request: request(), priority });
    expect(placer.victims(request(), 3)).toEqual(['low']);
    expect(placer.victims(request({ gpuCount: 2 }), 3).toSorted()).toEqual(['mid1', 'mid2']);
    expect(placer.victims(request(), 1)).toEqual([]);
    expect(placer.choose(request())).toBeNull();
  });
});

describe.each(POLICIES)('whatever comes and goes under %s', (_, policyOf) => {
  it('nothing is given twice', () => {
    fc.assert(
      fc.property(someOffers, someLife, (offers, life) => {
        live(policyOf, offers, life, ({ pool }) => {
          const columns = [pool.cpu, pool.memory, pool.disk, pool.free, pool.left];
          expect(columns.every((column) => column.every((left) => left >= 0))).toBe(true);
          expect(pool.left.every((left) => left <= 1000)).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('what fits somewhere is placed, where it fits', () => {
    fc.assert(
      fc.property(someOffers, someLife, someRequest, (offers, life, wanted) => {
        const placer = live(policyOf, offers, life, () => undefined);
        const shape = placer.shapes.of(wanted.amounts);
        const may = (node: number): boolean =>
          placer.pool.hasRoom(shape, node) &&
          ruledOut(wanted.rules, placer.pool.offers[node]!) === null &&
          placer.presence.allows(node, wanted.wishes);
        const possible = offers.filter((_, node) => may(node)).map(({ nodeId }) => nodeId);
        const place = placer.choose(wanted);
        if (possible.length === 0) expect(place).toBeNull();
        else expect(possible).toContain(place?.nodeId);
      }),
      { numRuns: 40 },
    );
  });

  it('a choice from the kept order is the one that a look at every node would make', () => {
    fc.assert(
      fc.property(someOffers, someLife, someRequest, (offers, life, wanted) => {
        const plain = { ...wanted, wishes: NO_WISHES };
        const kept = live(policyOf, offers, life, (placer) => placer.choose(plain));
        const fresh = live(policyOf, offers, life, () => undefined);
        expect(kept.choose(plain)).toEqual(fresh.choose(plain));
      }),
      { numRuns: 40 },
    );
  });

  it('the choice is the first of the cheapest nodes, each asked by itself', () => {
    fc.assert(
      fc.property(someOffers, someLife, someRequest, (offers, life, wanted) => {
        const plain = { ...wanted, wishes: NO_WISHES };
        let policy: Policy | undefined;
        const remembered = (pool: Pool): Policy => (policy = policyOf(pool));
        const placer = live(remembered, offers, life, () => undefined);
        const place = placer.choose(plain);
        const shape = placer.shapes.of(plain.amounts);
        const costs = offers.map((one, node) =>
          placer.pool.hasRoom(shape, node) && ruledOut(plain.rules, one) === null
            ? policy!.cost(shape, node)
            : Infinity,
        );
        const least = Math.min(...costs);
        expect(place?.nodeId).toBe(least === Infinity ? undefined : offers[costs.indexOf(least)]?.nodeId);
      }),
      { numRuns: 40 },
    );
  });

  it('everything given back is there again', () => {
    fc.assert(
      fc.property(someOffers, someLife, (offers, life) => {
        const puts = life.filter((step) => 'put' in step);
        const placer = live(policyOf, offers, puts, () => undefined);
        for (let n = 0; n < puts.length; n++) placer.release(`h${n}`);
        const empty = new Placer(offers, policyOf);
        expect([...placer.pool.left]).toEqual([...empty.pool.left]);
        expect([...placer.pool.cpu]).toEqual([...empty.pool.cpu]);
        expect(placer.presence.isIndifferent({ group: 'g1', apart: 'nodes', finds: [] })).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('victims are below the priority, and their end makes room', () => {
    fc.assert(
      fc.property(someOffers, someLife, someRequest, (offers, life, wanted) => {
        const plain = { ...wanted, wishes: NO_WISHES, rules: NO_RULES };
        const placer = live(policyOf, offers, life, () => undefined);
        const before = [...placer.pool.left];
        const victims = placer.choose(plain) ? [] : placer.victims(plain, 1);
        expect([...placer.pool.left]).toEqual(before);
        for (const id of victims) placer.release(id);
        if (victims.length > 0) expect(placer.choose(plain)).not.toBeNull();
      }),
      { numRuns: 40 },
    );
  });
});
