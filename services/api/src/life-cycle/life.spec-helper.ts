import { expect } from '@jest/globals';
import type {
  Condition,
  EndpointEvent,
  EndpointSpec,
  EndpointState,
  EventNamed,
  Reason,
} from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import { type Endpoint, type EndpointCommand, type ExistingEndpoint, endpoint } from './endpoint.ts';
import type { ReplicaFacts, TemplateFacts } from './replica-facts.ts';

export const owner = { endpointId: 'endpt-0123456789ab', projectId: 'proj-0123456789ab' };
export const spec = endpointSpec({ name: 'chat' });
export const at = '2026-11-20T12:00:00.000Z';

/** Which reason comes with an event is looked at where it matters. */
export const anyReason = expect.objectContaining({
  code: expect.any(String) as unknown as string,
  message: expect.any(String) as unknown as string,
  nextStep: expect.any(String) as unknown as string,
}) as unknown as Reason;
export const reasoned = (code: string, message = /./): Reason =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(message) as unknown as string,
  }) as unknown as Reason;

export const requested: EndpointEvent = { type: 'EndpointRequested', data: { ...owner, revision: 1, spec } };
export const moved = (
  from: EndpointState | null,
  to: EndpointState,
  reason: Reason = anyReason,
): EndpointEvent => ({ type: 'EndpointStateChanged', data: { ...owner, from, to, reason } });
export const startRequested: EndpointEvent = { type: 'EndpointStartRequested', data: owner };
export const stopping = (from: EndpointState): EndpointEvent[] => [
  { type: 'EndpointStopRequested', data: { ...owner, reason: anyReason } },
  moved(from, 'stopping'),
];
export const gone: EndpointEvent = { type: 'EndpointDeleted', data: { ...owner, name: spec.name } };
export const rolloutStarted = (from: number, to: number, percent = 100): EndpointEvent => ({
  type: 'RolloutStarted',
  data: { ...owner, from, to, percent, reason: anyReason },
});
export const rolloutFinished = (
  from: number,
  to: number,
  outcome: 'promoted' | 'aborted',
  reason: Reason = anyReason,
): EndpointEvent => ({ type: 'RolloutFinished', data: { ...owner, from, to, outcome, reason } });
export const updated = (
  fields: Omit<EventNamed<'EndpointUpdated'>['data'], keyof typeof owner>,
): EndpointEvent => ({ type: 'EndpointUpdated', data: { ...owner, ...fields } });
export const condition = (name: Condition, active: boolean, reason: Reason = anyReason): EndpointEvent => ({
  type: 'EndpointConditionChanged',
  data: { ...owner, condition: name, active, reason },
});

export const building = [requested, moved(null, 'building')];
export const deploying = [...building, moved('building', 'deploying')];
export const running = [...deploying, moved('deploying', 'running')];
export const sleeping = [...running, moved('running', 'sleeping')];
export const stopped = [...running, ...stopping('running'), moved('stopping', 'stopped')];

export const other: EndpointSpec = { ...spec, model: 'demo/other' };
export const update = (
  wanted: EndpointSpec,
  fields: Partial<Extract<EndpointCommand, { type: 'UpdateEndpoint' }>> = {},
): EndpointCommand => ({
  type: 'UpdateEndpoint',
  ...owner,
  spec: wanted,
  cause: 'update',
  canaryPercent: null,
  expectedRevision: null,
  ...fields,
});

export const template = (facts: Partial<TemplateFacts>): TemplateFacts => ({
  waiting: 0,
  starting: 0,
  ready: 0,
  draining: 0,
  startsFailedInARow: 0,
  recentCrashes: 0,
  ...facts,
});
export const scaledTo = (desired: number, cause: NonNullable<ReplicaFacts['scale']>['cause']) => ({
  desired,
  cause,
  text: `because of ${cause}`,
});
export const oom = {
  cause: 'out_of_gpu_memory',
  exitCode: 1,
  lastLine: 'CUDA says no',
  byItself: true,
} as const;

type Facts = Partial<Omit<ReplicaFacts, 'templates'>> & {
  /** By template. */
  of?: Record<number, Partial<TemplateFacts>>;
  endedOf?: number;
};
/** Facts of template 1, unless they say of which. */
export const observe = ({ of = {}, endedOf, ...facts }: Facts = {}): EndpointCommand => ({
  type: 'ObserveReplicas',
  ...owner,
  facts: {
    attempt: 1,
    scale: scaledTo(1, 'deploy'),
    templates: Object.fromEntries(Object.entries(of).map(([id, counts]) => [id, template(counts)])),
    delayed: null,
    trafficVisible: true,
    ended: endedOf === undefined ? null : { ...oom, template: endedOf },
    ...facts,
  },
});

export const lifeAfter = (...past: readonly EndpointEvent[]): ExistingEndpoint => {
  const state = past.reduce<Endpoint>(endpoint.evolve, endpoint.initial);
  if (state.status === 'absent') throw new Error('nothing happened');
  return state;
};
export const decide = (past: readonly EndpointEvent[], command: EndpointCommand): readonly EndpointEvent[] =>
  endpoint.decide(past.reduce<Endpoint>(endpoint.evolve, endpoint.initial), command);

/** Running, with template 2 being rolled out. */
export const rollingOut = (percent = 100): EndpointEvent[] => [
  ...running,
  ...decide(running, update(other, { canaryPercent: percent })),
];
