import { type Answered, type Json, type Rpcs, as, idIn, nothing, pageAs, pick, whole } from './rpc.ts';

const project = (request: Json): string => `/v1/projects/${idIn(request, 'projectId')}`;
const group = (request: Json): string => `/v1/security-groups/${idIn(request, 'securityGroupId')}`;
const page = (request: Json): Json => pick(request, 'limit', 'cursor');
/** A list that is left out of a message is an empty one. */
const groupBody = (request: Json): Json => ({ rules: [], ...pick(request, 'name', 'rules') });

export const PROJECT_RPCS: Rpcs = {
  CreateProject: {
    ask: (request) => ({ method: 'POST', path: '/v1/projects', body: pick(request, 'name') }),
    answer: as('project'),
  },
  GetProject: { ask: (request) => ({ method: 'GET', path: project(request) }), answer: as('project') },
  ListProjects: {
    ask: (request) => ({ method: 'GET', path: '/v1/projects', query: page(request) }),
    answer: pageAs('projects'),
  },
  RenameProject: {
    ask: (request) => ({ method: 'PATCH', path: project(request), body: pick(request, 'name') }),
    answer: as('project'),
  },
  DeleteProject: { ask: (request) => ({ method: 'DELETE', path: project(request) }), answer: nothing },
  GetQuotas: { ask: (request) => ({ method: 'GET', path: `${project(request)}/quotas` }), answer: whole },
  SetQuotas: {
    // A number that is left out of a message is zero.
    ask: (request) => ({
      method: 'PUT',
      path: `${project(request)}/quotas`,
      body: { endpoints: 0, replicasPerEndpoint: 0, gpus: 0, ...(request['quotas'] as Json | undefined) },
    }),
    answer: whole,
  },
};

const issued = ({ body: { token, ...facts } }: Answered): Json => ({ token: facts, secret: token });

export const TOKEN_RPCS: Rpcs = {
  IssueToken: {
    ask: (request) => ({
      method: 'POST',
      path: `${project(request)}/tokens`,
      body: pick(request, 'name', 'scopes', 'role', 'expiresAt', 'limits'),
    }),
    answer: issued,
  },
  ListTokens: {
    ask: (request) => ({ method: 'GET', path: `${project(request)}/tokens`, query: page(request) }),
    answer: pageAs('tokens'),
  },
  RevokeToken: {
    ask: (request) => ({ method: 'DELETE', path: `${project(request)}/tokens/${idIn(request, 'tokenId')}` }),
    answer: nothing,
  },
  GetMe: { ask: () => ({ method: 'GET', path: '/v1/me' }), answer: whole },
};

export const SECURITY_GROUP_RPCS: Rpcs = {
  CreateSecurityGroup: {
    ask: (request) => ({ method: 'POST', path: '/v1/security-groups', body: groupBody(request) }),
    answer: as('securityGroup'),
  },
  GetSecurityGroup: {
    ask: (request) => ({ method: 'GET', path: group(request) }),
    answer: as('securityGroup'),
  },
  ListSecurityGroups: {
    ask: (request) => ({ method: 'GET', path: '/v1/security-groups', query: page(request) }),
    answer: pageAs('securityGroups'),
  },
  ReplaceSecurityGroup: {
    ask: (request) => ({ method: 'PUT', path: group(request), body: groupBody(request) }),
    answer: as('securityGroup'),
  },
  DeleteSecurityGroup: { ask: (request) => ({ method: 'DELETE', path: group(request) }), answer: nothing },
};

export const CATALOG_RPCS: Rpcs = {
  ListFrameworks: { ask: () => ({ method: 'GET', path: '/v1/frameworks' }), answer: pageAs('frameworks') },
  ListHardware: { ask: () => ({ method: 'GET', path: '/v1/hardware' }), answer: pageAs('hardware') },
  SizeModel: {
    ask: (request) => ({ method: 'POST', path: '/v1/sizing', body: request }),
    answer: as('sizing'),
  },
};
