import type { Demand } from './demands.ts';
import type { Bounds } from './schedule.ts';
import type { Rest } from './rest.ts';
import type { Ceiling } from './signals.ts';

/** All that one decision stands on: the facts of the moment, and what the state made of them. Plain data, finite numbers. */
export type Inputs = {
  inFlight: number;
  waiting: number;
  requestsPerSecond: number;
  /** Ready and starting. */
  current: number;
  ready: number;
  starting: number;
  idleSeconds: number | null;
  readySeconds: number | null;
  secondsSinceWake: number | null;
  stale: boolean;
  /** One for each rule; none where the load has no say. */
  demands: Demand[];
  /** The highest count wanted within the last `holdSeconds`, and when that will be over with nothing new happening. */
  heldReplicas: number;
  holdSeconds: number;
  holdEndsInSeconds: number;
  rest: Rest;
  /** The counts of the last minute. */
  lowestOfMinute: number;
  highestOfMinute: number;
  bounds: Bounds;
  ceilings: Ceiling[];
};
