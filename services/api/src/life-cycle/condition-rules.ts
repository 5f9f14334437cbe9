import { CONDITIONS, type Condition, type EndpointEvent, type Reason } from '@tidegate/contracts';
import { wordsOf } from './ending-reasons.ts';
import type { ExistingEndpoint } from './endpoint-fold.ts';
import * as reasons from './endpoint-reasons.ts';
import { isActive } from './endpoint-states.ts';
import { type ReplicaFacts, inStage } from './replica-facts.ts';
import { ownerOf } from './transitions.ts';

/** Why a condition is active; null: it is not. Without facts, what only facts can tell stays as it was. */
type Rule = (state: ExistingEndpoint, facts: ReplicaFacts) => Reason | null;

/**
 * Running with less than it should have: fewer ready replicas than its owner asked for at the least (one, where that is
 * none), or fewer than wanted since one ended without having been told to. Merely growing is not degraded: then
 * nothing ended. It is over as soon as as many are ready as are wanted.
 */
const degraded: Rule = ({ status, spec, conditions }, facts) => {
  const desired = facts.scale?.desired ?? 0;
  const ready = inStage(facts, 'ready');
  if (status !== 'running' || ready >= desired) return null;
  const floor = Math.min(desired, Math.max(spec.scaling.minReplicas, 1));
  if (facts.ended) return reasons.replicaEnded({ ready, desired }, wordsOf(facts.ended));
  if (conditions.degraded?.code === 'replica_ended') return conditions.degraded;
  return ready < floor ? reasons.belowMinimum(ready, floor) : null;
};

const pendingCapacity: Rule = (_state, { delayed }) =>
  delayed ? reasons.noRoom(delayed.replicas, delayed.message) : null;

const metricStale: Rule = (_state, { trafficVisible }) => (trafficVisible ? null : reasons.trafficUnseen);

const budgetLimited: Rule = (_state, { scale }) =>
  scale?.cause === 'budget' ? reasons.starved(scale.text) : null;

/** What replicas and traffic say. */
const BY_FACTS: Readonly<Partial<Record<Condition, Rule>>> = {
  degraded,
  pendingCapacity,
  metricStale,
  budgetLimited,
};

const reasonOf = (
  condition: Condition,
  state: ExistingEndpoint,
  facts: ReplicaFacts | null,
): Reason | null => {
  if (!isActive(state.status)) return null;
  if (condition === 'updating')
    return state.rollout && reasons.updating(state.rollout, state.rollout.percent);
  const rule = BY_FACTS[condition];
  if (facts && rule) return rule(state, facts);
  // It speaks of a running endpoint: with the state that it was seen in, it goes.
  return condition === 'degraded' && state.status !== 'running'
    ? null
    : (state.conditions[condition] ?? null);
};

/** What came, changed its reason or went. */
export const conditionChanges = (state: ExistingEndpoint, facts: ReplicaFacts | null): EndpointEvent[] =>
  CONDITIONS.flatMap((condition) => {
    const before = state.conditions[condition];
    const now = reasonOf(condition, state, facts);
    if (isSame(before, now)) return [];
    return [changed(state, condition, now)];
  });

export const endedConditions = (state: ExistingEndpoint): EndpointEvent[] =>
  CONDITIONS.filter((condition) => state.conditions[condition]).map((condition) =>
    changed(state, condition, null),
  );

const isSame = (before: Reason | undefined, now: Reason | null): boolean =>
  before && now
    ? before.code === now.code && before.message === now.message && before.nextStep === now.nextStep
    : !before && !now;

const changed = (state: ExistingEndpoint, condition: Condition, reason: Reason | null): EndpointEvent => ({
  type: 'EndpointConditionChanged',
  data: { ...ownerOf(state), condition, active: reason !== null, reason: reason ?? reasons.isOver },
});
