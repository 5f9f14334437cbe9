import type { PlacementPolicy } from './placement/placement.ts';

/** What an operator may change about the scheduler. */
export type SchedulerSettings = Readonly<{
  /** A node that says nothing for so long is lost. */
  leaseSeconds: number;
  /** A draining replica goes after so long even with requests in flight, where its endpoint says nothing else. */
  drainLimitSeconds: number;
  placementPolicy: PlacementPolicy;
}>;

export const SETTINGS = Symbol('scheduler settings');
