import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type TestApi, testApi } from '../api.spec-helper.ts';

let api: TestApi;
let owner: { id: string; token: string };
let stranger: { id: string; token: string };
/** What the owner has, by the name of the parameter that leads to it. */
let owned: Record<string, string>;

const MODEL = { owner: 'tidegate', name: 'tiny' };
/** Of the same form, and nobody’s. */
const UNKNOWN = {
  endpointId: 'endpt-ffffffffffff',
  projectId: 'proj-ffffffffffff',
  tokenId: 'tok-ffffffffffff',
  securityGroupId: 'sgrp-ffffffffffff',
  id: 'endpt-ffffffffffff',
} as const;

/** Bodies that are well formed, so that nothing but the id is wrong. */
const BODIES: Readonly<Record<string, object>> = {
  'Project.rename': { name: 'renamed' },
  'Quota.set': { endpoints: 1, replicasPerEndpoint: 1, gpus: 1 },
  'Token.issue': { name: 'ci', scopes: ['read'] },
  'Endpoint.update': { description: 'theirs' },
  'Endpoint.remove': { confirm: 'chat' },
  'Revision.rollback': { revision: 1 },
  'Revision.shift': { percent: 50 },
  'SecurityGroup.change': { name: 'office', rules: [] },
  'Hub.update': { min_replica: 1 },
};

beforeAll(async () => {
  api = await testApi();
  [owner, stranger] = [await api.newProject(), await api.newProject()];
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await api.call('POST', path, { token: owner.token, body });
    expect(answer.status).toBe(201);
    return answer.body.id;
  };
  const endpointId = await made('/v1/endpoints', {
    name: 'chat',
    model: 'tidegate/tiny',
    customDomains: ['chat.example.com'],
  });
  owned = {
    endpointId,
    id: endpointId,
    projectId: owner.id,
    tokenId: await made(`/v1/projects/${owner.id}/tokens`, { name: 'ci', scopes: ['read'] }),
    securityGroupId: await made('/v1/security-groups', { name: 'office', rules: [] }),
  };
});
afterAll(async () => {
  await api.close();
});

/** All that may differ: the ids that were asked for, and the id of the request. */
const alike = ({ status, text }: Answer, ids: Readonly<Record<string, string>>) => {
  const plain = Object.entries(ids).reduce((rest, [name, id]) => rest.replaceAll(id, `<${name}>`), text);
  return { status, text: plain.replaceAll(/req-[0-9a-f]{12}/g, '<request>') };
};

const pathWith = (path: string, ids: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const others: Record<string, string> = {
      ...MODEL,
      revision: '1',
      domain: 'chat.example.com',
      replicaId: 'repl-ffffffffffff',
      invocationId: 'inv-ffffffffffff',
    };
    const value = ids[name] ?? others[name];
    if (value === undefined) throw new Error(`${path}: what leads to {${name}}?`);
    return value;
  });

describe('to a stranger', () => {
  it('whatever another project has answers on every route as what does not exist', async () => {
    const { body } = await api.call('GET', '/v1/openapi.json');
    const routes = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => ({ path, method, operationId })),
    );
    const walked = routes.filter(({ path }) =>
      /\{(?:endpointId|projectId|tokenId|securityGroupId|id)\}/.test(path),
    );
    expect(walked.length).toBeGreaterThan(35);
    const different: unknown[] = [];
    const statuses = new Set<number>();
    for (const { path, method, operationId } of walked) {
      const asked = async (ids: Readonly<Record<string, string>>) => {
        const sent = method === 'get' ? {} : { body: BODIES[operationId] ?? {} };
        const answer = await api.call(method.toUpperCase(), pathWith(path, ids), {
          token: stranger.token,
          ...sent,
        });
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
        return alike(answer, ids);
      };
      const [foreign, unknown] = [await asked(owned), await asked({ ...owned, ...UNKNOWN })];
      statuses.add(foreign.status);
      // A route for the operator alone is closed before anything is looked up.
      if (![404, 403].includes(foreign.status) || JSON.stringify(foreign) !== JSON.stringify(unknown))
        different.push({ operationId, foreign, unknown });
    }
    expect(different).toEqual([]);
    expect([...statuses].toSorted()).toEqual([403, 404]);
  });

  it('another’s token and project answer alike below a project of their own', async () => {
    const below = (tokenId: string) =>
      api.call('DELETE', `/v1/projects/${stranger.id}/tokens/${tokenId}`, { token: stranger.token });
    const [foreign, unknown] = [await below(owned['tokenId'] ?? ''), await below(UNKNOWN.tokenId)];
    expect(alike(foreign, { id: owned['tokenId'] ?? '' })).toEqual(alike(unknown, { id: UNKNOWN.tokenId }));
    expect(foreign.body.code).toBe('token.not_found');
  });

  it('what another project has cannot be named in a query or a body', async () => {
    const wish = (securityGroup: string) => ({
      name: 'mine',
      model: 'tidegate/tiny',
      securityGroups: [securityGroup],
    });
    const ask = (path: string) => api.call('GET', path, { token: stranger.token });
    const create = (group: string) =>
      api.call('POST', '/v1/endpoints', { token: stranger.token, body: wish(group) });
    const pairs = [
      [
        await ask(`/v1/watch?endpoint=${owned['endpointId'] ?? ''}`),
        await ask(`/v1/watch?endpoint=${UNKNOWN.endpointId}`),
      ],
      [await create(owned['securityGroupId'] ?? ''), await create(UNKNOWN.securityGroupId)],
    ] as const;
    for (const [foreign, unknown] of pairs) {
      expect(foreign.status).toBeGreaterThanOrEqual(400);
      expect(alike(foreign, owned)).toEqual(alike(unknown, UNKNOWN));
    }
  });
});
