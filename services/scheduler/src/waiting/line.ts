import { fairOrder } from '@tidegate/placement';

/** One that waits, as far as its turn depends on it. */
export type InLine = Readonly<{
  id: string;
  projectId: string;
  /** See `priorityOf`. */
  priority: number;
  gpuMilli: number;
  /** A place is being made for it: nobody else shall take that. */
  isExpected: boolean;
}>;

/** Above every priority. */
const EXPECTED = 1_000_000;

/**
 * In the order of their turns: first those for whom a place is being made, then by priority, and of one priority project by project,
 * the one that holds least first.
 * @param waiting in the order in which they were asked for
 * @param heldBy GPU thousandths that each project holds
 */
export const inTurn = <One extends InLine>(
  waiting: readonly One[],
  heldBy: ReadonlyMap<string, number>,
): One[] =>
  fairOrder(
    waiting.map((one, position) => ({
      one,
      id: one.id,
      projectId: one.projectId,
      priority: one.isExpected ? EXPECTED : one.priority,
      position,
      gpuMilli: one.gpuMilli,
    })),
    heldBy,
  ).map(({ one }) => one);

export type PlaceInLine = Readonly<{ place: number; of: number }>;

/** Of each its place, from 1. */
export const placesInLine = (line: readonly Pick<InLine, 'id'>[]): ReadonlyMap<string, PlaceInLine> =>
  new Map(line.map(({ id }, n) => [id, { place: n + 1, of: line.length }]));
