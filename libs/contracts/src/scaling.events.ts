import { z } from 'zod';
import { defineEvent } from './event.ts';
import { EndpointId, ProjectId, ReplicaId } from './ids.ts';

/** What kept the count from being what the load alone would have asked for. */
export const SCALING_LIMITS = [
  'min_replicas',
  'max_replicas',
  'idle_timeout',
  'initial_cooldown',
  'scale_down_hold',
  'scale_up_rate',
  'scale_down_rate',
  'metric_stale',
  'budget',
  'capacity',
] as const;
export const ScalingLimit = z.enum(SCALING_LIMITS);
export type ScalingLimit = z.infer<typeof ScalingLimit>;

/** How the rule on concurrency came to its answer, in busy slots unless the name says otherwise. */
export const HeadwayTerms = z.object({
  /** What one replica works on at once. */
  slots: z.number(),
  /** Learned: how long an answer takes, and a start. */
  serviceSeconds: z.number(),
  startSeconds: z.number(),
  /** Of the rate that comes now and is likely to go on, of the one that just came, and of the one expected of the season. */
  level: z.number(),
  surge: z.number(),
  seasonal: z.number(),
  demand: z.number(),
  /** The learned error of its own forecasts, as a share of the demand. */
  error: z.number(),
  spread: z.number(),
  safety: z.number(),
  backlog: z.number(),
});

export const ScalingDemand = z.object({
  metric: z.string(),
  target: z.number(),
  /** Over all replicas together; null: not known now, and never taken for 0. */
  value: z.number().nullable(),
  /** Replicas wanted now; of them wanted even without a backlog; and kept once they are ready. */
  replicas: z.int(),
  calm: z.int(),
  keep: z.int(),
  headway: HeadwayTerms.nullable(),
});
export type ScalingDemand = z.infer<typeof ScalingDemand>;

export const ScalingInputs = z.object({
  /** The facts of the moment: counts from the gateways and the replicas known to exist. */
  inFlight: z.number(),
  waiting: z.number(),
  requestsPerSecond: z.number(),
  /** Replicas asked for before this decision, those of them that are ready, and how many are being started. */
  current: z.int(),
  ready: z.int(),
  starting: z.int(),
  /** Seconds since a request was last in flight or waiting; null when there never was one. */
  idleSeconds: z.number().nullable(),
  /** For how long at least one replica has been ready; null when none is. */
  readySeconds: z.number().nullable(),
  /** Since the count last rose from 0; null when it never did. */
  secondsSinceWake: z.number().nullable(),
  /** Nobody reports the traffic: counts above are unknown, not 0. */
  stale: z.boolean(),
  /** What each rule asked for by itself. */
  demands: z.array(ScalingDemand),
  /** The most that was wanted within the hold: scaling down stops here, and in how many seconds the hold lets go. */
  heldReplicas: z.int(),
  holdSeconds: z.number(),
  holdEndsInSeconds: z.number(),
  /** Whether the last replica stays when no more than one is wanted. */
  rest: z.object({
    isKept: z.boolean(),
    /** Wanted before the next request comes. */
    isExpected: z.boolean(),
    by: z.array(ScalingLimit),
    idleSeconds: z.number(),
    /** How long it stays with nothing to do. */
    keepSeconds: z.number(),
    leavesInSeconds: z.number().nullable(),
  }),
  /** The least and the most replicas of the last minute. */
  lowestOfMinute: z.int(),
  highestOfMinute: z.int(),
  /** The bounds of this moment: the endpoint’s own, or those of a schedule. */
  bounds: z.object({ minReplicas: z.int(), maxReplicas: z.int(), by: z.enum(['settings', 'schedule']) }),
  ceilings: z.array(z.object({ reason: z.enum(['budget', 'capacity']), replicas: z.int() })),
});
export type ScalingInputs = z.infer<typeof ScalingInputs>;

type Data = Record<string, unknown>;

/** Version 1 had another policy: averages over a minute, and no learned times. */
const inputsOfVersion1 = (inputs: Data): Data => {
  const { demands, observedSeconds, ...rest } = inputs;
  const current = Number(inputs['current']);
  return {
    ...rest,
    starting: Math.max(0, current - Number(inputs['ready'])),
    demands: (demands as Data[]).map((demand) => ({
      ...demand,
      calm: demand['replicas'],
      keep: demand['replicas'],
      headway: null,
    })),
    holdSeconds: 60,
    holdEndsInSeconds: 0,
    rest: {
      isKept: true,
      isExpected: false,
      by: [],
      idleSeconds: inputs['idleSeconds'] ?? observedSeconds,
      keepSeconds: 0,
      leavesInSeconds: null,
    },
    lowestOfMinute: current,
    highestOfMinute: current,
    bounds: { minReplicas: 0, maxReplicas: Math.max(1, current), by: 'settings' },
    ceilings: [],
  };
};

export const scalingEvents = {
  EndpointIdled: defineEvent(
    'EndpointIdled',
    'LOG',
    {
      category: 'scaling',
      description:
        'An endpoint with replicas has had nothing to do since a moment: no request, no asynchronous one that waits.',
    },
    {
      endpointId: EndpointId,
      projectId: ProjectId,
      sinceUs: z.int().min(0),
      /** What each gateway had counted by then: while it says the same, nothing has come. */
      counted: z.record(z.string(), z.number()).optional(),
    },
  ),
  EndpointOccupied: defineEvent(
    'EndpointOccupied',
    'LOG',
    {
      category: 'scaling',
      description:
        'Until this moment it is proven that an endpoint was idle: then it had something to do again, or no replica, or it is not known.',
    },
    { endpointId: EndpointId, projectId: ProjectId, sinceUs: z.int().min(0) },
  ),
  ScaleDecided: defineEvent(
    'ScaleDecided',
    'LOG',
    {
      category: 'scaling',
      description:
        'The number of replicas an endpoint must have, and why. It explains itself: inputs, formula, limits, one sentence.',
      version: 2,
      upcasts: {
        1: (data) => ({
          ...data,
          inputs: data['inputs'] === null ? null : inputsOfVersion1(data['inputs'] as Data),
          mayMoveInSeconds: null,
          spare: [],
        }),
      },
    },
    {
      endpointId: EndpointId,
      projectId: ProjectId,
      revision: z.int().min(1),
      from: z.int().min(0),
      to: z.int().min(0),
      /** `budget`: nothing may be spent on it. Said of an endpoint without replicas too, so that `from` may be 0 like `to`; likewise when it is over. */
      cause: z.enum([
        'deploy',
        'load',
        'wake',
        'idle',
        'stop',
        'start',
        'manual',
        'failed',
        'delete',
        'budget',
      ]),
      inputs: ScalingInputs.nullable(),
      /** The arithmetic, with its numbers. */
      formula: z.string(),
      limitedBy: z.array(ScalingLimit),
      /** When a lower count becomes possible with nothing new happening; null: not by time alone. */
      mayMoveInSeconds: z.number().nullable(),
      /** When it lowers the count: who is to go first, the least busy before the others. Those not named come after. */
      spare: z.array(ReplicaId).max(1000),
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
