import { type EndpointEvent, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';
import { conditionChanges } from './condition-rules.ts';
import { releaseDomain, verifyDomain } from './domain-rules.ts';
import type { EndpointCommand, RequestEndpoint } from './endpoint-commands.ts';
import { type Endpoint, type ExistingEndpoint, after, evolve } from './endpoint-fold.ts';
import { disable, enable, finishBuild, remove, request, start, stop } from './life-rules.ts';
import type { ReplicaFacts } from './replica-facts.ts';
import { observe } from './replica-rules.ts';
import { abort, shift } from './rollout-rules.ts';
import { restart, update } from './update-rules.ts';

export type { EndpointCommand } from './endpoint-commands.ts';
export type { Endpoint, ExistingEndpoint } from './endpoint-fold.ts';

/** The life cycle of an endpoint: nobody else changes its state, its revisions, its rollouts or its conditions. */
export const endpoint: Decider<Endpoint, EndpointCommand, EndpointEvent> = {
  initial: { status: 'absent' },

  decide(state, command) {
    if (command.type === 'RequestEndpoint') return request(state, command);
    // To a stranger, another project's endpoint does not exist.
    if (state.status === 'absent' || command.projectId !== state.projectId)
      return refuse('endpoint.not_found', { endpoint: command.endpointId });
    const facts = factsIn(command, state);
    const events = command.type === 'ObserveReplicas' && !facts ? [] : decided(state, command);
    // What stands beside the state follows from what it has become.
    return [...events, ...conditionChanges(after(state, events), facts)];
  },

  evolve,
};

/** What replicas of an earlier attempt do says nothing about this one. */
const factsIn = (command: EndpointCommand, { attempt }: ExistingEndpoint): ReplicaFacts | null =>
  command.type === 'ObserveReplicas' && command.facts.attempt === attempt ? command.facts : null;

const decided = (
  state: ExistingEndpoint,
  command: Exclude<EndpointCommand, RequestEndpoint>,
): EndpointEvent[] => {
  switch (command.type) {
    case 'FinishBuild':
      return finishBuild(state, command);
    case 'UpdateEndpoint':
      return update(state, command);
    case 'RestartEndpoint':
      return restart(state);
    case 'StopEndpoint':
      return stop(state, command.at);
    case 'StartEndpoint':
      return start(state);
    case 'DisableEndpoint':
      return disable(state, command);
    case 'EnableEndpoint':
      return enable(state, command);
    case 'DeleteEndpoint':
      return remove(state, command);
    case 'ObserveReplicas':
      return observe(state, command.facts);
    default:
      return ofRolloutOrDomain(state, command);
  }
};

type Rest = Extract<
  EndpointCommand,
  { type: 'ShiftRollout' | 'PromoteRollout' | 'AbortRollout' | 'VerifyDomain' | 'ReleaseDomain' }
>;

const ofRolloutOrDomain = (state: ExistingEndpoint, command: Rest): EndpointEvent[] => {
  switch (command.type) {
    case 'ShiftRollout':
      return shift(state, command.percent);
    case 'PromoteRollout':
      return shift(state, 100);
    case 'AbortRollout':
      return abort(state, command);
    case 'VerifyDomain':
      return verifyDomain(state, command.domain);
    case 'ReleaseDomain':
      return releaseDomain(state, command.domain);
  }
};
