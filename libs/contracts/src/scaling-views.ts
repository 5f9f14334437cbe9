import { z } from 'zod';
import { ScalingSpec } from './endpoint-spec.ts';
import { EndpointId } from './ids.ts';
import { ScalingInputs, ScalingLimit, scalingEvents } from './scaling.events.ts';

/** What the scaler has learned of one endpoint, in seconds unless the name says otherwise. */
export const LearnedView = z.object({
  /** The mean time from dispatch to the end of an answer. */
  serviceSeconds: z.number(),
  /** The median of `starts`; null: no start has been measured. */
  startSeconds: z.number().nullable(),
  /** The last start times, the newest last. */
  starts: z.array(z.number()).max(100),
  /** How often it had nothing to do, and for how long the last times, the newest last. */
  gaps: z.object({ seen: z.int(), seconds: z.array(z.number()).max(500) }),
  /** By how much the load rises above what was forecast, as a share of it. */
  forecastError: z.number(),
  /** How long the last replica stays, and from when until when of idleness one is there again; null: not before the next request. */
  idlePlan: z
    .object({
      keepSeconds: z.number(),
      fromSeconds: z.number().nullable(),
      toSeconds: z.number().nullable(),
    })
    .nullable(),
});
export type LearnedView = z.infer<typeof LearnedView>;

/** Why an endpoint has the count it has at this moment. */
export const ScalingView = z.object({
  endpointId: EndpointId,
  at: z.iso.datetime(),
  /** Replicas asked for so far, and those that the last look asks for. */
  current: z.int(),
  desired: z.int(),
  cause: scalingEvents.ScaleDecided.schema.shape.cause,
  /** One sentence, and the arithmetic with its numbers. */
  text: z.string(),
  formula: z.string(),
  limitedBy: z.array(ScalingLimit),
  /** When a lower count becomes possible with nothing new happening; null: not by time alone. */
  mayMoveInSeconds: z.number().nullable(),
  /** Null: the load has no say, e.g. of an endpoint that is stopped. */
  inputs: ScalingInputs.nullable(),
  learned: LearnedView.nullable(),
});
export type ScalingView = z.infer<typeof ScalingView>;

/** What one question may ask for. */
export const SIMULATION_BOUNDS = {
  policies: 5,
  days: 31,
  /** Days times policies: about half a minute of work. */
  policyDays: 62,
  requests: 2_000_000,
  seriesPoints: 500,
  /** From the question to the answer. */
  seconds: 60,
} as const;

export const SimulationPolicy = z.object({ name: z.string().min(1).max(64), scaling: ScalingSpec });
export type SimulationPolicy = z.infer<typeof SimulationPolicy>;

export const SimulateAsk = z.object({
  endpointId: EndpointId,
  /** Whole minutes are replayed: those that begin in `[from, to)`. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  policies: z.array(SimulationPolicy).min(1).max(SIMULATION_BOUNDS.policies),
  /** What one replica works on at once where no rule on concurrency says it; null: not known. */
  slots: z.int().min(1).nullable(),
});
export type SimulateAsk = z.infer<typeof SimulateAsk>;

/** One value for each `bucketSeconds` of the window. */
const Column = z.array(z.number()).max(SIMULATION_BOUNDS.seriesPoints);

export const SimulationSeries = z.object({
  /** Requests that came. */
  arrivals: Column,
  /** Replicas that held their hardware, and those that took requests: means. */
  replicas: Column,
  ready: Column,
  /** The most that waited at once. */
  waiting: Column,
  /** The mean of what was worked on. */
  inFlight: Column,
});
export type SimulationSeries = z.infer<typeof SimulationSeries>;

/** What a policy would have cost, and how its callers would have fared. */
export const SimulatedPolicy = z.object({
  name: z.string(),
  /** Hardware held, from the request for a replica to its end. */
  replicaSeconds: z.number(),
  /** Wakes from nothing that somebody waited for; and all requests that came while no replica was ready. */
  coldStarts: z.int(),
  coldRequests: z.int(),
  /** Replicas that were started. */
  starts: z.int(),
  changesPerHour: z.number(),
  mostReplicas: z.int(),
  /** From the arrival to a replica. */
  waitSeconds: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), mean: z.number() }),
  /** Shares of the requests that waited no longer; null: there was none. */
  within1s: z.number().nullable(),
  within5s: z.number().nullable(),
  series: SimulationSeries,
});
export type SimulatedPolicy = z.infer<typeof SimulatedPolicy>;

export const SimulateAnswer = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  requests: z.int(),
  bucketSeconds: z.int(),
  /** In the order they were asked. */
  policies: z.array(SimulatedPolicy),
  /** What the replay takes for granted, one sentence each. */
  notes: z.array(z.string()),
});
export type SimulateAnswer = z.infer<typeof SimulateAnswer>;
