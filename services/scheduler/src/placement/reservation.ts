import { type Demand, thousandthsEach } from './demand.ts';
import { type Claim, type Holding, type Room, afterDraining, take } from './room.ts';

/** Finds a place in one room, as if it had no claims. */
export type Find = (demand: Demand, room: Room) => readonly number[] | null;

/** A claim and the GPUs it will get once those that drain have gone. */
type Seat = Claim & Readonly<{ gpuIndices: readonly number[] }>;

/** What is kept from others. */
export type Reserved = Readonly<{
  vcpuMillis: number;
  memoryMib: number;
  diskMib: number;
  gpus: readonly Readonly<{ index: number; thousandths: number }>[];
  /** Whose claims they are. */
  seats: readonly Seat[];
}>;

/** Where claims will be once those that drain have gone, the oldest first. One that fits nowhere even then has no seat. */
export const seatsIn = (room: Room, find: Find): readonly Seat[] => {
  const seats: Seat[] = [];
  let left: Room = { ...afterDraining(room), claims: [] };
  for (const claim of room.claims) {
    const gpuIndices = find(claim, left);
    if (gpuIndices === null) continue;
    const seat = { ...claim, gpuIndices };
    seats.push(seat);
    left = take(left, seat);
  }
  return seats;
};

const sum = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

const onGpu =
  (index: number) =>
  ({ gpuIndices, hardware }: Holding): number =>
    gpuIndices.includes(index) ? thousandthsEach(hardware) : 0;

/**
 * What claims keep from others on a node: with D what drains holds and C what is claimed, something of size x may come when
 * x <= free and x <= free + D - C, so max(0, C - D) is taken out of what is free, in each dimension and on each GPU.
 */
export const reservedIn = (room: Room, find: Find): Reserved | null => {
  if (room.claims.length === 0) return null;
  const seats = seatsIn(room, find);
  const draining = room.held.filter(({ isDraining }) => isDraining === true);
  const beyond = (of: (one: Holding) => number): number => Math.max(0, sum(seats, of) - sum(draining, of));
  return {
    vcpuMillis: beyond(({ hardware }) => hardware.vcpuMillis),
    memoryMib: beyond(({ hardware }) => hardware.memoryMib),
    diskMib: beyond(({ diskMib }) => diskMib ?? 0),
    gpus: room.gpus
      .map(({ index }) => ({ index, thousandths: beyond(onGpu(index)) }))
      .filter(({ thousandths }) => thousandths > 0),
    seats,
  };
};
