import {
  type EndpointEvent,
  type EndpointSpec,
  type EndpointState,
  type Reason,
  refuse,
} from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';
import { accepted, deleted, started, stopped, stopRequested } from './endpoint-reasons.ts';
import { type Action, actionsIn, isActive, mayBecome } from './endpoint-states.ts';
import { type ReplicaFacts, isEmpty, moveOf } from './replica-facts.ts';

export type ExistingEndpoint = Readonly<{
  status: EndpointState;
  endpointId: string;
  projectId: string;
  revision: number;
  spec: EndpointSpec;
  reason: Reason;
  /** 1 from the request on, one more with every start: what tells this attempt's replicas from an earlier one's. */
  attempt: number;
  /** A replica of this attempt was ready. */
  everReady: boolean;
}>;
export type Endpoint = Readonly<{ status: 'absent' }> | ExistingEndpoint;

export type EndpointCommand =
  | Readonly<{ type: 'RequestEndpoint'; endpointId: string; projectId: string; spec: EndpointSpec }>
  | Readonly<{ type: 'StopEndpoint'; endpointId: string; projectId: string }>
  | Readonly<{ type: 'StartEndpoint'; endpointId: string; projectId: string }>
  /** `confirm` is the endpoint’s name, typed by whoever deletes it. */
  | Readonly<{ type: 'DeleteEndpoint'; endpointId: string; projectId: string; confirm: string }>
  | Readonly<{ type: 'ObserveReplicas'; endpointId: string; projectId: string; facts: ReplicaFacts }>;

export const endpoint: Decider<Endpoint, EndpointCommand, EndpointEvent> = {
  initial: { status: 'absent' },

  decide(state, command) {
    if (command.type === 'RequestEndpoint') return requested(state, command);
    // To a stranger, another project's endpoint does not exist.
    if (state.status === 'absent' || command.projectId !== state.projectId)
      return refuse('endpoint.not_found', { endpoint: command.endpointId });
    switch (command.type) {
      case 'StopEndpoint':
        return stop(state);
      case 'StartEndpoint':
        return start(state);
      case 'DeleteEndpoint':
        return remove(state, command.confirm);
      case 'ObserveReplicas':
        return observe(state, command.facts);
    }
  },

  evolve(state, event) {
    if (event.type === 'EndpointRequested') return fresh(event.data);
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'EndpointStateChanged': {
        const { to, reason } = event.data;
        return { ...state, status: to, reason, everReady: state.everReady || to === 'running' };
      }
      case 'EndpointStartRequested':
        return { ...state, attempt: state.attempt + 1, everReady: false };
      case 'EndpointStopRequested':
      case 'EndpointDeleted':
        // The change of state that comes with them says it.
        return state;
    }
  },
};

type Requested = Extract<EndpointEvent, { type: 'EndpointRequested' }>['data'];

const fresh = ({ endpointId, projectId, revision, spec }: Requested): ExistingEndpoint => ({
  status: 'building',
  endpointId,
  projectId,
  revision,
  spec,
  reason: accepted,
  attempt: 1,
  everReady: false,
});

const requested = (
  state: Endpoint,
  { endpointId, projectId, spec }: Extract<EndpointCommand, { type: 'RequestEndpoint' }>,
): EndpointEvent[] => {
  if (state.status !== 'absent') return refuse('endpoint.exists', { endpointId });
  const data = { endpointId, projectId, revision: 1, spec };
  return [{ type: 'EndpointRequested', data }, moved(fresh(data), 'deploying', accepted)];
};

/** A second stop is agreement, not an error: a retry must not fail because the first try worked. */
const stop = (state: ExistingEndpoint): EndpointEvent[] => {
  if (state.status === 'stopping' || state.status === 'stopped') return [];
  mustAllow(state, 'stop');
  const { endpointId, projectId } = state;
  return [
    { type: 'EndpointStopRequested', data: { endpointId, projectId, reason: stopRequested } },
    moved(state, 'stopping', stopRequested),
  ];
};

const start = (state: ExistingEndpoint): EndpointEvent[] => {
  if (isActive(state.status)) return [];
  mustAllow(state, 'start');
  const { endpointId, projectId } = state;
  return [
    { type: 'EndpointStartRequested', data: { endpointId, projectId } },
    moved(state, 'deploying', started),
  ];
};

const remove = (state: ExistingEndpoint, confirm: string): EndpointEvent[] => {
  const { endpointId, projectId, spec } = state;
  if (confirm !== spec.name) return refuse('endpoint.confirm_mismatch');
  if (state.status === 'deleted') return [];
  mustAllow(state, 'delete');
  return [
    moved(state, 'deleted', deleted),
    { type: 'EndpointDeleted', data: { endpointId, projectId, name: spec.name } },
  ];
};

const observe = (state: ExistingEndpoint, facts: ReplicaFacts): EndpointEvent[] => {
  if (facts.attempt !== state.attempt) return [];
  if (state.status === 'stopping') return isEmpty(facts) ? [moved(state, 'stopped', stopped)] : [];
  if (!isActive(state.status)) return [];
  const move = moveOf(state.status, state.everReady, facts);
  return move ? [moved(state, move.to, move.reason)] : [];
};

const mustAllow = (state: ExistingEndpoint, action: Action): void => {
  if (state.status === 'deleted') refuse('endpoint.deleted', { endpointId: state.endpointId });
  const allowed = actionsIn(state.status);
  if (!allowed.includes(action))
    refuse('endpoint.action_not_allowed', {
      action,
      state: state.status,
      allowed: allowed.join(', ') || 'nothing',
    });
};

const moved = (state: ExistingEndpoint, to: EndpointState, reason: Reason): EndpointEvent => {
  const { endpointId, projectId, status: from } = state;
  if (!mayBecome(from, to)) throw new Error(`an endpoint cannot go from ${from} to ${to}`);
  return { type: 'EndpointStateChanged', data: { endpointId, projectId, from, to, reason } };
};
