import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { place } from '../placement/placement.ts';
import { type Room, replaced, take } from '../placement/room.ts';
import {
  holding,
  isWithinCapacity,
  node,
  someQueue,
  someRooms,
  waiting,
} from '../placement/rooms.spec-helper.ts';
import { choosePlaces } from './queue.ts';

const idsOf = (all: readonly Readonly<{ replica: Readonly<{ id: string }> }>[]): string[] =>
  all.map(({ replica }) => replica.id);
const gang = (id: string, count: number, { size = count, known = count } = {}) =>
  Array.from({ length: count }, (_, n) =>
    waiting(`${id}${String(n)}`, 1, { endpointId: id, gang: { id, size, known } }),
  );

describe('one that fits nowhere', () => {
  it('lets those behind it go first', () => {
    const queue = [waiting('a', 16), waiting('b', 8), waiting('c', 1)];
    const { chosen, waiting: left } = choosePlaces(queue, [node('node-a')]);
    expect(idsOf(chosen)).toEqual(['b']);
    expect(left).toMatchObject([
      { replica: { id: 'a' }, reason: 'Waits for room: 1 node: has 8 H100, 16 are needed.' },
      { replica: { id: 'c' }, reason: 'Waits for room: 1 node: 0 of its 8 H100 have room, 1 are needed.' },
    ]);
  });
});

describe('those behind many that fit nowhere', () => {
  it('are looked at in their turn', () => {
    const inVain = Array.from({ length: 9 }, (_, n) => waiting(`v${String(n)}`, 9 + n));
    const queue = [...inVain, waiting('a', 1)];
    const looks = [0, 1, 2, 3].map((turn) => choosePlaces(queue, [node('node-a')], { kinds: 4, turn }));
    expect(looks.flatMap(({ chosen }) => idsOf(chosen))).toEqual(['a']);
    expect(looks.every(({ waiting: left }) => left.length <= 4)).toBe(true);
    const tried = new Set(looks.flatMap(({ waiting: left }) => idsOf(left)));
    expect(tried.size).toBe(9);
  });
  it('are looked at each time while those are few', () => {
    const queue = [waiting('v', 9), waiting('w', 10), waiting('a', 1)];
    for (const turn of [0, 1, 2])
      expect(idsOf(choosePlaces(queue, [node('node-a')], { kinds: 4, turn }).chosen)).toEqual(['a']);
  });
});

describe('a gang', () => {
  it('is placed as a whole', () => {
    expect(idsOf(choosePlaces(gang('g', 3), [node('node-a', 2), node('node-b', 1)]).chosen)).toHaveLength(3);
  });
  it('takes nothing when one of it has no room, and says so', () => {
    const { chosen, waiting: left } = choosePlaces([...gang('g', 3), waiting('a', 2)], [node('node-a', 2)]);
    expect(idsOf(chosen)).toEqual(['a']);
    expect(idsOf(left)).toEqual(['g0', 'g1', 'g2']);
    expect(left[0]?.reason).toBe(
      'Waits for room for all 3 of its gang at once: 1 node: 0 of its 2 H100 have room, 1 are needed.',
    );
  });
  it('waits until all of it are asked for, and not for those that have ended', () => {
    expect(choosePlaces(gang('g', 2, { size: 3, known: 2 }), [node('node-a')]).waiting[0]?.reason).toBe(
      'Waits for the rest of its gang: 2 of 3 are asked for.',
    );
    expect(choosePlaces(gang('g', 2, { size: 3, known: 3 }), [node('node-a')]).chosen).toHaveLength(2);
  });
  it('gets the whole of its quota or none', () => {
    const use = { projectId: 'project', desired: 3, held: [], limit: 2 };
    const uses = [
      { ...use, endpointId: 'g' },
      { ...use, endpointId: 'endpoint of a' },
    ];
    const { chosen, waiting: left } = choosePlaces([...gang('g', 3), waiting('a', 1)], [node('node-a')], {
      uses,
    });
    expect(idsOf(chosen)).toEqual(['a']);
    expect(left[0]).toMatchObject({ lacks: 'other', reason: expect.stringContaining('2 GPUs') });
  });
});

describe('a project that holds its quota', () => {
  it('waits without keeping others waiting', () => {
    const uses = [{ projectId: 'project', endpointId: 'endpoint of a', desired: 1, held: [], limit: 0 }];
    const { chosen, waiting: left } = choosePlaces(
      [waiting('a', 1), waiting('b', 1, { projectId: 'other' })],
      [node('node-a')],
      { uses },
    );
    expect(idsOf(chosen)).toEqual(['b']);
    expect(left[0]?.reason).toContain('Waits for quota: its project holds 0 of its 0 GPUs');
  });
});

describe('claimed room', () => {
  const claim = waiting('big', 2, { placement: { priority: 60 } });
  const leaving = holding([0], { id: 'v', isDraining: true });
  const room: Room = { ...take(node('node-a', 2), leaving), claims: [claim] };

  it('is nobody else’s', () => {
    const { chosen, waiting: left, vain } = choosePlaces([claim, waiting('a', 1)], [room]);
    expect(chosen).toEqual([]);
    expect(vain).toEqual([]);
    expect(left[0]?.reason).toBe(
      'Waits for room that is being made for it on node-a: replicas of lower priority are leaving.',
    );
  });
  it('is what it needs and no more', () => {
    const roomy: Room = { ...take(node('node-a', 4), leaving), claims: [claim] };
    const one = choosePlaces([waiting('a', 1), waiting('b', 1), waiting('c', 1)], [roomy]);
    expect(idsOf(one.chosen)).toEqual(['a', 'b']);
    const [left] = one.rooms;
    expect(left?.gpus.map(({ freeThousandths }) => freeThousandths).toSorted()).toEqual([0, 0, 0, 1000]);
  });
  it('is taken by its own as soon as it is there, and the claim is over', () => {
    const free: Room = { ...node('node-a', 2), claims: [claim] };
    const { chosen, rooms } = choosePlaces([waiting('a', 1), claim], [free]);
    expect(idsOf(chosen)).toEqual(['big']);
    expect(rooms[0]?.claims).toEqual([]);
  });
  it('is given up for any other that is free', () => {
    const { chosen, rooms } = choosePlaces([claim, waiting('a', 1)], [room, node('node-b', 2)]);
    expect(chosen).toMatchObject([
      { replica: { id: 'big' }, place: { nodeId: 'node-b' } },
      { replica: { id: 'a' }, place: { nodeId: 'node-a' } },
    ]);
    expect(rooms.flatMap(({ claims }) => claims)).toEqual([]);
  });
  it('is over when its project must not have more', () => {
    const uses = [{ projectId: 'project', endpointId: claim.endpointId, desired: 1, held: [], limit: 0 }];
    const other = waiting('a', 1, { projectId: 'other' });
    const { vain, chosen, waiting: left } = choosePlaces([claim, other], [room], { uses });
    expect(vain).toEqual(['big']);
    expect(idsOf(chosen)).toEqual(['a']);
    expect(left[0]?.reason).toContain('Waits for quota');
  });
  it('is over when it is too little even once all have left, or its node takes nobody', () => {
    const staying = take(node('node-a', 2), holding([0], { id: 's' }));
    for (const hopeless of [
      { ...staying, claims: [claim] },
      { ...room, closed: 'is cordoned' },
    ])
      expect(choosePlaces([claim], [hopeless]).vain).toEqual(['big']);
  });
});

describe('any queue', () => {
  it('is placed as if each looked for itself at what those before it left', () => {
    fc.assert(
      fc.property(someRooms, someQueue, (rooms, queue) => {
        let left: readonly Room[] = rooms;
        const one = queue.map((asked) => {
          const { place: found } = place(asked, left);
          const room = left.find(({ nodeId }) => nodeId === found?.nodeId);
          if (found && room) left = replaced(left, take(room, { ...asked, gpuIndices: found.gpuIndices }));
          return found;
        });
        const { chosen, waiting: rest, rooms: after } = choosePlaces(queue, rooms);
        expect(chosen.map(({ place: found }) => found)).toEqual(one.filter((found) => found !== null));
        expect(rest).toHaveLength(one.filter((found) => found === null).length);
        expect(after.every(isWithinCapacity)).toBe(true);
      }),
    );
  });
  it('places each gang as a whole or not at all', () => {
    fc.assert(
      fc.property(someRooms, someQueue, fc.integer({ min: 2, max: 4 }), (rooms, queue, size) => {
        const inGangs = queue.map((one, n) => {
          const id = `gang-${String(Math.floor(n / size))}`;
          const known = Math.min(size, queue.length - Math.floor(n / size) * size);
          return { ...one, gang: { id, size: known, known } };
        });
        const placed = new Set(idsOf(choosePlaces(inGangs, rooms).chosen));
        for (const members of Map.groupBy(inGangs, (one) => one.gang.id).values())
          expect([0, members.length]).toContain(members.filter(({ id }) => placed.has(id)).length);
      }),
    );
  });
});
