import type { ChangeRing, Found } from './change-ring.ts';

type Placed = Readonly<{ position: number }>;

/** Where a watcher stands, and how far this process has followed the log. */
export type Place = Readonly<{ cursor: number; followed: number }>;

/**
 * What a watcher must do next. `ring`: what it lacks is in memory. `store`: some of it is not, and is asked of the event store
 * up to where this process has followed; whatever comes later, the ring has.
 */
export const nextLook = (ring: Pick<ChangeRing<Placed>, 'floor'>, { cursor, followed }: Place) =>
  cursor >= followed || (ring.floor !== null && cursor >= ring.floor) ? 'ring' : 'store';

/** How many stored events are read for one who comes back. Who lacks more is better served by a snapshot. */
export const MOST_RESUMED = 1000;

/**
 * What the event store's newest events up to `followed` say to a watcher at `cursor`.
 * @param newestFirst up to MOST_RESUMED + 1 of them; so many and all after the cursor: too many to be sent one by one
 * @returns null when it must begin again with a snapshot
 */
export const resumedFrom = <Event extends Placed>(
  newestFirst: readonly Event[],
  { cursor, followed }: Place,
  isWanted: (event: Event) => boolean,
): Found<Event> | null => {
  const missed = newestFirst.filter(({ position }) => position > cursor && position <= followed);
  if (missed.length > MOST_RESUMED) return null;
  return { changes: missed.toReversed().filter(isWanted), upTo: followed };
};
