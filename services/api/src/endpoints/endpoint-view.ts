import {
  EndpointId,
  EndpointSpec,
  EndpointState,
  HardwareShape,
  ProjectId,
  type EndpointSpec as Spec,
  Reason,
} from '@tidegate/contracts';
import { frameworkOf } from '@tidegate/frameworks';
import { z } from 'zod';
import { ACTIONS, actionsIn } from './endpoint-states.ts';

/** An endpoint as its owner sees it. */
export const EndpointView = z.object({
  id: EndpointId,
  projectId: ProjectId,
  name: z.string(),
  description: z.string(),
  /** Where it is called, below the platform’s address. It never changes. */
  url: z.string(),
  state: EndpointState,
  reason: Reason,
  /** What stands beside the state and never hides it. */
  conditions: z.array(Reason),
  /** What its owner can do now. */
  actions: z.array(z.enum(ACTIONS)),
  revision: z.int(),
  ...EndpointSpec.pick({
    model: true,
    framework: true,
    engineArguments: true,
    environment: true,
    cluster: true,
    visibility: true,
    scaling: true,
    startupTimeoutSeconds: true,
    notifyWebhookUrl: true,
  }).shape,
  /** `simulated` once a replica ran: true when its GPUs only pretend to be. */
  hardware: HardwareShape.extend({ simulated: z.boolean().optional() }),
  /** Its engine makes its answers up, or its hardware only pretends. */
  simulated: z.boolean(),
  replicas: z.object({ desired: z.int(), ready: z.int() }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type EndpointView = z.infer<typeof EndpointView>;

/** What is stored or known about an endpoint, from the read model or from its own stream. */
export type EndpointFacts = Readonly<{
  id: string;
  projectId: string;
  state: EndpointState;
  reason: z.infer<typeof Reason>;
  revision: number;
  spec: Spec;
  desired: number;
  ready: number;
  simulated: boolean | null;
  createdAt: Date;
  updatedAt: Date;
}>;

export const viewOf = ({
  spec,
  desired,
  ready,
  simulated,
  createdAt,
  updatedAt,
  ...facts
}: EndpointFacts): EndpointView => {
  const { hardware, ...rest } = spec;
  return {
    ...facts,
    ...rest,
    url: `/api/d/${facts.id}`,
    conditions: [],
    actions: actionsIn(facts.state),
    hardware: { ...hardware, ...(simulated !== null && { simulated }) },
    simulated: simulated === true || frameworkOf(rest.framework)?.simulated === true,
    replicas: { desired, ready },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
};
