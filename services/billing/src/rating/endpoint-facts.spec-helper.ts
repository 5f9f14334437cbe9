import { ANYWHERE, type EndpointSpec, NO_LIMITS } from '@tidegate/contracts';
import type { EndpointFact } from '../metering/endpoint-traces.ts';
import { type At, ENDPOINT, PROJECT, recorded, type Shape, shape, type Whose } from './facts.spec-helper.ts';

const owner = ({ endpointId = ENDPOINT, projectId = PROJECT }: Whose) => ({ endpointId, projectId });

export const idled = (given: At): EndpointFact =>
  recorded(
    { type: 'EndpointIdled', data: { ...owner(given), sinceUs: given.atUs } },
    { id: `idled-${String(given.atUs)}` },
  );

export const occupied = (given: At): EndpointFact =>
  recorded(
    { type: 'EndpointOccupied', data: { ...owner(given), sinceUs: given.atUs } },
    { id: `occupied-${String(given.atUs)}` },
  );

export const domain = (type: 'DomainVerified' | 'DomainReleased', name: string, given: At): EndpointFact =>
  recorded(
    { type, data: { ...owner(given), domain: name } },
    { id: `${type}-${name}-${String(given.atUs)}`, occurredAtUs: given.atUs },
  );

export const deleted = (given: At): EndpointFact =>
  recorded(
    { type: 'EndpointDeleted', data: { ...owner(given), name: 'served' } },
    { id: 'deleted', occurredAtUs: given.atUs },
  );

const SPEC: EndpointSpec = {
  name: 'served',
  description: '',
  tags: {},
  model: 'tiny',
  modelSource: { kind: 'folder' },
  image: null,
  task: null,
  framework: 'double',
  quantization: null,
  engineArguments: {},
  environment: {},
  secrets: {},
  cluster: 'local',
  hardware: shape({}),
  placement: ANYWHERE,
  diskMib: null,
  mountPath: null,
  containerPort: null,
  healthPath: null,
  startupTimeoutSeconds: 60,
  sleepMode: 'cold',
  drainTimeoutSeconds: 60,
  visibility: 'private',
  internalOnly: false,
  securityGroups: [],
  customDomains: [],
  requestTimeouts: { firstByteSeconds: null, idleSeconds: null, totalSeconds: null },
  limits: { ...NO_LIMITS, replicaConcurrency: null },
  balancing: 'least-outstanding',
  scaling: {
    mode: 'automatic',
    minReplicas: 0,
    maxReplicas: 4,
    rules: [{ metric: 'concurrency', target: 1 }],
    waitPrice: 'balanced',
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
};

type Asked = At &
  Shape &
  Readonly<{
    minReplicas?: number;
    committedUntil?: string;
    takesAsync?: boolean;
    diskMib?: number;
    tags?: Record<string, string>;
  }>;
const ASYNC: EndpointSpec['async'] = {
  routes: ['/v1/completions'],
  target: null,
  resultTtlSeconds: 60,
  maxAttempts: 1,
  timeToLiveSeconds: 60,
  webhookUrl: null,
};

/** The first revision, or a later one. */
export const asked = (given: Asked): EndpointFact => {
  const revision = given.revision ?? 1;
  const spec: EndpointSpec = {
    ...SPEC,
    hardware: shape(given),
    tags: given.tags ?? {},
    diskMib: given.diskMib ?? null,
    async: given.takesAsync ? ASYNC : null,
    scaling: { ...SPEC.scaling, minReplicas: given.minReplicas ?? 0 },
    commitment:
      given.committedUntil === undefined
        ? { kind: 'on-demand' }
        : { kind: 'reserved', until: given.committedUntil },
  };
  const record = { id: `revision-${String(revision)}`, occurredAtUs: given.atUs };
  if (revision === 1)
    return recorded({ type: 'EndpointRequested', data: { ...owner(given), revision, spec } }, record);
  const change = { templateRevision: revision, changed: [], cause: 'update' as const };
  return recorded({ type: 'EndpointUpdated', data: { ...owner(given), revision, spec, ...change } }, record);
};
