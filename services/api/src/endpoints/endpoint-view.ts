import {
  Condition,
  EndpointId,
  EndpointSpec,
  EndpointState,
  HardwareShape,
  ImageSpec,
  ProjectId,
  Reason,
} from '@tidegate/contracts';
import { frameworkOf } from '@tidegate/frameworks';
import { z } from 'zod';
import { ACTIONS, actionsIn } from '../life-cycle/endpoint-states.ts';
import type { EndpointFacts } from './endpoint-facts.ts';

export type { EndpointFacts } from './endpoint-facts.ts';

/** Template `to` takes over from `from`, or gets a share of its requests. */
export const RolloutView = z.object({
  from: z.int(),
  to: z.int(),
  /** Of 100 requests, how many go to `to`; 100: it replaces the other. */
  percent: z.int(),
  startedAt: z.iso.datetime(),
  /** Ready replicas of `to`, and of all others. */
  readyNew: z.int(),
  readyOld: z.int(),
});
export type RolloutView = z.infer<typeof RolloutView>;

/** An endpoint as its owner sees it: its whole configuration, of secrets the names only. */
export const EndpointView = z.object({
  id: EndpointId,
  projectId: ProjectId,
  /** Where it is called, below the platform’s address. It never changes. */
  url: z.string(),
  state: EndpointState,
  reason: Reason,
  /** What stands beside the state and never hides it. */
  conditions: z.array(Reason.extend({ condition: Condition, since: z.iso.datetime() })),
  /** Who switched it off; null: nobody. */
  disabledBy: z.enum(['owner', 'operator']).nullable(),
  /** What its owner can do now. */
  actions: z.array(z.enum(ACTIONS)),
  revision: z.int(),
  /** The revision that brought the fields that replicas run with. */
  templateRevision: z.int(),
  rollout: RolloutView.nullable(),
  ...EndpointSpec.omit({ secrets: true, image: true, hardware: true }).shape,
  image: ImageSpec.omit({ credentials: true }).extend({ hasCredentials: z.boolean() }).nullable(),
  /** By name; values are never shown. */
  secrets: z.record(z.string(), z.object({ setAt: z.iso.datetime() })),
  /** `simulated` once a replica ran: true when its GPUs only pretend to be. */
  hardware: HardwareShape.extend({ simulated: z.boolean().optional() }),
  /** Its engine makes its answers up, or its hardware only pretends. */
  simulated: z.boolean(),
  replicas: z.object({ desired: z.int(), ready: z.int() }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type EndpointView = z.infer<typeof EndpointView>;

export const viewOf = (facts: EndpointFacts): EndpointView => {
  const { id, projectId, state, reason, disabledBy, revision, templateRevision, spec, simulated } = facts;
  const { secrets, image, hardware, ...shown } = spec;
  return {
    ...shown,
    id,
    projectId,
    url: `/api/d/${id}`,
    state,
    reason,
    conditions: [...facts.conditions],
    disabledBy,
    actions: actionsIn(state, facts),
    revision,
    templateRevision,
    rollout: rolloutOf(facts),
    image: imageOf(image),
    secrets: secretNames(secrets, facts),
    hardware: { ...hardware, ...(simulated !== null && { simulated }) },
    simulated: simulated === true || frameworkOf(spec.framework)?.simulated === true,
    replicas: { desired: facts.desired, ready: facts.ready },
    createdAt: facts.createdAt.toISOString(),
    updatedAt: facts.updatedAt.toISOString(),
  };
};

const rolloutOf = ({ rollout, ready, readyByTemplate }: EndpointFacts): RolloutView | null => {
  if (!rollout) return null;
  const readyNew = readyByTemplate[String(rollout.to)] ?? 0;
  return { ...rollout, readyNew, readyOld: ready - readyNew };
};

const imageOf = (image: EndpointSpec['image']): EndpointView['image'] =>
  image && {
    reference: image.reference,
    command: image.command,
    hasCredentials: image.credentials !== null,
  };

const secretNames = (
  secrets: EndpointSpec['secrets'],
  { secretsSetAt, createdAt }: EndpointFacts,
): EndpointView['secrets'] =>
  Object.fromEntries(
    Object.keys(secrets).map((name) => [name, { setAt: secretsSetAt[name] ?? createdAt.toISOString() }]),
  );
