import { ANYWHERE, type EndpointSpec } from '@tidegate/contracts';

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
  drainTimeoutSeconds: 600,
  visibility: 'private',
  internalOnly: false,
  securityGroups: [],
  customDomains: [],
  requestTimeouts: { firstByteSeconds: null, idleSeconds: null, totalSeconds: null },
  /** It sleeps when nobody calls, and one replica serves it: what costs least. */
  scaling: {
    mode: 'automatic',
    minReplicas: 0,
    maxReplicas: 1,
    rules: [{ metric: 'concurrency', target: 4 }],
    idleTimeoutSeconds: 300,
    initialCooldownSeconds: 0,
  },
  async: null,
  commitment: { kind: 'on-demand' },
  billingAccount: null,
  notifyWebhookUrl: null,
} satisfies Partial<Record<keyof EndpointSpec, unknown>>;

/** A week: results are fetched after a weekend too. */
export const ASYNC_DEFAULTS = { target: null, resultTtlSeconds: 86_400 };
