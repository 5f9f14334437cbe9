import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Held, displace, giveBack } from './displacement.ts';
import { place } from './placement.ts';
import { type Room, roomLeft } from './room.ts';
import { demand, holding, node, shape } from './rooms.spec-helper.ts';

const held = (id: string, nodeId: string, gpuIndices: number[], isReady = true): Held => ({
  ...holding(gpuIndices),
  id,
  nodeId,
  isReady,
});
const want = (gpuCount: number, gpuModel = 'H100') => demand(shape(gpuCount, { gpuModel }));
/** What is left beside these. */
const full = (nodes: readonly Room[], all: readonly Held[]) =>
  nodes.map((room) =>
    roomLeft(
      room,
      all.filter(({ nodeId }) => nodeId === room.nodeId),
    ),
  );

describe('a replica that finds room', () => {
  it('displaces nobody', () => {
    const all = [held('a', 'node-a', [0])];
    const rooms = full([node('node-a', 2)], all);
    expect(displace(rooms, { waiting: [want(1)], mayGo: all, most: 9 })).toEqual({ gone: [], hopeless: 0 });
  });
});

describe('a replica without room', () => {
  it('takes the place of one of its own, the one that is lost first', () => {
    const all = [held('a', 'node-a', [0]), held('b', 'node-a', [1])];
    const rooms = full([node('node-a', 2)], all);
    expect(displace(rooms, { waiting: [want(1)], mayGo: all.toReversed(), most: 9 }).gone).toEqual(['b']);
  });
  it('takes as many places as it needs, where the fewest ready ones must go', () => {
    const all = [
      held('a', 'node-a', [0]),
      held('b', 'node-a', [1]),
      held('c', 'node-b', [0], false),
      held('d', 'node-b', [1]),
    ];
    const rooms = full([node('node-a', 2), node('node-b', 2)], all);
    expect(displace(rooms, { waiting: [want(2)], mayGo: all, most: 9 }).gone).toEqual(['c', 'd']);
  });
  it('spares who would not help', () => {
    const all = [held('a', 'node-a', [0]), held('b', 'node-a', [1, 2])];
    const rooms = full([node('node-a', 3)], all);
    expect(displace(rooms, { waiting: [want(2)], mayGo: all, most: 9 }).gone).toEqual(['b']);
  });
  it('displaces nobody where it would find none even then, or where too many would have to go', () => {
    const all = [held('a', 'node-a', [0]), held('b', 'node-a', [1])];
    const rooms = full([node('node-a', 2)], all);
    const none = { gone: [], hopeless: 1 };
    expect(displace(rooms, { waiting: [want(1, 'L4')], mayGo: all, most: 9 })).toEqual(none);
    expect(displace(rooms, { waiting: [want(3)], mayGo: all, most: 9 })).toEqual(none);
    expect(displace(rooms, { waiting: [want(2)], mayGo: all, most: 1 })).toEqual(none);
  });
  it('finds the place that another one is leaving already', () => {
    const all = [held('a', 'node-a', [0]), held('b', 'node-a', [1])];
    const rooms = giveBack(full([node('node-a', 2)], all), all.slice(0, 1));
    expect(displace(rooms, { waiting: [want(1), want(1)], mayGo: all.slice(1), most: 9 }).gone).toEqual([
      'b',
    ]);
  });
});

describe('a replica for which others are leaving already', () => {
  it('displaces nobody', () => {
    const all = [held('a', 'node-a', [0]), held('b', 'node-a', [1])];
    const [room] = full([node('node-a', 2)], all);
    const waiting = [{ ...want(1), id: 'new' }];
    const claimed = room ? [{ ...room, claims: [{ ...want(1), id: 'new' }] }] : [];
    expect(displace(claimed, { waiting, mayGo: all, most: 9 })).toEqual({ gone: [], hopeless: 0 });
    expect(displace(full([node('node-a', 2)], all), { waiting, mayGo: all, most: 9 }).gone).toEqual(['a']);
  });
});

describe('any displacement', () => {
  const pool = fc
    .record({
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      taken: fc.array(
        fc.record({ node: fc.nat(3), gpus: fc.integer({ min: 1, max: 2 }), isReady: fc.boolean() }),
        {
          maxLength: 8,
        },
      ),
    })
    .map(({ sizes, taken }) => {
      const nodes = sizes.map((size, n) => node(`node-${String(n)}`, size));
      const used = sizes.map(() => 0);
      const all: Held[] = [];
      for (const { node: n, gpus, isReady } of taken) {
        const at = n % sizes.length;
        const from = used[at] ?? 0;
        if (from + gpus > (sizes[at] ?? 0)) continue;
        used[at] = from + gpus;
        const indices = Array.from({ length: gpus }, (_, i) => from + i);
        all.push(held(`r${String(all.length)}`, `node-${String(at)}`, indices, isReady));
      }
      return { rooms: full(nodes, all), all };
    });

  it('gives room to all but the hopeless, and nobody of it could have stayed', () => {
    fc.assert(
      fc.property(pool, fc.integer({ min: 1, max: 4 }), fc.nat(8), ({ rooms, all }, gpus, most) => {
        const waiting = [want(gpus)];
        const { gone, hopeless } = displace(rooms, { waiting, mayGo: all, most });
        expect(gone.length).toBeLessThanOrEqual(most);
        const fits = (ids: readonly string[]) =>
          place(
            want(gpus),
            giveBack(
              rooms,
              all.filter(({ id }) => ids.includes(id)),
            ),
          ).place !== null;
        expect(fits(gone)).toBe(hopeless === 0);
        if (hopeless > 0) expect(gone).toEqual([]);
        for (const spared of gone) expect(fits(gone.filter((id) => id !== spared))).toBe(false);
        if (most >= all.length) expect(hopeless === 0).toBe(fits(all.map(({ id }) => id)));
      }),
    );
  });
});
