import type { EndpointEvent, EndpointState, Reason } from '@tidegate/contracts';
import { failed } from './ending-reasons.ts';
import { type ExistingEndpoint, after, servingTemplate } from './endpoint-fold.ts';
import {
  asleep,
  replicaReady,
  replicaStarted,
  replicasLost,
  starved,
  stopped,
  waking,
} from './endpoint-reasons.ts';
import { isActive } from './endpoint-states.ts';
import { type ReplicaFacts, factsOfTemplate, failuresOf, inStage, isEmpty } from './replica-facts.ts';
import { progress } from './rollout-rules.ts';
import { moved } from './transitions.ts';

/** A start that fails for a passing reason (a full disk, a flaky mount) has succeeded by the fifth try; five in a row are a cause. */
export const GIVE_UP_AFTER = 5;

type Move = Readonly<{ to: EndpointState; reason: Reason }>;

/** What became of the replicas of this attempt: of a rollout first, then of the endpoint as it is after that. */
export const observe = (state: ExistingEndpoint, facts: ReplicaFacts): EndpointEvent[] => {
  if (state.status === 'stopping') return isEmpty(facts) ? [moved(state, 'stopped', stopped)] : [];
  if (!isActive(state.status)) return [];
  const events = progress(state, facts);
  const next = after(state, events);
  const move = moveOf(next, facts);
  return move ? [...events, moved(next, move.to, move.reason)] : events;
};

/** Where the replicas take an endpoint that serves or is on its way to; null when it stays. */
const moveOf = (state: ExistingEndpoint, facts: ReplicaFacts): Move | null => {
  const { scale } = facts;
  if (!scale) return null;
  if (scale.desired === 0) return toSleep(state, scale);
  if (inStage(facts, 'ready') > 0)
    return state.status === 'running' ? null : { to: 'running', reason: replicaReady };
  return givenUp(state, facts) ?? onTheWay(state, facts, scale.text);
};

/** Down to zero for want of requests is sleep; down to zero because it was told to stop is not. */
const toSleep = (
  { status }: ExistingEndpoint,
  { cause, text }: NonNullable<ReplicaFacts['scale']>,
): Move | null =>
  status === 'sleeping' || cause === 'stop' || cause === 'failed' || cause === 'delete'
    ? null
    : { to: 'sleeping', reason: cause === 'budget' ? starved(text) : asleep(text) };

/**
 * Only a replica that ends by itself can fail an endpoint, only while no other one is ready, and not while a rollout is
 * open: a template that is tried is given up for the one before it, and that one is not given up while another is tried.
 */
const givenUp = (state: ExistingEndpoint, facts: ReplicaFacts): Move | null => {
  const { ended } = facts;
  const serving = servingTemplate(state);
  if (state.status === 'sleeping' || state.rollout || !ended?.byItself || ended.template !== serving)
    return null;
  const failures = failuresOf(factsOfTemplate(facts, serving));
  if (failures < GIVE_UP_AFTER) return null;
  const { everReady } = state;
  return {
    to: everReady ? 'runtime_error' : 'deploy_failed',
    reason: failed(ended, failures, everReady),
  };
};

const onTheWay = ({ status }: ExistingEndpoint, facts: ReplicaFacts, why: string): Move | null => {
  if (status === 'sleeping') return { to: 'waking', reason: waking(why) };
  if (status === 'running') return { to: 'starting', reason: replicasLost };
  if (status === 'deploying' && inStage(facts, 'starting') > 0)
    return { to: 'starting', reason: replicaStarted };
  return null;
};
