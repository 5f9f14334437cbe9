import { z } from 'zod';
import {
  ASYNC_ADDED_WITH_LIMITS,
  EndpointSpec,
  SCALING_ADDED_WITH_HEADWAY,
  SPEC_ADDED_IN_VERSION_2,
  SPEC_ADDED_WITH_LIMITS,
  SPEC_ADDED_WITH_PLACEMENT,
} from './endpoint-spec.ts';
import { defineEvent } from './event.ts';
import { EndpointId, ProjectId } from './ids.ts';

export const ENDPOINT_STATES = [
  'building',
  'deploying',
  'starting',
  'running',
  'sleeping',
  'waking',
  'stopping',
  'stopped',
  'build_failed',
  'deploy_failed',
  'runtime_error',
  'disabled',
  'deleted',
] as const;
export const EndpointState = z.enum(ENDPOINT_STATES);
export type EndpointState = z.infer<typeof EndpointState>;

/** Why it is so: a stable code, a sentence, and what the owner can do next. */
export const Reason = z.object({ code: z.string(), message: z.string(), nextStep: z.string() });
export type Reason = z.infer<typeof Reason>;

/** What stands beside the state and never hides it. */
export const CONDITIONS = [
  'degraded',
  'updating',
  'pendingCapacity',
  'metricStale',
  'budgetLimited',
] as const;
export const Condition = z.enum(CONDITIONS);
export type Condition = z.infer<typeof Condition>;

/**
 * `revision` counts configurations. A replica runs a *template*: the fields that need new replicas, named by the revision that
 * brought them. A revision that changes only hot fields keeps the template before it.
 */
const Revision = z.int().min(1);
/** Of 100 requests, how many go to the template that is rolled out; 100: it replaces the other. */
const Percent = z.int().min(1).max(100);

const owner = { endpointId: EndpointId, projectId: ProjectId };
const category = 'endpoint';

type Data = Record<string, unknown>;

const withPlacement = (data: Data): Data => ({
  ...data,
  spec: { ...SPEC_ADDED_WITH_PLACEMENT, ...(data['spec'] as object) },
});

const withHeadway = (data: Data): Data => {
  const spec = data['spec'] as Data;
  const scaling = { ...SCALING_ADDED_WITH_HEADWAY, ...(spec['scaling'] as object) };
  return { ...data, spec: { sleepMode: 'cold', ...spec, scaling } };
};

const withLimits = (data: Data): Data => {
  const spec = data['spec'] as Data;
  const async = spec['async'] && { ...ASYNC_ADDED_WITH_LIMITS, ...spec['async'] };
  return { ...data, spec: { ...SPEC_ADDED_WITH_LIMITS, ...spec, async } };
};

export const endpointEvents = {
  EndpointRequested: defineEvent(
    'EndpointRequested',
    'LOG',
    {
      category,
      description: 'An endpoint was accepted, with its first revision.',
      version: 5,
      upcasts: {
        1: (data) => ({ ...data, spec: { ...SPEC_ADDED_IN_VERSION_2, ...(data['spec'] as object) } }),
        2: withPlacement,
        3: withHeadway,
        4: withLimits,
      },
    },
    { ...owner, revision: Revision, spec: EndpointSpec },
  ),
  EndpointUpdated: defineEvent(
    'EndpointUpdated',
    'LOG',
    {
      category,
      description:
        'An endpoint has a new revision. Hot fields apply from here on; a new template is rolled out.',
      version: 4,
      upcasts: { 1: withPlacement, 2: withHeadway, 3: withLimits },
    },
    {
      ...owner,
      revision: Revision,
      /** The template in it; equal to `revision` when this revision brings a new one. */
      templateRevision: Revision,
      spec: EndpointSpec,
      /** JSON pointers into the spec: what differs from the revision before. */
      changed: z.array(z.string()),
      cause: z.enum(['update', 'rollback', 'restart', 'abort']),
    },
  ),
  RolloutStarted: defineEvent(
    'RolloutStarted',
    'LOG',
    {
      category,
      description:
        'Replicas of template `to` take over from those of `from`: wholly at 100 percent, else beside them as a canary.',
    },
    { ...owner, from: Revision, to: Revision, percent: Percent, reason: Reason },
  ),
  RolloutShifted: defineEvent(
    'RolloutShifted',
    'LOG',
    { category, description: 'A canary gets another share of the requests; 100 promotes it.' },
    { ...owner, from: Revision, to: Revision, percent: Percent, reason: Reason },
  ),
  RolloutFinished: defineEvent(
    'RolloutFinished',
    'LOG',
    {
      category,
      description:
        'A rollout is over: promoted, template `to` serves alone; aborted, `from` serves alone again.',
    },
    { ...owner, from: Revision, to: Revision, outcome: z.enum(['promoted', 'aborted']), reason: Reason },
  ),
  EndpointConditionChanged: defineEvent(
    'EndpointConditionChanged',
    'LOG',
    { category, description: 'A condition that stands beside the state came, changed its reason, or went.' },
    { ...owner, condition: Condition, active: z.boolean(), reason: Reason },
  ),
  EndpointDisabled: defineEvent(
    'EndpointDisabled',
    'LOG',
    {
      category,
      description: 'An endpoint was switched off, and only who did it, or the operator, switches it on.',
    },
    { ...owner, by: z.enum(['owner', 'operator']), reason: Reason },
  ),
  EndpointEnabled: defineEvent(
    'EndpointEnabled',
    'LOG',
    { category, description: 'A disabled endpoint may be started again.' },
    { ...owner },
  ),
  DomainVerified: defineEvent(
    'DomainVerified',
    'LOG',
    {
      category,
      description: 'A custom domain of an endpoint was proven to be its owner’s: it reaches the endpoint.',
    },
    { ...owner, domain: z.string() },
  ),
  DomainReleased: defineEvent(
    'DomainReleased',
    'LOG',
    { category, description: 'A custom domain no longer reaches the endpoint.' },
    { ...owner, domain: z.string() },
  ),
  EndpointStateChanged: defineEvent(
    'EndpointStateChanged',
    'LOG',
    { category, description: 'An endpoint moved from one state of its life cycle to another.' },
    { ...owner, from: EndpointState.nullable(), to: EndpointState, reason: Reason },
  ),
  EndpointStopRequested: defineEvent(
    'EndpointStopRequested',
    'LOG',
    { category, description: 'An endpoint must stop: its replicas drain and go, its URL stays.' },
    { ...owner, reason: Reason },
  ),
  EndpointStartRequested: defineEvent(
    'EndpointStartRequested',
    'LOG',
    { category, description: 'A stopped or failed endpoint must serve again.' },
    { ...owner },
  ),
  EndpointDeleted: defineEvent(
    'EndpointDeleted',
    'LOG',
    { category, description: 'An endpoint is gone for good. Its past usage stays readable.' },
    { ...owner, name: z.string() },
  ),
} as const;
