import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { place } from '../placement/placement.ts';
import { take } from '../placement/room.ts';
import { demand, holding, node, someDemand, someRooms } from '../placement/rooms.spec-helper.ts';
import { roomFor } from './room-for.ts';

const ask = (gpus: number, replicas: number) => ({ demand: demand(gpus), replicas, allowance: null });
const used = take(node('node-a', 4), holding([0, 1, 2]));

describe('the room for something', () => {
  it('is counted as it is and as it would be if nothing ran', () => {
    expect(roomFor(ask(1, 3), [used])).toMatchObject({ now: 1, ever: 3, nodes: 1, obstacle: null });
  });
  it('says why there will never be enough', () => {
    expect(roomFor(ask(2, 3), [used, node('node-b', 8, { closed: 'is lost' })])).toMatchObject({
      now: 0,
      ever: 2,
      nodes: 1,
      obstacle: '2 of 3 would fit: 1 node: 0 of its 4 H100 have room, 2 are needed; 1 node: is lost.',
    });
    expect(roomFor(ask(1, 1), []).obstacle).toBe('0 of 1 would fit: the cluster has no node.');
  });
  it('is no more than the quota of the project', () => {
    const allowance = { limitMilli: 2000, heldMilli: 1000 };
    expect(roomFor({ ...ask(1, 4), allowance }, [node('node-a', 8)])).toMatchObject({
      now: 1,
      ever: 2,
      obstacle: 'The quota of the project is 2 GPUs.',
    });
    expect(roomFor({ ...ask(0, 4), allowance }, [node('node-a', 8)])).toMatchObject({ now: 4, ever: 4 });
  });
  it('does not count what is kept for others', () => {
    const claimed = { ...node('node-a', 2), claims: [{ ...demand(2), id: 'other' }] };
    expect(roomFor(ask(1, 1), [claimed])).toMatchObject({ now: 0, ever: 1 });
  });
  it('is never less than what placement finds, and never more than is there ever', () => {
    fc.assert(
      fc.property(someRooms, someDemand, fc.integer({ min: 1, max: 6 }), (rooms, one, replicas) => {
        const { now, ever, obstacle } = roomFor({ demand: one, replicas, allowance: null }, rooms);
        expect(now > 0).toBe(place(one, rooms).place !== null);
        expect(now).toBeLessThanOrEqual(ever);
        expect(obstacle === null).toBe(ever === replicas);
      }),
    );
  });
});
