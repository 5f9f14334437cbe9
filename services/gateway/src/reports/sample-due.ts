import type { Endpoint, Traffic } from '../routing/endpoint.ts';

/** What was last said about an endpoint, and when (monotonic milliseconds). */
export type LastSample = Readonly<{
  atMs: number;
  inFlight: number;
  waiting: number;
  requestsTotal: number;
  finishedTotal: number;
  /** Replicas that it should have had. */
  desired: number;
}>;

/** A moment at which an endpoint had nothing to do, and what had been counted by then. */
export type Quiet = Readonly<{ atMs: number; requestsTotal: number }>;

/** The present moment, if there is nothing to do, else the last one at which there was not. */
export const quietAt = (traffic: Traffic, before: Quiet | undefined, nowMs: number): Quiet | undefined =>
  traffic.inFlight + waitingOf(traffic, nowMs) === 0
    ? { atMs: nowMs, requestsTotal: traffic.requestsTotal }
    : before;

/**
 * Said with what shows something: until when there was nothing to do, so that whoever was told of a quiet moment before knows how
 * long it lasted.
 */
export const quietMetrics = (
  quiet: Quiet | undefined,
  { atMs, inFlight, waiting, requestsTotal }: Omit<LastSample, 'finishedTotal' | 'desired'>,
): Record<string, number> =>
  quiet && (inFlight + waiting > 0 || quiet.requestsTotal !== requestsTotal)
    ? { quiet_seconds_ago: (atMs - quiet.atMs) / 1000, quiet_requests_total: quiet.requestsTotal }
    : {};

const WAITING_MS = 500;
const BUSY_MS = 1000;
const HEARTBEAT_MS = 10_000;
/** A timer that fires a little early must not cost a whole turn. */
const EARLY_MS = 50;

/** Requests that want a replica, invocations and those turned away a moment ago included. */
export const waitingOf = (traffic: Traffic, nowMs: number): number =>
  traffic.waiting + traffic.backlog + (traffic.turnedAwayUntilMs > nowMs ? 1 : 0);

/**
 * Whether an endpoint is to be sampled now: twice a second while requests wait, each second while there is traffic and
 * once more when it fell to zero or an answer ended, every ten seconds while it has or should have replicas, and once more when it should not any more, else once: whoever adds up the
 * counters then knows where they began.
 */
export const isSampleDue = (endpoint: Endpoint, last: LastSample | undefined, nowMs: number): boolean =>
  nowMs - (last ?? NEVER).atMs + EARLY_MS >= intervalMs(endpoint, last ?? NEVER, nowMs);

const NEVER: LastSample = {
  atMs: -Infinity,
  inFlight: 0,
  waiting: 0,
  requestsTotal: 0,
  finishedTotal: 0,
  desired: 0,
};

const intervalMs = ({ traffic, ready, desired }: Endpoint, last: LastSample, nowMs: number): number => {
  if (waitingOf(traffic, nowMs) > 0) return WAITING_MS;
  const { inFlight, requestsTotal, finishedTotal } = traffic;
  const isNews = requestsTotal !== last.requestsTotal || finishedTotal !== last.finishedTotal;
  if (inFlight > 0 || isNews || last.inFlight > 0 || last.waiting > 0) return BUSY_MS;
  if (ready.length > 0 || desired > 0) return HEARTBEAT_MS;
  return last.desired > 0 ? BUSY_MS : Infinity;
};
