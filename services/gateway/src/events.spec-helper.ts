import { createHash, randomBytes } from 'node:crypto';
import {
  ASYNC_ADDED_WITH_LIMITS,
  type AsyncSettings,
  type EndpointSpec,
  type EventNamed,
  type EventType,
  NO_LIMITS,
  type RateLimits,
  type Recorded,
  type Scope,
} from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';

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

type SpecOf = Parameters<typeof endpointSpec>[0];

const specOf = (spec: SpecOf = {}): EndpointSpec =>
  endpointSpec({
    name: 'demo',
    model: 'owner/tiny',
    ...spec,
    scaling: { rules: [{ metric: 'concurrency', target: 4 }], ...spec.scaling },
  });

/** These paths may be called asynchronously. */
export const asynchronous = (...routes: string[]): AsyncSettings => ({
  routes,
  target: null,
  resultTtlSeconds: 3600,
  ...ASYNC_ADDED_WITH_LIMITS,
});

export type Owned = Readonly<{ endpointId: string; projectId: string }>;

export const endpointRequested = (spec: SpecOf = {}, projectId = PROJECT) =>
  recorded('EndpointRequested', {
    endpointId: `endpt-${hex()}`,
    projectId,
    revision: 1,
    spec: specOf(spec),
  });

/** A new revision; without `template` the template stays the first one. */
export const updated = (
  { endpointId, projectId }: Owned,
  spec: SpecOf,
  { revision = 2, template = 1 } = {},
) =>
  recorded('EndpointUpdated', {
    endpointId,
    projectId,
    revision,
    templateRevision: template,
    spec: specOf(spec),
    changed: [],
    cause: 'update',
  });

const REASON = { code: 'test', message: '', nextStep: '' };

export const stateChanged = (
  { endpointId, projectId }: Owned,
  to: EventNamed<'EndpointStateChanged'>['data']['to'],
) => recorded('EndpointStateChanged', { endpointId, projectId, from: null, to, reason: REASON });

const rolling = ({ endpointId, projectId }: Owned, to: number, from: number) => ({
  endpointId,
  projectId,
  from,
  to,
  reason: REASON,
});

export const rolloutStarted = (owned: Owned, to: number, { from = 1, percent = 100 } = {}) =>
  recorded('RolloutStarted', { ...rolling(owned, to, from), percent });

export const rolloutShifted = (owned: Owned, to: number, percent: number) =>
  recorded('RolloutShifted', { ...rolling(owned, to, 1), percent });

export const rolloutFinished = (owned: Owned, to: number, outcome: 'promoted' | 'aborted' = 'promoted') =>
  recorded('RolloutFinished', { ...rolling(owned, to, 1), outcome });

export const domainVerified = ({ endpointId, projectId }: Owned, domain: string) =>
  recorded('DomainVerified', { endpointId, projectId, domain });

export const domainReleased = ({ endpointId, projectId }: Owned, domain: string) =>
  recorded('DomainReleased', { endpointId, projectId, domain });

type Rules = EventNamed<'SecurityGroupSaved'>['data']['rules'];

export const GROUP = 'sgrp-000000000001';

export const groupSaved = (rules: Rules, securityGroupId = GROUP, projectId = PROJECT) =>
  recorded('SecurityGroupSaved', { securityGroupId, projectId, name: 'test', rules });

export const groupDeleted = (securityGroupId = GROUP, projectId = PROJECT) =>
  recorded('SecurityGroupDeleted', { securityGroupId, projectId });

export const stopRequested = ({ endpointId, projectId }: Owned) =>
  recorded('EndpointStopRequested', { endpointId, projectId, reason: REASON });

export const deleted = ({ endpointId, projectId }: Owned, name = 'demo') =>
  recorded('EndpointDeleted', { endpointId, projectId, name });

export const newReplicaId = (): string => `repl-${hex()}`;

const whose = ({ endpointId, projectId }: Owned, replicaId: string, revision = 1) => ({
  replicaId,
  endpointId,
  projectId,
  revision,
});

export const replicaRequested = (owned: Owned, replicaId: string, at = new Date()) =>
  recorded(
    'ReplicaRequested',
    { ...whose(owned, replicaId), cluster: 'local', hardware: specOf().hardware },
    at,
  );

export const replicaReady = (
  owned: Owned,
  { replicaId = newReplicaId(), port = 9, readyAtUs = Date.now() * 1000, template = 1 } = {},
) =>
  recorded('ReplicaReady', {
    ...whose(owned, replicaId, template),
    nodeId: 'node-000000000001',
    host: '127.0.0.1',
    port,
    readyAtUs,
  });

export const replicaDraining = (owned: Owned, replicaId: string) =>
  recorded('ReplicaDraining', { ...whose(owned, replicaId), cause: 'scaled_down' });

export const replicaResumed = (owned: Owned, replicaId: string) =>
  recorded('ReplicaResumed', whose(owned, replicaId));

export const replicaSlept = (owned: Owned, replicaId: string) =>
  recorded('ReplicaSlept', {
    ...whose(owned, replicaId),
    nodeId: 'node-000000000001',
    how: 'frozen',
    sleptAtUs: 1,
  });

export const replicaWakeRequested = (owned: Owned, replicaId: string, at = new Date()) =>
  recorded('ReplicaWakeRequested', { ...whose(owned, replicaId), nodeId: 'node-000000000001' }, at);

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
  { expiresAt = null, limits = {} }: { expiresAt?: string | null; limits?: Partial<RateLimits> } = {},
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
      limits: { ...NO_LIMITS, ...limits },
    }),
    revoked: () => recorded('TokenRevoked', { tokenId, projectId }),
  };
};

/** The budget of the project is spent, or of one endpoint of it. */
export const spendingStopped = (endpointId: string | null = null, projectId = PROJECT) =>
  recorded('SpendingStopped', {
    projectId,
    endpointId,
    budgetId: 'budg-000000000001',
    period: '2031-02',
    spentNanoUsd: '1',
    limitNanoUsd: '1',
    atUs: 0,
  });

export const spendingResumed = (endpointId: string | null = null, projectId = PROJECT) =>
  recorded('SpendingResumed', { projectId, endpointId, budgetId: 'budg-000000000001', atUs: 0 });
