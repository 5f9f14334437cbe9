import type { StopCause } from '@tidegate/contracts';

/** `closed`: nothing listens; `unhealthy`: something listens, and says no or nothing. */
export type Probe = 'closed' | 'unhealthy' | 'ok';

export type Health = Readonly<{
  ready: boolean;
  /** Something listened on the port at least once. */
  opened: boolean;
  failuresInARow: number;
}>;

export const UNPROBED: Health = { ready: false, opened: false, failuresInARow: 0 };

/** One bad answer may be a pause; three in a row are a replica that is gone in all but name. */
const MOST_FAILURES = 3;

export const afterProbe = (health: Health, probe: Probe): Health => ({
  ready: health.ready || probe === 'ok',
  opened: health.opened || probe !== 'closed',
  failuresInARow: probe === 'ok' ? 0 : health.failuresInARow + 1,
});

/** Why a replica must be given up, or null. */
export const verdict = (health: Health, startingMs: number, startupTimeoutMs: number): StopCause | null => {
  if (health.ready) return health.failuresInARow >= MOST_FAILURES ? 'health_lost' : null;
  if (startingMs < startupTimeoutMs) return null;
  return health.opened ? 'health_never_ok' : 'port_never_opened';
};

const SHORTEST_MS = 2;
const LONGEST_MS = 250;

/**
 * How long to wait before the next look at a replica that starts. A sixteenth of the time it has taken already: so it
 * is seen to be ready at most 6 % later than it is, up to a quarter of a second, with 16 looks in the first 32 ms and
 * 11 in each doubling after.
 */
export const pauseMs = (startingMs: number): number =>
  Math.min(Math.max(startingMs / 16, SHORTEST_MS), LONGEST_MS);
