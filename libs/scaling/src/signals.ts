/** A count that something outside the load allows at most. */
export type Ceiling = Readonly<{ reason: 'budget' | 'capacity'; replicas: number }>;

/** One look at an endpoint. */
export type Signals = Readonly<{
  /** Seconds since the epoch: schedules and seasons are read from it. It never goes back. */
  atSeconds: number;
  /** Nobody reports the traffic: the counts below are unknown, not 0. */
  stale: boolean;
  inFlight: number;
  waiting: number;
  /** Since some beginning; a smaller value than before is a new beginning. */
  requestsTotal: number;
  /** Answers given, and the seconds from dispatch to the end of all of them. Null: estimated from what was in flight. */
  finishedTotal: number | null;
  servedSecondsTotal: number | null;
  /** Since a request was last in flight or waiting; null when there never was one. */
  idleSeconds: number | null;
  ready: number;
  /** Of each replica that was asked for and is not ready: the seconds since it was asked for. */
  startingSeconds: readonly number[];
  /** How long a replica has been ready without a break; null when none is. */
  readySeconds: number | null;
  /** Since the count last rose from 0; null when it never did. */
  secondsSinceWake: number | null;
  /** In the order of the rules; null: not known now. What is read for `concurrency` and `requestsPerSecond` is ignored. */
  values: readonly (number | null)[];
  ceilings: readonly Ceiling[];
}>;
