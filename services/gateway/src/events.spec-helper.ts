import { createHash, randomBytes } from 'node:crypto';
import type { EndpointSpec, EventNamed, EventType, Recorded, Scope } from '@tidegate/contracts';

let position = 0;
const hex = (): string => randomBytes(6).toString('hex');

export const PROJECT = 'proj-000000000001';
export const OTHER_PROJECT = 'proj-000000000002';

/** An event as the log hands it out. */
export const recorded = <Type extends EventType>(
  type: Type,
  data: EventNamed<Type>['data'],
  occurredAt = new Date(),
): Recorded<EventNamed<Type>> =>
  ({
    type,
    data,
    id: '00000000-0000-5000-8000-000000000000',
    position: ++position,
    streamId: 'any',
    version: 1,
    schemaVersion: 1,
    tenantId: null,
    correlationId: '',
    causationId: '',
    occurredAt,
    meta: {},
  }) as unknown as Recorded<EventNamed<Type>>;

const SPEC: EndpointSpec = {
  name: 'demo',
  description: '',
  model: 'owner/tiny',
  framework: 'vllm',
  engineArguments: {},
  environment: {},
  cluster: 'local',
  hardware: {
    id: 'cpu-1x',
    gpuModel: null,
    gpuCount: 0,
    gpuThousandths: 1000,
    vcpuMillis: 1000,
    memoryMib: 512,
  },
  visibility: 'private',
  scaling: {
    mode: 'automatic',
    minReplicas: 0,
    maxReplicas: 3,
    rules: [{ metric: 'concurrency', target: 4 }],
    idleTimeoutSeconds: 60,
    initialCooldownSeconds: 0,
  },
  startupTimeoutSeconds: 60,
  notifyWebhookUrl: null,
};

export type Owned = Readonly<{ endpointId: string; projectId: string }>;

export const endpointRequested = (spec: Partial<EndpointSpec> = {}, projectId = PROJECT) =>
  recorded('EndpointRequested', {
    endpointId: `endpt-${hex()}`,
    projectId,
    revision: 1,
    spec: { ...SPEC, ...spec },
  });

const REASON = { code: 'test', message: '', nextStep: '' };

export const stateChanged = (
  { endpointId, projectId }: Owned,
  to: EventNamed<'EndpointStateChanged'>['data']['to'],
) => recorded('EndpointStateChanged', { endpointId, projectId, from: null, to, reason: REASON });

export const stopRequested = ({ endpointId, projectId }: Owned) =>
  recorded('EndpointStopRequested', { endpointId, projectId, reason: REASON });

export const deleted = ({ endpointId, projectId }: Owned, name = 'demo') =>
  recorded('EndpointDeleted', { endpointId, projectId, name });

export const newReplicaId = (): string => `repl-${hex()}`;

const whose = ({ endpointId, projectId }: Owned, replicaId: string) => ({
  replicaId,
  endpointId,
  projectId,
  revision: 1,
});

export const replicaRequested = (owned: Owned, replicaId: string, at = new Date()) =>
  recorded('ReplicaRequested', { ...whose(owned, replicaId), cluster: 'local', hardware: SPEC.hardware }, at);

export const replicaReady = (
  owned: Owned,
  { replicaId = newReplicaId(), port = 9, readyAtUs = Date.now() * 1000 } = {},
) =>
  recorded('ReplicaReady', {
    ...whose(owned, replicaId),
    nodeId: 'node-000000000001',
    host: '127.0.0.1',
    port,
    readyAtUs,
  });

export const replicaDraining = (owned: Owned, replicaId: string) =>
  recorded('ReplicaDraining', { ...whose(owned, replicaId), cause: 'scaled_down' });

export const replicaStopped = (owned: Owned, replicaId: string) =>
  recorded('ReplicaStopped', {
    ...whose(owned, replicaId),
    nodeId: null,
    cause: 'scaled_down',
    exitCode: 0,
    neverReady: false,
    stoppedAtUs: 1,
    lastLines: [],
  });

/** A token and the event that issues it. */
export const token = (
  scopes: readonly Scope[] = ['invoke'],
  projectId = PROJECT,
  expiresAt: string | null = null,
) => {
  const digits = hex();
  const text = `tg_${digits}_${randomBytes(32).toString('base64url')}`;
  const tokenId = `tok-${digits}`;
  const secretSha256 = createHash('sha256').update(text).digest('hex');
  return {
    text,
    tokenId,
    issued: recorded('TokenIssued', {
      tokenId,
      projectId,
      name: 'test',
      scopes: [...scopes],
      secretSha256,
      expiresAt,
    }),
    revoked: () => recorded('TokenRevoked', { tokenId, projectId }),
  };
};
