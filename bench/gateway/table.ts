// What the gateway knows when it is measured, as events of the log.
import { ANYWHERE, type EndpointSpec, type EventNamed, type EventType } from '@tidegate/contracts';
import { createHash, randomBytes } from 'node:crypto';
import type { Settings } from './native.ts';

const PROJECT = 'proj-0000000000be';
const NODE = 'node-0000000000be';
/** Endpoints and tokens that are in the tables and are not called. */
const BYSTANDERS = 50;
/** Limits that are counted and never reached. */
const FAR = 1_000_000_000;

export type Append = <Type extends EventType>(type: Type, data: EventNamed<Type>['data']) => Promise<void>;

const id = (prefix: string): string => `${prefix}-${randomBytes(6).toString('hex')}`;

const STILL: EndpointSpec['scaling'] = {
  mode: 'manual',
  minReplicas: 1,
  maxReplicas: 5,
  rules: [{ metric: 'concurrency', target: 1000 }],
  waitPrice: 'balanced',
  idleTimeoutSeconds: null,
  initialCooldownSeconds: 0,
  stabilizationWindowSeconds: null,
  scaleUpPerMinute: null,
  scaleDownPerMinute: null,
  panic: false,
  schedules: [],
  seasonSeconds: null,
};

/** Everything on that a request meets. */
const ON: EndpointSpec = {
  name: 'all-on',
  description: '',
  tags: {},
  model: 'owner/tiny',
  modelSource: { kind: 'folder' },
  image: null,
  task: null,
  framework: 'engine-double',
  quantization: null,
  engineArguments: {},
  environment: {},
  secrets: {},
  cluster: 'local',
  hardware: {
    id: 'cpu-1x',
    gpuModel: null,
    gpuCount: 0,
    gpuThousandths: 1000,
    vcpuMillis: 1000,
    memoryMib: 1024,
  },
  placement: ANYWHERE,
  diskMib: null,
  mountPath: null,
  containerPort: null,
  healthPath: null,
  startupTimeoutSeconds: 60,
  sleepMode: 'cold',
  drainTimeoutSeconds: 600,
  visibility: 'private',
  internalOnly: false,
  securityGroups: [],
  customDomains: [],
  requestTimeouts: { firstByteSeconds: null, idleSeconds: null, totalSeconds: null },
  limits: { requestsPerMinute: FAR, tokensPerMinute: FAR, replicaConcurrency: 100_000 },
  balancing: 'prefix-affinity',
  scaling: STILL,
  async: null,
  commitment: { kind: 'on-demand' },
  billingAccount: null,
  notifyWebhookUrl: null,
};

const issue = async (append: Append, perMinute: number | null): Promise<string> => {
  const digits = randomBytes(6).toString('hex');
  const text = `tg_${digits}_${randomBytes(32).toString('base64url')}`;
  await append('TokenIssued', {
    tokenId: `tok-${digits}`,
    projectId: PROJECT,
    name: digits,
    scopes: ['invoke'],
    secretSha256: createHash('sha256').update(text).digest('hex'),
    expiresAt: null,
    limits: { requestsPerMinute: perMinute, tokensPerMinute: perMinute },
  });
  return text;
};

const accept = async (
  append: Append,
  upstreams: readonly number[],
  spec: Partial<EndpointSpec>,
): Promise<string> => {
  const whose = { endpointId: id('endpt'), projectId: PROJECT };
  await append('EndpointRequested', { ...whose, revision: 1, spec: { ...ON, ...spec } });
  for (const port of upstreams)
    await append('ReplicaReady', {
      ...whose,
      replicaId: id('repl'),
      revision: 1,
      nodeId: NODE,
      host: '127.0.0.1',
      port,
      readyAtUs: Date.now() * 1000,
    });
  return whose.endpointId;
};

/** How the gateway is asked with everything on, and with one thing off each. */
export type Asked = Readonly<{ ask: Settings; ways: Readonly<Record<string, Settings>> }>;

/** Endpoints whose replicas listen on these ports. */
export const fillLog = async (append: Append, upstreams: readonly number[]): Promise<Asked> => {
  await append('ProjectCreated', { projectId: PROJECT, name: 'measured' });
  for (let n = 0; n < BYSTANDERS; n++) {
    await accept(append, upstreams, { name: `bystander-${String(n)}` });
    await issue(append, FAR);
  }
  const [token, unlimited] = [await issue(append, FAR), await issue(append, null)];
  const none = { requestsPerMinute: null, tokensPerMinute: null, replicaConcurrency: null };
  await accept(append, upstreams, {});
  await accept(append, upstreams, { name: 'no-limits', limits: none });
  await accept(append, upstreams, { name: 'no-affinity', balancing: 'least-outstanding' });
  const open = await accept(append, upstreams, { name: 'no-token', visibility: 'public' });
  const byPath = await accept(append, upstreams, { name: 'no-model' });
  return {
    ask: { model: ON.name, token },
    ways: {
      limits: { model: 'no-limits', token: unlimited },
      affinity: { model: 'no-affinity', token },
      token: { model: open },
      model: { path: `/api/d/${byPath}/predict`, token },
    },
  };
};
