import {
  ANYWHERE,
  ASYNC_ADDED_WITH_LIMITS,
  type EndpointSpec,
  SPEC_ADDED_WITH_LIMITS,
} from '@tidegate/contracts';

/** What is meant when a field is left out. What depends on other fields (model, source, framework, hardware) is in resolution.ts. */
export const DEFAULTS = {
  description: '',
  tags: {},
  image: null,
  task: null,
  quantization: null,
  engineArguments: {},
  environment: {},
  cluster: 'local',
  placement: ANYWHERE,
  diskMib: null,
  mountPath: null,
  containerPort: null,
  healthPath: null,
  /** A large model is fetched and loaded within ten minutes. */
  startupTimeoutSeconds: 600,
  sleepMode: 'cold',
  drainTimeoutSeconds: 600,
  visibility: 'private',
  internalOnly: false,
  securityGroups: [],
  customDomains: [],
  requestTimeouts: { firstByteSeconds: null, idleSeconds: null, totalSeconds: null },
  ...SPEC_ADDED_WITH_LIMITS,
  /** It sleeps when nobody calls, and one replica serves it: what costs least. */
  scaling: {
    mode: 'automatic',
    minReplicas: 0,
    maxReplicas: 1,
    rules: [{ metric: 'concurrency', target: 4 }],
    waitPrice: 'balanced',
    /** Measured against fixed times, it costs less at the same waiting. */
    idleTimeoutSeconds: null,
    initialCooldownSeconds: 0,
    stabilizationWindowSeconds: null,
    scaleUpPerMinute: null,
    scaleDownPerMinute: null,
    panic: true,
    schedules: [],
    seasonSeconds: null,
  },
  async: null,
  commitment: { kind: 'on-demand' },
  billingAccount: null,
  notifyWebhookUrl: null,
} satisfies Partial<Record<keyof EndpointSpec, unknown>>;

/** What a schedule leaves out: hours are those of UTC, and the bounds the endpoint’s own. */
export const SCHEDULE_DEFAULTS = { timeZone: 'UTC', minReplicas: null, maxReplicas: null };

export const ASYNC_DEFAULTS = { target: null, resultTtlSeconds: 86_400, ...ASYNC_ADDED_WITH_LIMITS };
