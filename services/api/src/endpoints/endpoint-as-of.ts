import {
  type AnyEvent,
  CONDITIONS,
  type Condition,
  type EndpointEvent,
  type EventType,
  type Recorded,
  endpointEvents,
} from '@tidegate/contracts';
import { type Endpoint, evolve } from '../life-cycle/endpoint-fold.ts';
import type { EndpointFacts } from './endpoint-facts.ts';

/** What is read of an endpoint’s past to know it as of any moment. */
export const PAST_TYPES: readonly EventType[] = [
  ...(Object.keys(endpointEvents) as (keyof typeof endpointEvents)[]),
  'ScaleDecided',
  'ReplicaStarted',
  'ReplicaReady',
  'ReplicaDraining',
  'ReplicaResumed',
  'ReplicaStopped',
];

/** An endpoint as it stands after some of its events, oldest first. */
export type Past = Readonly<{
  state: Endpoint;
  since: Readonly<Partial<Record<Condition, string>>>;
  rolloutStartedAt: string;
  secretsSetAt: EndpointFacts['secretsSetAt'];
  desired: number;
  /** Ready replicas and their templates. */
  ready: Readonly<Record<string, number>>;
  simulated: boolean | null;
  createdAt: Date | null;
  updatedAt: Date | null;
}>;

export const nothingYet: Past = {
  state: { status: 'absent' },
  since: {},
  rolloutStartedAt: '',
  secretsSetAt: {},
  desired: 0,
  ready: {},
  simulated: null,
  createdAt: null,
  updatedAt: null,
};

/**
 * The endpoint as it was at a moment: the same facts that the read model showed then.
 * @param events its past, oldest first: the endpoint’s own stream, decisions about its scale, and its replicas’ events
 * @returns undefined when it did not exist yet
 */
export const endpointAsOf = (events: readonly Recorded<AnyEvent>[], at: Date): EndpointFacts | undefined =>
  factsOfPast(events.filter(({ occurredAt }) => occurredAt <= at).reduce(oneLater, nothingYet));

export const oneLater = (past: Past, event: Recorded<AnyEvent>): Past => {
  switch (event.type) {
    case 'ScaleDecided':
      return { ...past, desired: event.data.to };
    case 'ReplicaStarted':
      return { ...past, simulated: event.data.simulated };
    case 'ReplicaReady':
    case 'ReplicaResumed':
      return { ...past, ready: { ...past.ready, [event.data.replicaId]: event.data.revision } };
    case 'ReplicaDraining':
    case 'ReplicaStopped':
      return { ...past, ready: without(past.ready, event.data.replicaId) };
    default:
      return isOwn(event) ? lived(past, event) : past;
  }
};

const without = <Value>(record: Readonly<Record<string, Value>>, gone: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== gone));

const isOwn = (event: Recorded<AnyEvent>): event is Recorded<EndpointEvent> =>
  Object.hasOwn(endpointEvents, event.type);

const lived = (past: Past, event: Recorded<EndpointEvent>): Past => {
  const at = event.occurredAt.toISOString();
  const next = {
    ...past,
    state: evolve(past.state, event),
    createdAt: past.createdAt ?? event.occurredAt,
    updatedAt: event.occurredAt,
  };
  switch (event.type) {
    case 'EndpointRequested':
    case 'EndpointUpdated':
      return { ...next, secretsSetAt: setAt(past, event.data.spec.secrets, at) };
    case 'RolloutStarted':
      return { ...next, rolloutStartedAt: at };
    case 'EndpointConditionChanged': {
      const { [event.data.condition]: since = at, ...others } = past.since;
      return { ...next, since: event.data.active ? { ...others, [event.data.condition]: since } : others };
    }
    default:
      return next;
  }
};

const setAt = (
  { state, secretsSetAt }: Past,
  secrets: Readonly<Record<string, string>>,
  at: string,
): EndpointFacts['secretsSetAt'] => {
  const before = state.status === 'absent' ? {} : state.spec.secrets;
  return Object.fromEntries(
    Object.entries(secrets).map(([name, id]) => [name, (before[name] === id && secretsSetAt[name]) || at]),
  );
};

export const factsOfPast = (past: Past): EndpointFacts | undefined => {
  const { state, createdAt, updatedAt, rolloutStartedAt: startedAt, since } = past;
  if (state.status === 'absent' || !createdAt || !updatedAt) return undefined;
  const readyByTemplate: Record<string, number> = {};
  for (const template of Object.values(past.ready))
    readyByTemplate[template] = (readyByTemplate[template] ?? 0) + 1;
  return {
    id: state.endpointId,
    projectId: state.projectId,
    state: state.status,
    reason: state.reason,
    conditions: CONDITIONS.flatMap((condition) => {
      const reason = state.conditions[condition];
      return reason ? [{ condition, ...reason, since: since[condition] ?? '' }] : [];
    }),
    disabledBy: state.disabled?.by ?? null,
    revision: state.revision,
    templateRevision: state.template,
    rollout: state.rollout && { ...state.rollout, startedAt },
    spec: state.spec,
    secretsSetAt: past.secretsSetAt,
    desired: past.desired,
    ready: Object.keys(past.ready).length,
    readyByTemplate,
    simulated: past.simulated,
    createdAt,
    updatedAt,
  };
};
