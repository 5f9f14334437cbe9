import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priorityOf } from '../placement/demand.ts';
import { type Room, afterDraining, take } from '../placement/room.ts';
import { capacity, holding, isWithinCapacity, node, shape, waiting } from '../placement/rooms.spec-helper.ts';
import { type Pending, decide } from './decision.ts';
import { choosePlaces } from './queue.ts';

const pending = (...args: Parameters<typeof waiting>): Pending => ({
  ...waiting(...args),
  makesOwnRoom: false,
});
const important = (id: string, gpus: number, priority = 60): Pending =>
  pending(id, gpus, { placement: { priority } });
const held = (id: string, gpuIndices: number[], priority = 50) =>
  holding(gpuIndices, { id, placement: { ...holding([]).placement, priority } });
const full = (nodeId: string, ...all: ReturnType<typeof held>[]): Room =>
  all.reduce(take, node(nodeId, all.flatMap(({ gpuIndices }) => gpuIndices).length));
const claimsOf = (one: ReturnType<typeof decide<Pending>>) =>
  one.preemptions.map(({ replica, nodeId, victims }) => [replica.id, nodeId, ...victims]);

describe('a replica that fits nowhere', () => {
  it('takes the place of the cheapest of lower priority', () => {
    const rooms = [
      full('node-a', held('a', [0, 1], 55)),
      full('node-b', held('b', [0], 10), held('c', [1], 20)),
    ];
    expect(claimsOf(decide([important('new', 1)], rooms))).toEqual([['new', 'node-b', 'b']]);
    expect(claimsOf(decide([important('new', 2)], rooms))).toEqual([['new', 'node-b', 'c', 'b']]);
  });
  it('says what it waits for from then on', () => {
    const { waiting: left } = decide([important('new', 1)], [full('node-a', held('a', [0]))]);
    expect(left[0]?.reason).toContain('is being made for it on node-a');
  });
  it('takes nobody’s place at or above its own priority', () => {
    const rooms = [full('node-a', held('a', [0], 60), held('b', [1], 90))];
    expect(claimsOf(decide([important('new', 1)], rooms))).toEqual([]);
  });
  it('takes what was bought as spot, whatever its priority', () => {
    const spot = { ...held('a', [0], 100), hardware: shape(1, { spot: true }) };
    expect(claimsOf(decide([important('new', 1, 0)], [full('node-a', spot)]))).toEqual([
      ['new', 'node-a', 'a'],
    ]);
  });
  it('waits for those that leave anyway', () => {
    const leaving = { ...held('a', [0], 90), isDraining: true };
    expect(claimsOf(decide([important('new', 1)], [full('node-a', leaving, held('b', [1]))]))).toEqual([]);
    expect(
      claimsOf(decide([important('x', 1), important('y', 1)], [full('node-a', leaving, held('b', [1]))])),
    ).toEqual([['y', 'node-a', 'b']]);
  });
  it('takes nobody’s place twice', () => {
    const claim = important('new', 1);
    const leaving = { ...held('a', [0]), isDraining: true };
    const rooms = [{ ...full('node-a', leaving, held('b', [1])), claims: [claim] }];
    expect(claimsOf(decide([claim], rooms))).toEqual([]);
    expect(claimsOf(decide([claim, important('other', 1)], rooms))).toEqual([['other', 'node-a', 'b']]);
  });
  it('lets its own endpoint make room first, and does so alone', () => {
    const rooms = [full('node-a', held('a', [0]))];
    const own = { ...important('new', 1), makesOwnRoom: true };
    expect(claimsOf(decide([own], rooms))).toEqual([]);
    const gang = { id: 'g', size: 2, known: 2 };
    const both = ['g0', 'g1'].map((id) => ({ ...important(id, 1), gang }));
    expect(claimsOf(decide(both, rooms))).toEqual([]);
  });
});

describe('a replica of low priority that would get what is free', () => {
  it('does not, when one of higher priority needs it beside the place of another', () => {
    const room = { ...take(node('node-a', 2), held('a', [0], 10)) };
    const decision = decide([important('new', 2), pending('low', 1)], [room]);
    expect(decision.chosen).toEqual([]);
    expect(claimsOf(decision)).toEqual([['new', 'node-a', 'a']]);
  });
});

describe('any decision', () => {
  const somePriority = fc.constantFrom(0, 10, 50, 60);
  const small = fc.record({
    gpus: fc.integer({ min: 0, max: 3 }),
    gpuThousandths: fc.constantFrom(300, 500, 1000),
    vcpuMillis: fc.integer({ min: 1000, max: 6000 }),
    priority: somePriority,
    endpointId: fc.constantFrom('e1', 'e2', 'e3'),
    leaves: fc.constantFrom(false, false, false, true),
  });
  const ask = (
    id: string,
    { gpus, leaves, ...of }: typeof small extends fc.Arbitrary<infer T> ? T : never,
  ) => ({
    leaves,
    ...pending(id, shape(gpus, { vcpuMillis: of.vcpuMillis, gpuThousandths: of.gpuThousandths }), {
      endpointId: of.endpointId,
      // Siblings are of one mind.
      placement: { priority: of.priority, spread: of.endpointId === 'e3' ? 'nodes' : 'prefer' },
    }),
  });
  /** Rooms that others are in already. */
  const scene = fc
    .tuple(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      fc.array(small, { minLength: 5, maxLength: 14 }),
      fc.array(small, { minLength: 3, maxLength: 8 }),
    )
    .map(([sizes, before, queue]) => {
      const empty = sizes.map((count, n) =>
        node(`node-${String(n)}`, 0, { capacity: { ...capacity(count), vcpuMillis: 16_000 } }),
      );
      const held = before.map((one, n) => ask(`held-${String(n)}`, one));
      const rooms = choosePlaces(held, empty).rooms.map((room) => ({
        ...room,
        held: room.held.map((one) => ({
          ...one,
          isDraining: held.some(({ id, leaves }) => id === one.id && leaves),
        })),
      }));
      const line = queue.map((one, n) => ask(`new-${String(n)}`, one));
      return { rooms, queue: line.toSorted((x, y) => priorityOf(y) - priorityOf(x)) };
    });

  it('lets only lower priorities go, each once, for one who has room then; and gives nothing twice', () => {
    fc.assert(
      fc.property(scene, ({ rooms, queue }) => {
        const { chosen, preemptions, rooms: after, waiting: left } = decide(queue, rooms);
        expect(after.every(isWithinCapacity)).toBe(true);
        const onNode = new Map(rooms.flatMap(({ held: all }) => all.map((one) => [one.id, one])));
        const victims = preemptions.flatMap((one) => one.victims);
        expect(new Set(victims).size).toBe(victims.length);
        const placed = new Set(chosen.map(({ replica }) => replica.id));
        for (const { replica, victims: gone, nodeId } of preemptions) {
          expect(placed.has(replica.id)).toBe(false);
          expect(left.map((one) => one.replica.id)).toContain(replica.id);
          for (const id of gone) {
            const victim = onNode.get(id);
            expect(victim?.isDraining).toBe(false);
            expect(victim ? priorityOf(victim) : Infinity).toBeLessThan(priorityOf(replica));
          }
          expect(after.find((room) => room.nodeId === nodeId)?.claims).toContainEqual(
            expect.objectContaining({ id: replica.id }),
          );
        }
        // Once all that leave have left, everybody who claims has room, beside whoever was placed meanwhile.
        const claiming = new Set(preemptions.map(({ replica }) => replica.id));
        const then = choosePlaces(
          queue.filter(({ id }) => claiming.has(id)),
          after.map(afterDraining),
        );
        expect(then.chosen).toHaveLength(claiming.size);
        // And whoever comes now, from whatever project, takes none of it.
        const others = queue.map((one) => ({ ...one, id: `other ${one.id}` }));
        const late = choosePlaces(others, after);
        const last = choosePlaces(
          queue.filter(({ id }) => claiming.has(id)),
          late.rooms.map(afterDraining),
        );
        expect(last.chosen).toHaveLength(claiming.size);
      }),
    );
  });
});
