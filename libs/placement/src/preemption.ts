import type { Pool } from './pool.ts';
import type { Shape } from './shape.ts';

/** A replica that may have to go for a more important one. */
export type Candidate = Readonly<{
  id: string;
  node: number;
  shape: Shape;
  slots: readonly number[];
  priority: number;
}>;

/**
 * The cheapest replicas whose end makes room on one node: those of the lowest priorities, then those that hold the fewest GPU
 * thousandths, then the fewest. Never one whose priority is not below the request’s. Empty: no node can be freed.
 */
export const victimsFor = (
  { pool, shape, priority, mayTake }: Wanted,
  candidates: readonly Candidate[],
): readonly Candidate[] => {
  const lower = candidates.filter((one) => one.priority < priority && mayTake(one.node));
  let best: readonly Candidate[] = [];
  for (const [node, on] of Map.groupBy(lower, (one) => one.node)) {
    const victims = freed(pool, shape, { node, on });
    if (victims.length > 0 && (best.length === 0 || compare(victims, best) < 0)) best = victims;
  }
  return best;
};

type Wanted = Readonly<{
  pool: Pool;
  shape: Shape;
  priority: number;
  /** Rules and wishes let the request go to this node. */
  mayTake: (node: number) => boolean;
}>;

const gpuMilli = (victims: readonly Candidate[]): number =>
  victims.reduce((sum, { shape }) => sum + shape.gpuMilli, 0);
const highest = (victims: readonly Candidate[]): number =>
  Math.max(...victims.map(({ priority }) => priority));

const compare = (a: readonly Candidate[], b: readonly Candidate[]): number =>
  highest(a) - highest(b) ||
  gpuMilli(a) - gpuMilli(b) ||
  a.length - b.length ||
  (idsOf(a) < idsOf(b) ? -1 : 1);
const idsOf = (victims: readonly Candidate[]): string => victims.map(({ id }) => id).join();

/**
 * Takes the least important away until there is room, then gives back whom it does not take, the most important first. The pool
 * is as before when it returns.
 */
const freed = (
  pool: Pool,
  shape: Shape,
  { node, on }: Readonly<{ node: number; on: readonly Candidate[] }>,
): readonly Candidate[] => {
  const order = on.toSorted(
    (a, b) => a.priority - b.priority || b.shape.gpuMilli - a.shape.gpuMilli || (a.id < b.id ? -1 : 1),
  );
  const away: Candidate[] = [];
  for (const one of order) {
    if (pool.hasRoom(shape, node)) break;
    pool.give(one);
    away.push(one);
  }
  const hasRoom = pool.hasRoom(shape, node);
  const victims = hasRoom ? away.toReversed().filter((one) => isNeeded(pool, shape, one)) : [];
  for (const one of hasRoom ? victims : away) pool.take(node, one.shape, one.slots);
  return victims;
};

/** Without it there would be no room: it stays away. Else it is taken back. */
const isNeeded = (pool: Pool, shape: Shape, one: Candidate): boolean => {
  pool.take(one.node, one.shape, one.slots);
  if (pool.hasRoom(shape, one.node)) return false;
  pool.give(one);
  return true;
};
