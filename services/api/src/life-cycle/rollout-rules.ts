import { type EndpointEvent, type Reason, refuse } from '@tidegate/contracts';
import { candidateFailed } from './ending-reasons.ts';
import type { AbortRollout } from './endpoint-commands.ts';
import type { ExistingEndpoint, Rollout } from './endpoint-fold.ts';
import { aborted, cutShort, shifted, takenOver } from './endpoint-reasons.ts';
import { type ReplicaFacts, factsOfTemplate, failuresOf, livingOf } from './replica-facts.ts';
import { changedPointers } from './spec-changes.ts';
import { mustLive, ownerOf } from './transitions.ts';

/**
 * So many failures in a row end a rollout. Fewer than fail an endpoint: going back costs nothing, since the template
 * before it still serves, and what was just changed is the likeliest cause.
 */
export const ABORT_AFTER = 3;

export const shift = (state: ExistingEndpoint, percent: number): EndpointEvent[] => {
  const rollout = openRollout(state);
  if (rollout.percent === percent) return [];
  const { from, to } = rollout;
  const reason = shifted(rollout, percent);
  return [{ type: 'RolloutShifted', data: { ...ownerOf(state), from, to, percent, reason } }];
};

/** Words about another rollout than the open one come too late, and change nothing. */
export const abort = (state: ExistingEndpoint, { reason, to }: AbortRollout): EndpointEvent[] => {
  mustLive(state);
  if (to !== undefined && state.rollout?.to !== to) return [];
  const rollout = openRollout(state);
  return goneBack(state, rollout, reason ?? aborted(rollout));
};

/** What the replicas say of an open rollout: it is given up, it is over, or it goes on. */
export const progress = (state: ExistingEndpoint, facts: ReplicaFacts): EndpointEvent[] => {
  const { rollout } = state;
  if (!rollout) return [];
  const failure = failureOf(rollout, facts);
  if (failure) return goneBack(state, rollout, failure);
  return hasTakenOver(rollout, facts) ? [finished(state, rollout, 'promoted', takenOver(rollout))] : [];
};

/** Nothing serves while it is stopped: what was rolled out is simply what runs next. */
export const finishedEarly = (state: ExistingEndpoint, why: 'stopped' | 'disabled'): EndpointEvent[] =>
  state.rollout ? [finished(state, state.rollout, 'promoted', cutShort(state.rollout, why))] : [];

const openRollout = (state: ExistingEndpoint): Rollout => {
  mustLive(state);
  return state.rollout ?? refuse('endpoint.no_rollout', { endpointId: state.endpointId });
};

const failureOf = (rollout: Rollout, facts: ReplicaFacts): Reason | null => {
  const { ended } = facts;
  if (!ended?.byItself || ended.template !== rollout.to) return null;
  const failures = failuresOf(factsOfTemplate(facts, rollout.to));
  return failures < ABORT_AFTER ? null : candidateFailed(ended, failures, rollout);
};

/** One that drains is still left: until it has gone, its template can be gone back to. */
const hasTakenOver = ({ to, percent }: Rollout, facts: ReplicaFacts): boolean =>
  percent === 100 &&
  factsOfTemplate(facts, to).ready > 0 &&
  Object.entries(facts.templates).every(
    ([template, others]) => Number(template) === to || livingOf(others) === 0,
  );

/** A new revision: hot fields as they are now, and the template before. What is in force is always the newest revision. */
const goneBack = (state: ExistingEndpoint, rollout: Rollout, reason: Reason): EndpointEvent[] => {
  const spec = { ...state.spec, ...state.templates[String(rollout.from)] };
  return [
    {
      type: 'EndpointUpdated',
      data: {
        ...ownerOf(state),
        revision: state.revision + 1,
        templateRevision: rollout.from,
        spec,
        changed: changedPointers(state.spec, spec),
        cause: 'abort',
      },
    },
    finished(state, rollout, 'aborted', reason),
  ];
};

const finished = (
  state: ExistingEndpoint,
  { from, to }: Rollout,
  outcome: 'promoted' | 'aborted',
  reason: Reason,
): EndpointEvent => ({ type: 'RolloutFinished', data: { ...ownerOf(state), from, to, outcome, reason } });
