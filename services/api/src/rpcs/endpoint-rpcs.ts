import { refuse } from '@tidegate/contracts';
import { INVOCATION_RPCS } from './invocation-rpcs.ts';
import { patchOf } from './mask-patch.ts';
import {
  type Answered,
  type Json,
  type Rpc,
  type Rpcs,
  as,
  hostIn,
  idIn,
  pageAs,
  pick,
  whole,
  withEtag,
} from './rpc.ts';

const endpoint = (request: Json): string => `/v1/endpoints/${idIn(request, 'endpointId')}`;
const wishOf = (request: Json): Json => (request['endpoint'] ?? {}) as Json;
const ifMatch = ({ ifMatch: etag }: Json) =>
  typeof etag === 'string' ? { headers: { 'if-match': etag } } : {};

const wait = (request: Json): Json => {
  const { waitSeconds } = request as { waitSeconds?: number };
  return waitSeconds === undefined ? {} : { wait: `${waitSeconds}s` };
};

/** POST below the endpoint, answered by the endpoint. */
const act = (action: string): Rpc => ({
  ask: (request) => ({ method: 'POST', path: `${endpoint(request)}/${action}`, query: wait(request) }),
  answer: as('endpoint'),
});

const patch = (request: Json): Json => {
  const { mergePatch, updateMask } = request as { mergePatch?: Json; updateMask?: readonly string[] };
  if ((mergePatch === undefined) === (updateMask === undefined))
    refuse('request.invalid', { count: 1 }, [
      { pointer: '/updateMask', message: 'must be given, or a mergePatch in its place' },
    ]);
  return mergePatch ?? patchOf(wishOf(request), updateMask ?? []);
};

const updateQuery = ({ canaryPercent: canary, validateOnly }: Json): Json => ({
  ...(canary !== undefined && { canary }),
  ...(validateOnly === true && { validateOnly }),
});

/** The endpoint, and beside it what came with it. */
const made = ({ body, headers }: Pick<Answered, 'body' | 'headers'>): Json => ({
  ...pick(body, 'warnings', 'changes', 'effect'),
  endpoint: body,
  etag: headers['etag'],
});

const textIn = (request: Json, field: string): string => {
  const text = request[field];
  return typeof text === 'string' ? text : '';
};

export const ENDPOINT_RPCS: Rpcs = {
  CreateEndpoint: {
    ask: (request) => ({
      method: 'POST',
      path: '/v1/endpoints',
      query: wait(request),
      body: wishOf(request),
    }),
    answer: made,
  },
  ValidateEndpoint: {
    ask: (request) => ({
      method: 'POST',
      path: '/v1/endpoints',
      query: { validateOnly: 'true' },
      body: wishOf(request),
    }),
    answer: whole,
  },
  GetEndpoint: {
    ask: (request) => ({ method: 'GET', path: endpoint(request), query: pick(request, 'asOf') }),
    answer: withEtag('endpoint'),
  },
  ListEndpoints: {
    ask: (request) => ({
      method: 'GET',
      path: '/v1/endpoints',
      query: pick(request, 'limit', 'cursor', 'state', 'tag'),
    }),
    answer: pageAs('endpoints'),
  },
  UpdateEndpoint: {
    ask: (request) => ({
      method: 'PATCH',
      path: endpoint(request),
      query: { ...updateQuery(request), ...wait(request) },
      body: patch(request),
      ...ifMatch(request),
    }),
    answer: ({ body, headers }) => ('id' in body ? made({ body, headers }) : body),
  },
  DeleteEndpoint: {
    ask: (request) => ({
      method: 'DELETE',
      path: endpoint(request),
      body: pick(request, 'confirm'),
      ...ifMatch(request),
    }),
    answer: as('endpoint'),
  },
  StartEndpoint: act('start'),
  StopEndpoint: act('stop'),
  RestartEndpoint: act('restart'),
  DisableEndpoint: act('disable'),
  EnableEndpoint: act('enable'),
  RollbackEndpoint: {
    ask: (request) => ({
      method: 'POST',
      path: `${endpoint(request)}/rollback`,
      body: pick(request, 'revision'),
      ...ifMatch(request),
    }),
    answer: as('endpoint'),
  },
  PromoteRollout: act('rollout/promote'),
  AbortRollout: act('rollout/abort'),
  ShiftRollout: {
    ask: (request) => ({
      method: 'PATCH',
      path: `${endpoint(request)}/rollout`,
      body: pick(request, 'percent'),
    }),
    answer: as('endpoint'),
  },
  ListRevisions: {
    ask: (request) => ({
      method: 'GET',
      path: `${endpoint(request)}/revisions`,
      query: pick(request, 'limit', 'cursor'),
    }),
    answer: pageAs('revisions'),
  },
  GetRevision: {
    ask: (request) => ({
      method: 'GET',
      path: `${endpoint(request)}/revisions/${JSON.stringify(request['revision'] ?? 0)}`,
    }),
    answer: as('revision'),
  },
  ApplyManifest: {
    ask: (request) => ({
      method: 'POST',
      path: '/v1/apply',
      query: pick(request, 'dryRun'),
      headers: { 'content-type': 'application/yaml' },
      body: textIn(request, 'manifest'),
    }),
    answer: ({ body }) => ({ documents: body['items'] }),
  },
  ExportManifest: {
    ask: (request) => ({ method: 'GET', path: `${endpoint(request)}/export` }),
    answer: ({ text }) => ({ manifest: text }),
  },
  ListDomains: {
    ask: (request) => ({ method: 'GET', path: `${endpoint(request)}/domains` }),
    answer: pageAs('domains'),
  },
  CheckDomain: {
    ask: (request) => ({
      method: 'POST',
      path: `${endpoint(request)}/domains/${hostIn(request, 'domain')}/check`,
    }),
    answer: as('domain'),
  },
  ListSecrets: {
    ask: (request) => ({ method: 'GET', path: `${endpoint(request)}/secrets` }),
    answer: pageAs('secrets'),
  },
  ListReplicas: {
    ask: (request) => ({
      method: 'GET',
      path: `${endpoint(request)}/replicas`,
      query: pick(request, 'limit', 'cursor', 'stopped'),
    }),
    answer: pageAs('replicas'),
  },
  ExplainPlacement: {
    ask: (request) => ({
      method: 'GET',
      path: `${endpoint(request)}/replicas/${idIn(request, 'replicaId')}/placement`,
    }),
    answer: whole,
  },
  ExplainScaling: {
    ask: (request) => ({
      method: 'GET',
      path: `${endpoint(request)}/scaling`,
      query: pick(request, 'decisions'),
    }),
    answer: whole,
  },
  SimulateEndpoint: {
    ask: (request) => ({
      method: 'POST',
      path: `${endpoint(request)}/simulate`,
      body: pick(request, 'from', 'to', 'policies'),
    }),
    answer: whole,
  },
  ListEndpointEvents: {
    ask: (request) => ({
      method: 'GET',
      path: `${endpoint(request)}/events`,
      query: pick(request, 'limit', 'cursor'),
    }),
    answer: pageAs('events'),
  },
  ...INVOCATION_RPCS,
};
