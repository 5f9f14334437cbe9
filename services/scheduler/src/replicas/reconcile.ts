import type { StopCause } from '@tidegate/contracts';

export const LIVE_STATES = ['pending', 'placed', 'starting', 'ready'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** A replica that counts: it is neither draining nor stopped. */
export type LiveReplica = Readonly<{
  id: string;
  state: LiveState;
  requestedAtUs: number;
  readyAtUs: number | null;
}>;

export type Wanted = Readonly<{
  desired: number;
  live: readonly LiveReplica[];
  /** Replacements of crashed replicas that must still wait. */
  heldBack: number;
}>;

/** What makes the replicas there are into the replicas there must be. */
export type Plan = Readonly<{ request: number; cancel: readonly string[]; drain: readonly string[] }>;

/** Least is lost first: what waits, then what is being started, then what is ready; in each the youngest. */
const rank: Readonly<Record<LiveState, number>> = { pending: 0, placed: 1, starting: 1, ready: 2 };

const ageUs = ({ readyAtUs, requestedAtUs }: LiveReplica): number => readyAtUs ?? requestedAtUs;

const byCostOfLoss = (a: LiveReplica, b: LiveReplica): number =>
  rank[a.state] - rank[b.state] || ageUs(b) - ageUs(a) || (a.id < b.id ? 1 : -1);

export const reconcile = ({ desired, live, heldBack }: Wanted): Plan => {
  const missing = desired - live.length;
  if (missing >= 0) return { request: Math.max(0, missing - heldBack), cancel: [], drain: [] };
  const victims = live.toSorted(byCostOfLoss).slice(0, -missing);
  const ids = (pending: boolean): string[] =>
    victims.filter(({ state }) => (state === 'pending') === pending).map(({ id }) => id);
  return { request: 0, cancel: ids(true), drain: ids(false) };
};

const CAUSES: Readonly<Record<string, StopCause>> = {
  stop: 'endpoint_stopped',
  delete: 'endpoint_deleted',
  failed: 'endpoint_failed',
};

/** Why a victim ends, from why the count fell. */
export const stopCauseOf = (scaleCause: string): StopCause => CAUSES[scaleCause] ?? 'scaled_down';
