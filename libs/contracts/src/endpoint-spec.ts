import { z } from 'zod';
import { SecretId, SecurityGroupId } from './ids.ts';
import { NO_LIMITS, RateLimits } from './rate-limits.ts';

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
  /** Cheaper, and taken back whenever anybody who pays in full wants the room. Absent: not spot. */
  spot: z.boolean().optional(),
});
export type HardwareShape = z.infer<typeof HardwareShape>;

/** What the platform measures itself; every other metric is the runtime's own, by the name it has there. */
export const TRAFFIC_METRICS = ['concurrency', 'requestsPerSecond'] as const;

export const ScalingRule = z.object({
  /** `concurrency`, `requestsPerSecond`, or a metric of the runtime by any of its names. */
  metric: z.string().min(1).max(200),
  /** What one replica is meant to carry: requests in flight and waiting, requests per second, or so much of the metric. */
  target: z.number().positive().max(1_000_000_000),
});
export type ScalingRule = z.infer<typeof ScalingRule>;

/** Bounds that apply from a time of day on, for a while. Of several that apply the last begun counts. */
export const ScalingSchedule = z.object({
  /** When it begins: minute, hour, day of the month, month, day of the week. */
  cron: z.string().min(1).max(100),
  /** In which the five fields are meant, e.g. `Europe/Rome`. */
  timeZone: z.string().min(1).max(64),
  durationSeconds: z
    .int()
    .min(60)
    .max(7 * 86_400),
  /** Null: as the endpoint has it. */
  minReplicas: z.int().min(0).nullable(),
  maxReplicas: z.int().min(1).nullable(),
});
export type ScalingSchedule = z.infer<typeof ScalingSchedule>;

/** What a second of a caller's waiting may cost: `fast` keeps more in reserve and idles longer, `lean` less. */
export const WAIT_PRICES = ['lean', 'balanced', 'fast'] as const;

export const ScalingSpec = z.object({
  mode: z.enum(['automatic', 'manual']),
  minReplicas: z.int().min(0),
  maxReplicas: z.int().min(1),
  /** The highest answer wins. */
  rules: z.array(ScalingRule).min(1).max(8),
  waitPrice: z.enum(WAIT_PRICES),
  /** How long the last replica stays with nothing to do. Null: what the gaps between its requests make cheapest. */
  idleTimeoutSeconds: z.int().min(1).max(86_400).nullable(),
  /** The shortest time between a wake and the next sleep. */
  initialCooldownSeconds: z.int().min(0).max(86_400),
  /** No replica is given up before it was not wanted for so long. Null: as long as a start is worth. */
  stabilizationWindowSeconds: z.int().min(0).max(3600).nullable(),
  /** The most replicas gained, or lost, within any minute. Null: no limit. */
  scaleUpPerMinute: z.int().min(1).max(1000).nullable(),
  scaleDownPerMinute: z.int().min(1).max(1000).nullable(),
  /** Whether surges and queues are answered, or the level of the traffic alone. */
  panic: z.boolean(),
  schedules: z.array(ScalingSchedule).max(16),
  /** Traffic that repeats with this period is expected before it comes. Null: nothing is expected. */
  seasonSeconds: z
    .int()
    .min(300)
    .max(7 * 86_400)
    .nullable(),
});
export type ScalingSpec = z.infer<typeof ScalingSpec>;

/** `cold`: an endpoint that sleeps has no replica. `warm`: one stays, frozen or without its GPU memory, and wakes in seconds. */
export const SLEEP_MODES = ['cold', 'warm'] as const;

/** Where the weights come from. `folder` = the models folder of each node; `image` = they are part of the image, or it needs none. */
export const ModelSource = z.discriminatedUnion('kind', [
  /** By the model's id from the model hub; `revision` is a branch, tag or commit, null for its default. */
  z.object({ kind: z.literal('hub'), revision: z.string().nullable() }),
  /** `s3://bucket/prefix`. */
  z.object({ kind: z.literal('bucket'), url: z.string() }),
  z.object({ kind: z.literal('folder') }),
  z.object({ kind: z.literal('image') }),
]);
export type ModelSource = z.infer<typeof ModelSource>;

export const ImageSpec = z.object({
  /** `registry/name:tag` or `registry/name@sha256:…`. */
  reference: z.string(),
  /** What to start in it; null: what it starts by itself. */
  command: z.array(z.string()).nullable(),
  /** The sealed `{"username", "password"}` of its registry; null: it is public. */
  credentials: SecretId.nullable(),
});
export type ImageSpec = z.infer<typeof ImageSpec>;

/** Bounds of one request. Null: the gateway's own. */
export const RequestTimeouts = z.object({
  firstByteSeconds: z.int().min(1).max(86_400).nullable(),
  idleSeconds: z.int().min(1).max(86_400).nullable(),
  totalSeconds: z.int().min(1).max(86_400).nullable(),
});
export type RequestTimeouts = z.infer<typeof RequestTimeouts>;

/** What it takes at most, from all callers together; and how many requests one replica has at a time. Null: no limit. */
export const EndpointLimits = RateLimits.extend({
  replicaConcurrency: z.int().min(1).nullable(),
});
export type EndpointLimits = z.infer<typeof EndpointLimits>;

/** `prefix-affinity`: requests that begin alike go to the same replica, which has their beginning in its cache. */
export const BALANCINGS = ['least-outstanding', 'prefix-affinity'] as const;
export type Balancing = (typeof BALANCINGS)[number];

export const Commitment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('on-demand') }),
  /** Cannot be stopped, disabled by its owner or deleted before `until`. */
  z.object({ kind: z.literal('reserved'), until: z.iso.datetime() }),
]);
export type Commitment = z.infer<typeof Commitment>;

export const AsyncSettings = z.object({
  /** Paths below the endpoint that may be called asynchronously, e.g. `/v1/chat/completions`. */
  routes: z.array(z.string()).min(1).max(32),
  /** Where results go: a folder below the platform's results folder, or `s3://bucket/prefix`; null: kept by the platform. */
  target: z.string().nullable(),
  resultTtlSeconds: z
    .int()
    .min(60)
    .max(30 * 86_400),
  /** How often a request is tried before it has failed. */
  maxAttempts: z.int().min(1).max(20),
  /** From its being accepted; after it a request is not tried any more. */
  timeToLiveSeconds: z
    .int()
    .min(60)
    .max(7 * 86_400),
  /** Is told of the end of each; null: nobody is. */
  webhookUrl: z.string().nullable(),
});
export type AsyncSettings = z.infer<typeof AsyncSettings>;

/** Priorities of replicas: a higher one is placed first, and may take the place of a lower one. */
export const PRIORITY = { lowest: 0, usual: 50, highest: 100 } as const;

/** Where replicas may run, and whose turn it is. */
export const PlacementSpec = z.object({
  /** Only on nodes with all of these labels. */
  nodeLabels: z.record(z.string(), z.string()),
  /** Taints of nodes that do not keep it off. */
  tolerations: z.array(z.string()).max(16),
  /** Only in these; null: in any. */
  zones: z.array(z.string()).min(1).max(16).nullable(),
  /** `prefer`: replicas keep apart where it costs little. `nodes`, `zones`: never two on one node, in one zone. */
  spread: z.enum(['prefer', 'nodes', 'zones']),
  priority: z.int().min(PRIORITY.lowest).max(PRIORITY.highest),
  /** Replicas that are asked for together are placed together or not at all. */
  gang: z.boolean(),
});
export type PlacementSpec = z.infer<typeof PlacementSpec>;

export const ANYWHERE: PlacementSpec = {
  nodeLabels: {},
  tolerations: [],
  zones: null,
  spread: 'prefer',
  priority: PRIORITY.usual,
  gang: false,
};

/** One immutable configuration of an endpoint. */
export const EndpointSpec = z.object({
  name: z.string().regex(ENDPOINT_NAME),
  description: z.string().max(1000),
  tags: z.record(z.string(), z.string()),

  model: z.string().min(1).max(200),
  modelSource: ModelSource,
  /** Null: the framework's own. */
  image: ImageSpec.nullable(),
  /** What it is called for, e.g. `text-generation`; null: whatever its framework serves. */
  task: z.string().nullable(),
  framework: z.string(),
  /** E.g. `awq`, `fp8`; null: as the weights are. */
  quantization: z.string().nullable(),
  engineArguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  environment: z.record(z.string(), z.string()),
  /** Environment variables whose values are sealed: by name, the id of the value. A new value has a new id. */
  secrets: z.record(z.string(), SecretId),

  cluster: z.string(),
  hardware: HardwareShape,
  placement: PlacementSpec,
  /** Null: what the node gives. */
  diskMib: z.int().min(1).nullable(),
  /** Where the disk is mounted in a container; null: nowhere. */
  mountPath: z.string().nullable(),
  /** Null: the framework's. */
  containerPort: z.int().min(1).max(65_535).nullable(),
  /** Null: the framework's. */
  healthPath: z.string().nullable(),
  startupTimeoutSeconds: z.int().min(1).max(7200),
  sleepMode: z.enum(SLEEP_MODES),
  /** How long a replica that must go may finish what it has. */
  drainTimeoutSeconds: z.int().min(1).max(86_400),

  visibility: z.enum(['private', 'public']),
  /** Reached by the internal listener only. */
  internalOnly: z.boolean(),
  /** Callers must be allowed by one of these; empty: from anywhere. */
  securityGroups: z.array(SecurityGroupId).max(16),
  /** Hosts that reach it once their ownership is proven. */
  customDomains: z.array(z.string()).max(16),
  requestTimeouts: RequestTimeouts,
  limits: EndpointLimits,
  balancing: z.enum(BALANCINGS),
  scaling: ScalingSpec,
  async: AsyncSettings.nullable(),
  commitment: Commitment,
  /** Whom its cost is charged to, in the words of whoever runs the platform; null: the project. */
  billingAccount: z.string().nullable(),
  /** Where to say that it became ready or failed for the first time. */
  notifyWebhookUrl: z.string().nullable(),
});
export type EndpointSpec = z.infer<typeof EndpointSpec>;

/**
 * What becomes of a field that changes while the endpoint lives. `hot`: it applies at once. `rolling`: replicas are replaced,
 * without a lost request. `immutable`: it cannot. Each field is declared here and nowhere else.
 */
export const FIELD_CLASSES = {
  name: 'immutable',
  cluster: 'immutable',

  model: 'rolling',
  modelSource: 'rolling',
  image: 'rolling',
  task: 'rolling',
  framework: 'rolling',
  quantization: 'rolling',
  engineArguments: 'rolling',
  environment: 'rolling',
  secrets: 'rolling',
  hardware: 'rolling',
  placement: 'rolling',
  diskMib: 'rolling',
  mountPath: 'rolling',
  containerPort: 'rolling',
  healthPath: 'rolling',
  startupTimeoutSeconds: 'rolling',
  sleepMode: 'rolling',

  description: 'hot',
  tags: 'hot',
  drainTimeoutSeconds: 'hot',
  visibility: 'hot',
  internalOnly: 'hot',
  securityGroups: 'hot',
  customDomains: 'hot',
  requestTimeouts: 'hot',
  limits: 'hot',
  balancing: 'hot',
  scaling: 'hot',
  async: 'hot',
  commitment: 'hot',
  billingAccount: 'hot',
  notifyWebhookUrl: 'hot',
} as const satisfies Record<keyof EndpointSpec, 'hot' | 'rolling' | 'immutable'>;

/** What version 1 of EndpointRequested did not have, as it then was. */
export const SPEC_ADDED_IN_VERSION_2 = {
  tags: {},
  modelSource: { kind: 'folder' },
  image: null,
  task: null,
  quantization: null,
  secrets: {},
  diskMib: null,
  mountPath: null,
  containerPort: null,
  healthPath: null,
  drainTimeoutSeconds: 600,
  internalOnly: false,
  securityGroups: [],
  customDomains: [],
  requestTimeouts: { firstByteSeconds: null, idleSeconds: null, totalSeconds: null },
  async: null,
  commitment: { kind: 'on-demand' },
  billingAccount: null,
} as const satisfies Partial<Record<keyof EndpointSpec, unknown>>;

/** What versions before 3 of EndpointRequested, and before 2 of EndpointUpdated, did not have. */
export const SPEC_ADDED_WITH_PLACEMENT = { placement: ANYWHERE } as const satisfies Partial<EndpointSpec>;

/** What versions before 4 of EndpointRequested, and before 3 of EndpointUpdated, did not have, as it then was. */
export const SCALING_ADDED_WITH_HEADWAY = {
  waitPrice: 'balanced',
  stabilizationWindowSeconds: null,
  scaleUpPerMinute: null,
  scaleDownPerMinute: null,
  panic: true,
  schedules: [],
  seasonSeconds: null,
} as const satisfies Partial<ScalingSpec>;

/** What versions before 5 of EndpointRequested, and before 4 of EndpointUpdated, did not have, as it then was. */
export const SPEC_ADDED_WITH_LIMITS = {
  limits: { ...NO_LIMITS, replicaConcurrency: null },
  balancing: 'least-outstanding',
} as const satisfies Partial<EndpointSpec>;

/** The same of its asynchronous requests. */
export const ASYNC_ADDED_WITH_LIMITS = {
  maxAttempts: 6,
  timeToLiveSeconds: 86_400,
  webhookUrl: null,
} as const satisfies Partial<AsyncSettings>;
