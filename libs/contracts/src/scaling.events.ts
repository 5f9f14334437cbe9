import { z } from 'zod';
import { defineEvent } from './event.ts';
import { EndpointId, ProjectId } from './ids.ts';

/** What kept the count from being what the rules alone would have asked for. */
export const SCALING_LIMITS = [
  'min_replicas',
  'max_replicas',
  'idle_timeout',
  'initial_cooldown',
  'scale_down_hold',
  'metric_stale',
  'capacity',
] as const;

export const ScalingInputs = z.object({
  /** The facts of the moment: counts from the gateways and the replicas known to exist. */
  inFlight: z.number(),
  waiting: z.number(),
  requestsPerSecond: z.number(),
  /** Replicas asked for before this decision. */
  current: z.int(),
  ready: z.int(),
  /** Seconds since a request was last in flight or waiting; null when there never was one. */
  idleSeconds: z.number().nullable(),
  /** For how long the endpoint's traffic was seen without a break; 0 when it is not seen now. */
  observedSeconds: z.number(),
  /** For how long at least one replica has been ready; null when none is. */
  readySeconds: z.number().nullable(),
  /** Since the count last rose from 0; null when it never did. */
  secondsSinceWake: z.number().nullable(),
  /** Nobody reports the traffic: counts above are unknown, not 0. */
  stale: z.boolean(),
  /** What each rule asked for by itself. */
  demands: z.array(
    z.object({ metric: z.string(), value: z.number(), target: z.number(), replicas: z.int() }),
  ),
  /** The most that was wanted within the hold: scaling down stops here. */
  heldReplicas: z.int(),
});
export type ScalingInputs = z.infer<typeof ScalingInputs>;

export const scalingEvents = {
  ScaleDecided: defineEvent(
    'ScaleDecided',
    'LOG',
    {
      category: 'scaling',
      description:
        'The number of replicas an endpoint must have, and why. It explains itself: inputs, formula, limits, one sentence.',
    },
    {
      endpointId: EndpointId,
      projectId: ProjectId,
      revision: z.int().min(1),
      from: z.int().min(0),
      to: z.int().min(0),
      cause: z.enum(['deploy', 'load', 'wake', 'idle', 'stop', 'start', 'manual', 'failed', 'delete']),
      inputs: ScalingInputs.nullable(),
      /** The arithmetic, with its numbers. */
      formula: z.string(),
      limitedBy: z.array(z.enum(SCALING_LIMITS)),
      policyVersion: z.int(),
      /** Epoch of the leader's lease that decided: a later epoch overrules an earlier one. */
      leaseEpoch: z.int(),
      /** One English sentence for people. */
      text: z.string(),
    },
  ),
  TrafficVisibilityChanged: defineEvent(
    'TrafficVisibilityChanged',
    'LOG',
    {
      category: 'scaling',
      description:
        'The traffic of an endpoint with replicas is not reported any more, or is again. Unseen traffic is never taken for none.',
    },
    { endpointId: EndpointId, projectId: ProjectId, visible: z.boolean() },
  ),
} as const;
