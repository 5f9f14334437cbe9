import { type EndpointEvent, refuse } from '@tidegate/contracts';
import { endedConditions } from './condition-rules.ts';
import type {
  DeleteEndpoint,
  DisableEndpoint,
  EnableEndpoint,
  FinishBuild,
  RequestEndpoint,
} from './endpoint-commands.ts';
import type { Endpoint, ExistingEndpoint } from './endpoint-fold.ts';
import * as reasons from './endpoint-reasons.ts';
import { isActive } from './endpoint-states.ts';
import { finishedEarly } from './rollout-rules.ts';
import { committedUntil, isCommitted } from './spec-changes.ts';
import { moved, mustAllow, mustLive, ownerOf } from './transitions.ts';

export const request = (
  state: Endpoint,
  { endpointId, projectId, spec }: RequestEndpoint,
): EndpointEvent[] => {
  if (state.status !== 'absent') return refuse('endpoint.exists', { endpointId });
  const owner = { endpointId, projectId };
  return [
    { type: 'EndpointRequested', data: { ...owner, revision: 1, spec } },
    {
      type: 'EndpointStateChanged',
      data: { ...owner, from: null, to: 'building', reason: reasons.accepted },
    },
  ];
};

export const finishBuild = (state: ExistingEndpoint, { revision, failure }: FinishBuild): EndpointEvent[] => {
  if (state.status !== 'building' || revision !== state.revision) return [];
  return [failure ? moved(state, 'build_failed', failure) : moved(state, 'deploying', reasons.built)];
};

/** A second stop is agreement, not an error: a retry must not fail because the first try worked. */
export const stop = (state: ExistingEndpoint, at: string): EndpointEvent[] => {
  if (state.status === 'stopping' || state.status === 'stopped') return [];
  mustAllow(state, 'stop');
  mustNotBeCommitted(state, at);
  const { stopRequested: reason } = reasons;
  return [
    ...finishedEarly(state, 'stopped'),
    { type: 'EndpointStopRequested', data: { ...ownerOf(state), reason } },
    moved(state, 'stopping', reason),
  ];
};

export const start = (state: ExistingEndpoint): EndpointEvent[] => {
  if (isActive(state.status) || state.status === 'building') return [];
  mustAllow(state, 'start');
  return startedAgain(state, reasons.started);
};

const startedAgain = (state: ExistingEndpoint, reason: typeof reasons.started): EndpointEvent[] => [
  { type: 'EndpointStartRequested', data: ownerOf(state) },
  moved(state, 'deploying', reason),
];

/** The operator’s word stands above its owner’s: it replaces it, and is not replaced by it. */
export const disable = (state: ExistingEndpoint, { by, at }: DisableEndpoint): EndpointEvent[] => {
  mustLive(state);
  const { disabled } = state;
  if (disabled && (disabled.by === 'operator' || by === 'owner')) return [];
  if (by === 'owner') mustNotBeCommitted(state, at);
  const reason = reasons.disabledBy(by);
  return [
    ...finishedEarly(state, 'disabled'),
    { type: 'EndpointDisabled', data: { ...ownerOf(state), by, reason } },
    ...(disabled ? [] : [moved(state, 'disabled', reason)]),
  ];
};

export const enable = (state: ExistingEndpoint, { by }: EnableEndpoint): EndpointEvent[] => {
  mustLive(state);
  const { disabled } = state;
  if (!disabled) return [];
  if (by === 'owner') mustAllow(state, 'enable');
  return [
    { type: 'EndpointEnabled', data: ownerOf(state) },
    ...(disabled.wasServing
      ? startedAgain(state, reasons.resumed)
      : [moved(state, 'stopped', reasons.enabled)]),
  ];
};

export const remove = (state: ExistingEndpoint, { confirm, at }: DeleteEndpoint): EndpointEvent[] => {
  const { spec, domains } = state;
  if (confirm !== spec.name) return refuse('endpoint.confirm_mismatch');
  if (state.status === 'deleted') return [];
  mustNotBeCommitted(state, at);
  const owner = ownerOf(state);
  return [
    ...endedConditions(state),
    ...domains.map((domain): EndpointEvent => ({ type: 'DomainReleased', data: { ...owner, domain } })),
    moved(state, 'deleted', reasons.deleted),
    { type: 'EndpointDeleted', data: { ...owner, name: spec.name } },
  ];
};

const mustNotBeCommitted = ({ spec }: ExistingEndpoint, at: string): void => {
  if (isCommitted(spec, at)) refuse('endpoint.committed', { until: committedUntil(spec) ?? '' });
};
