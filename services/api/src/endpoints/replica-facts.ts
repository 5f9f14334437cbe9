import type { EndpointState, EventNamed, Reason } from '@tidegate/contracts';
import {
  type Ending,
  asleep,
  failed,
  replicaReady,
  replicaStarted,
  replicasLost,
  waking,
} from './endpoint-reasons.ts';
import type { ActiveState } from './endpoint-states.ts';

/** What is known about the replicas of one endpoint, as of one event of the log. */
export type ReplicaFacts = Readonly<{
  /** How many times the endpoint had been started: facts of an earlier attempt say nothing about this one. */
  attempt: number;
  /** The last decision about their number; null before the first one of this attempt. */
  scale: Readonly<{
    desired: number;
    cause: EventNamed<'ScaleDecided'>['data']['cause'];
    text: string;
  }> | null;
  /** Asked for, and not yet holding hardware. */
  waiting: number;
  starting: number;
  ready: number;
  draining: number;
  /** Set when these facts come from a replica that ended by itself. */
  failure: (Ending & Readonly<{ startsFailedInARow: number; recentCrashes: number }>) | null;
}>;

/** A start that fails for a passing reason (a full disk, a flaky mount) has succeeded by the fifth try; five in a row are a cause. */
export const GIVE_UP_AFTER = 5;

export type Move = Readonly<{ to: EndpointState; reason: Reason }>;

/** Where the replicas take an endpoint that serves or is on its way to; null when it stays. */
export const moveOf = (state: ActiveState, everReady: boolean, facts: ReplicaFacts): Move | null => {
  const { scale, ready } = facts;
  if (!scale) return null;
  if (scale.desired === 0) return toSleep(state, scale);
  if (ready > 0) return state === 'running' ? null : { to: 'running', reason: replicaReady };
  return givenUp(state, everReady, facts) ?? onTheWay(state, facts);
};

/** Down to zero for want of requests is sleep; down to zero because it was told to stop is not. */
const toSleep = (state: ActiveState, { cause, text }: NonNullable<ReplicaFacts['scale']>): Move | null =>
  state === 'sleeping' || cause === 'stop' || cause === 'failed' || cause === 'delete'
    ? null
    : { to: 'sleeping', reason: asleep(text) };

/** Only a replica that ends by itself can fail an endpoint, and only while no other one is ready. */
const givenUp = (state: ActiveState, everReady: boolean, { failure }: ReplicaFacts): Move | null => {
  if (!failure || state === 'sleeping') return null;
  const count = Math.max(failure.startsFailedInARow, failure.recentCrashes);
  if (count < GIVE_UP_AFTER) return null;
  return { to: everReady ? 'runtime_error' : 'deploy_failed', reason: failed(failure, count, everReady) };
};

const onTheWay = (state: ActiveState, facts: ReplicaFacts): Move | null => {
  if (state === 'sleeping') return { to: 'waking', reason: waking(facts.scale?.text ?? 'A request waits.') };
  if (state === 'running') return { to: 'starting', reason: replicasLost };
  if (state === 'deploying' && facts.starting > 0) return { to: 'starting', reason: replicaStarted };
  return null;
};

/** A stop is complete when nothing is wanted and nothing is left. */
export const isEmpty = ({ scale, waiting, starting, ready, draining }: ReplicaFacts): boolean =>
  (scale?.desired ?? 0) === 0 && waiting + starting + ready + draining === 0;
