import type { Endpoint, Traffic } from '../routing/endpoint.ts';

/** What was last said about an endpoint, and when (monotonic milliseconds). */
export type LastSample = Readonly<{
  atMs: number;
  inFlight: number;
  waiting: number;
  requestsTotal: number;
}>;

const WAITING_MS = 500;
const BUSY_MS = 1000;
const HEARTBEAT_MS = 10_000;
/** A timer that fires a little early must not cost a whole turn. */
const EARLY_MS = 50;

/** Requests that want a replica, those turned away a moment ago included. */
export const waitingOf = (traffic: Traffic, nowMs: number): number =>
  traffic.waiting + (traffic.turnedAwayUntilMs > nowMs ? 1 : 0);

/**
 * Whether an endpoint is to be sampled now: twice a second while requests wait, each second while there is traffic and
 * once more when it fell to zero, every ten seconds while it has or should have replicas, else once: whoever adds up the
 * counters then knows where they began.
 */
export const isSampleDue = (endpoint: Endpoint, last: LastSample | undefined, nowMs: number): boolean =>
  nowMs - (last ?? NEVER).atMs + EARLY_MS >= intervalMs(endpoint, last ?? NEVER, nowMs);

const NEVER: LastSample = { atMs: -Infinity, inFlight: 0, waiting: 0, requestsTotal: 0 };

const intervalMs = ({ traffic, ready, desired }: Endpoint, last: LastSample, nowMs: number): number => {
  if (waitingOf(traffic, nowMs) > 0) return WAITING_MS;
  const isBusy = traffic.inFlight > 0 || traffic.requestsTotal !== last.requestsTotal;
  if (isBusy || last.inFlight > 0 || last.waiting > 0) return BUSY_MS;
  return ready.length > 0 || desired > 0 ? HEARTBEAT_MS : Infinity;
};
