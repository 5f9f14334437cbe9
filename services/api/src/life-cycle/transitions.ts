import { type EndpointEvent, type EndpointState, type Reason, refuse } from '@tidegate/contracts';
import type { ExistingEndpoint } from './endpoint-fold.ts';
import { type Action, actionsIn, mayBecome } from './endpoint-states.ts';

export const ownerOf = ({ endpointId, projectId }: ExistingEndpoint) => ({ endpointId, projectId });

export const moved = (state: ExistingEndpoint, to: EndpointState, reason: Reason): EndpointEvent => {
  const from = state.status;
  if (!mayBecome(from, to)) throw new Error(`an endpoint cannot go from ${from} to ${to}`);
  return { type: 'EndpointStateChanged', data: { ...ownerOf(state), from, to, reason } };
};

/** Refuses what cannot be done now, and says what can. */
export const mustAllow = (state: ExistingEndpoint, action: Action): void => {
  mustLive(state);
  const { rollout, disabled } = state;
  if (action === 'enable' || action === 'start') mustBeOwners(state);
  const allowed = actionsIn(state.status, { rollout, disabledBy: disabled?.by ?? null });
  if (!allowed.includes(action))
    refuse('endpoint.action_not_allowed', {
      action,
      state: state.status,
      allowed: allowed.join(', ') || 'nothing',
    });
};

export const mustLive = ({ status, endpointId }: ExistingEndpoint): void => {
  if (status === 'deleted') refuse('endpoint.deleted', { endpointId });
};

const mustBeOwners = ({ disabled, endpointId }: ExistingEndpoint): void => {
  if (disabled?.by === 'operator') refuse('endpoint.disabled_by_operator', { endpointId });
};
