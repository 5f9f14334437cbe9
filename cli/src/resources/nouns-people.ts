import type { Resource } from './resource.ts';

const project: Resource = {
  noun: 'project',
  plural: 'projects',
  about: 'tenants: each has its endpoints, tokens, budgets and bills',
  columns: ['PROJECT=name', 'ID=id', 'AGE=createdAt|age'],
  alone: 'list',
  verbs: {
    list: { operation: 'Project.all' },
    get: { operation: 'Project.one', aliases: ['show'] },
    create: { operation: 'Project.create', arguments: ['name'] },
    rename: { operation: 'Project.rename', arguments: ['name'], aliases: ['update'] },
    delete: {
      operation: 'Project.remove',
      aliases: ['remove'],
      confirm: 'always',
      says: '{called} is deleted.',
    },
    cost: {
      operation: 'Cost.ofProject',
      part: { path: 'lines' },
      columns: [
        'ENDPOINT=endpointId',
        'KIND=kind',
        'REPLICA=replicaId',
        'OF=sku',
        'AN HOUR=priceNanoUsdPerHour|usd',
        'COST=costNanoUsd|usd',
      ],
    },
  },
};

const quota: Resource = {
  noun: 'quota',
  plural: 'quotas',
  about: 'what a project may have, and what it has',
  columns: [
    'PROJECT=projectId',
    'ENDPOINTS=use.endpoints/quotas.endpoints',
    'GPUS=use.gpus/quotas.gpus',
    'REPLICAS OF EACH=quotas.replicasPerEndpoint',
    'PRIORITY=quotas.priority',
  ],
  alone: 'get',
  verbs: {
    get: {
      operation: 'Quota.quotasAndUse',
      columns: [
        'PROJECT=projectId',
        'ENDPOINTS=use.endpoints/quotas.endpoints',
        'GPUS=use.gpus/quotas.gpus',
        'REPLICAS OF EACH=quotas.replicasPerEndpoint',
        'PRIORITY=quotas.priority',
      ],
    },
    set: { operation: 'Quota.set' },
  },
};

const token: Resource = {
  noun: 'token',
  plural: 'tokens',
  about: 'who may call the platform and the endpoints, and for how long',
  columns: [
    'TOKEN=name',
    'ID=id',
    'SCOPES=scopes',
    'ROLE=role',
    'USED=lastUsedAt|age',
    'EXPIRES=expiresAt|time',
    'REVOKED=revokedAt|time',
  ],
  wide: ['AGE=createdAt|age', 'REQUESTS/MIN=limits.requestsPerMinute', 'TOKENS/MIN=limits.tokensPerMinute'],
  alone: 'list',
  verbs: {
    list: { operation: 'Token.all' },
    create: {
      operation: 'Token.issue',
      aliases: ['issue'],
      arguments: ['name'],
      bare: 'token',
      says: '{name} ({id}) is shown this once: keep it.',
    },
    revoke: {
      operation: 'Token.revoke',
      aliases: ['delete', 'remove'],
      confirm: 'always',
      says: '{called} is revoked.',
    },
  },
};

const securityGroup: Resource = {
  noun: 'security-group',
  plural: 'security-groups',
  about: 'lists of addresses that may call an endpoint',
  columns: ['GROUP=name', 'ID=id', 'FROM=rules.cidr', 'PORTS=rules.ports', 'CHANGED=updatedAt|age'],
  alone: 'list',
  verbs: {
    list: { operation: 'SecurityGroup.all' },
    get: { operation: 'SecurityGroup.one', aliases: ['show'] },
    create: { operation: 'SecurityGroup.create', arguments: ['name'] },
    replace: { operation: 'SecurityGroup.change', aliases: ['update'] },
    delete: {
      operation: 'SecurityGroup.remove',
      aliases: ['remove'],
      confirm: 'prompt',
      says: '{called} is deleted.',
    },
  },
};

const audit: Resource = {
  noun: 'audit',
  plural: 'audits',
  about: 'what happened in a project: who, when, by which request',
  columns: ['TIME=at|time', 'TYPE=type', 'OF=streamId', 'BY=actor', 'REQUEST=requestId', 'WHAT=data|short'],
  wide: ['POSITION=position', 'CAUSED BY=correlationId'],
  alone: 'list',
  verbs: { list: { operation: 'Audit.all', isReversed: true, nothing: 'Nothing happened in that time.' } },
};

export const PEOPLE_NOUNS: readonly Resource[] = [project, quota, token, securityGroup, audit];
