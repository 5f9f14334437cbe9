import type { Replica } from '../routing/replica.ts';

/** A sample stays a small message. */
const MOST_ENTRIES = 200;

/**
 * How many requests each ready replica is answering, those that answer none left out.
 * @returns undefined where it tells nothing that the sum does not, for a single replica, and where it would be too much
 */
export const inFlightByReplica = (ready: readonly Replica[]): Record<string, number> | undefined => {
  if (ready.length < 2) return undefined;
  const busy: Record<string, number> = {};
  let entries = 0;
  for (const { id, inFlight } of ready) {
    if (inFlight === 0) continue;
    if (++entries > MOST_ENTRIES) return undefined;
    busy[id] = inFlight;
  }
  return busy;
};
