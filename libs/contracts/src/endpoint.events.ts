import { z } from 'zod';
import { defineEvent } from './event.ts';
import { EndpointId, ProjectId } from './ids.ts';

/** 2-64 characters, a letter first, a letter or digit last, and no two of `-` `_` `.` in a row. */
export const ENDPOINT_NAME = /^(?=.{2,64}$)[A-Za-z](?:[A-Za-z0-9]|[-_.](?=[A-Za-z0-9]))*$/;

/** The hardware a replica holds, resolved when the endpoint was accepted: a later change of the catalogue changes nothing here. */
export const HardwareShape = z.object({
  /** The flavour's id in the catalogue, e.g. `cpu-1x`, `h100-8x`. */
  id: z.string(),
  gpuModel: z.string().nullable(),
  gpuCount: z.int().min(0).max(64),
  /** Share of each GPU in thousandths: 1000 is a whole one. */
  gpuThousandths: z.int().min(1).max(1000),
  vcpuMillis: z.int().min(1),
  memoryMib: z.int().min(1),
});
export type HardwareShape = z.infer<typeof HardwareShape>;

export const ScalingRule = z.object({
  metric: z.enum(['concurrency', 'requestsPerSecond']),
  /** What one replica is meant to carry: requests in flight and waiting, or requests per second. */
  target: z.number().positive().max(100_000),
});
export type ScalingRule = z.infer<typeof ScalingRule>;

export const ScalingSpec = z.object({
  mode: z.enum(['automatic', 'manual']),
  minReplicas: z.int().min(0),
  maxReplicas: z.int().min(1),
  rules: z.array(ScalingRule).min(1).max(8),
  /** How long the last replica stays with nothing to do. */
  idleTimeoutSeconds: z.int().min(1).max(86_400),
  /** The shortest time between a wake and the next sleep. */
  initialCooldownSeconds: z.int().min(0).max(86_400),
});
export type ScalingSpec = z.infer<typeof ScalingSpec>;

export const EndpointSpec = z.object({
  name: z.string().regex(ENDPOINT_NAME),
  description: z.string().max(1000),
  model: z.string().min(1).max(200),
  framework: z.string(),
  engineArguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  environment: z.record(z.string(), z.string()),
  cluster: z.string(),
  hardware: HardwareShape,
  visibility: z.enum(['private', 'public']),
  scaling: ScalingSpec,
  startupTimeoutSeconds: z.int().min(1).max(7200),
  /** Where to say that it became ready or failed for the first time. */
  notifyWebhookUrl: z.string().nullable(),
});
export type EndpointSpec = z.infer<typeof EndpointSpec>;

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

const owner = { endpointId: EndpointId, projectId: ProjectId };
const category = 'endpoint';

export const endpointEvents = {
  EndpointRequested: defineEvent(
    'EndpointRequested',
    'LOG',
    { category, description: 'An endpoint was accepted, with its first revision.' },
    { ...owner, revision: z.int().min(1), spec: EndpointSpec },
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
