import type { Price } from './constants.ts';
import type { Schedule } from './schedule.ts';

/**
 * A load and what one replica is meant to carry of it. `concurrency` is handled by headway with the target as the replica’s slots;
 * every other rule asks for its own value over its target.
 */
export type Rule = Readonly<{ metric: string; target: number }>;

/** What the owner wants. Null where the owner leaves it to what is learned. */
export type Terms = Readonly<{
  mode: 'automatic' | 'manual';
  minReplicas: number;
  maxReplicas: number;
  /** The highest answer wins. */
  rules: readonly Rule[];
  waitPrice: Price;
  /** How long the last replica stays with nothing to do. Null: what the gaps between requests make cheapest. */
  idleTimeoutSeconds: number | null;
  /** The shortest time between a wake and the next sleep. */
  initialCooldownSeconds: number;
  /** No count is given up before it was not wanted for so long. Null: from the start time. */
  stabilizationWindowSeconds: number | null;
  /** The most replicas gained, or lost, within any minute. Null: no limit. */
  scaleUpPerMinute: number | null;
  scaleDownPerMinute: number | null;
  /** False: neither surges nor backlogs are answered, only the level is. */
  panic: boolean;
  schedules: readonly Schedule[];
  /** Traffic that repeats with this period is expected before it comes. Null: nothing is expected. */
  seasonSeconds: number | null;
}>;

export const TERMS: Terms = {
  mode: 'automatic',
  minReplicas: 0,
  maxReplicas: 1,
  rules: [{ metric: 'concurrency', target: 1 }],
  waitPrice: 'balanced',
  idleTimeoutSeconds: null,
  initialCooldownSeconds: 0,
  stabilizationWindowSeconds: null,
  scaleUpPerMinute: null,
  scaleDownPerMinute: null,
  panic: true,
  schedules: [],
  seasonSeconds: null,
};
