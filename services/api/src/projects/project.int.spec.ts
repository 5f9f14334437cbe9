import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_LIMITS } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { endpointList } from '../endpoints/endpoint-list.projection.ts';
import { ReadModels } from '../http/read-model.store.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ endpointQuota: 7, gpuQuota: 32 });
});
afterAll(async () => {
  await api.close();
});

const rename = (id: string, name: string, token: string = operator) =>
  api.call('PATCH', `/v1/projects/${id}`, { token, body: { name } });
const create = (name: string) => api.call('POST', '/v1/projects', { token: operator, body: { name } });
const remove = (id: string, token = operator) => api.call('DELETE', `/v1/projects/${id}`, { token });
const freshName = () => `p-${randomUUID().slice(0, 8)}a`;

const requested = (projectId: string, overrides: Parameters<typeof endpointSpec>[0] = {}) => {
  const endpointId = `endpt-${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const spec = endpointSpec({ name: 'held', ...overrides });
  return {
    endpointId,
    event: { type: 'EndpointRequested', data: { endpointId, projectId, revision: 1, spec } },
  } as const;
};

describe('a project that is renamed', () => {
  it('keeps its id, and its former name is free for others', async () => {
    const [before, after] = [freshName(), freshName()];
    const { id, token } = await api.newProject(before);
    expect((await rename(id, after, token)).body).toMatchObject({ id, name: after });
    expect((await api.call('GET', `/v1/projects/${id}`, { token })).body.name).toBe(after);
    expect((await create(after)).body.code).toBe('project.name_taken');
    // Taken a moment ago: for two minutes it might still be on its way to somebody.
    expect((await create(before)).body.code).toBe('project.name_taken');
  });

  it('gets no name that another has, and keeps its own', async () => {
    const [mine, theirs] = [await api.newProject(), await api.newProject(freshName())];
    const other = (await api.call('GET', `/v1/projects/${theirs.id}`, { token: theirs.token })).body.name;
    expect((await rename(mine.id, other)).body.code).toBe('project.name_taken');
    const own = (await api.call('GET', `/v1/projects/${mine.id}`, { token: mine.token })).body.name;
    expect((await rename(mine.id, own)).status).toBe(200);
    const names = [freshName(), own];
    for (const name of names) expect((await rename(mine.id, name)).body.name).toBe(name);
  });

  it('is renamed by its owner and by no stranger', async () => {
    const [mine, theirs] = [await api.newProject(), await api.newProject()];
    expect((await rename(mine.id, freshName(), theirs.token)).body.code).toBe('project.not_found');
    const { body } = await api.call('POST', `/v1/projects/${mine.id}/tokens`, {
      token: mine.token,
      body: { name: 'dev', role: 'developer' },
    });
    expect((await rename(mine.id, freshName(), body.token ?? '')).body.code).toBe('token.scope_missing');
  });
});

describe('a project that is deleted', () => {
  it('is gone, its tokens open nothing, and its name is free', async () => {
    const name = freshName();
    const { id, token } = await api.newProject(name);
    expect((await remove(id, token)).body.code).toBe('token.scope_missing');
    expect((await remove(id)).status).toBe(204);
    expect((await api.call('GET', `/v1/projects/${id}`, { token: operator })).body.code).toBe(
      'project.not_found',
    );
    const listed = await api.call('GET', '/v1/projects?limit=200', { token: operator });
    expect(listed.body.items.map((project) => project.id)).not.toContain(id);
    await api.eventually(async () =>
      expect((await api.call('GET', '/v1/me', { token })).body.code).toBe('token.invalid'),
    );
    expect((await create(name)).status).toBe(201);
    expect((await remove(id)).body.code).toBe('project.not_found');
  });

  it('must have no endpoint left', async () => {
    const { id } = await api.newProject();
    const { endpointId, event } = requested(id);
    const { lastPosition } = await api.append(endpointId, event);
    await api.app.get(ReadModels).reached(endpointList.name, lastPosition, 30_000);
    expect((await remove(id)).body.code).toBe('project.not_empty');
  });

  it('ends what was made at the same moment', async () => {
    const { id } = await api.newProject();
    expect((await remove(id)).status).toBe(204);
    const { endpointId, event } = requested(id);
    const tokenId = `tok-${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    const issued = { tokenId, projectId: id, name: 'late', secretSha256: '0'.repeat(64), expiresAt: null };
    await api.append(tokenId, {
      type: 'TokenIssued',
      data: { ...issued, scopes: ['read'], limits: NO_LIMITS },
    });
    // It cannot be ended, and holds nobody up.
    const reserved = requested(id, { commitment: { kind: 'reserved', until: '2100-01-01T00:00:00.000Z' } });
    await api.append(reserved.endpointId, reserved.event);
    await api.append(endpointId, event);
    await api.eventually(async () => {
      const types = async (stream: string) => (await api.eventsOf(stream)).map(({ type }) => type);
      expect(await types(tokenId)).toContain('TokenRevoked');
      expect(await types(endpointId)).toContain('EndpointDeleted');
    });
  });
});

describe('quotas', () => {
  const quotas = (id: string, token: string = operator) =>
    api.call('GET', `/v1/projects/${id}/quotas`, { token });
  const set = (id: string, body: object, token: string = operator) =>
    api.call('PUT', `/v1/projects/${id}/quotas`, { token, body });

  it('are those of the platform until the operator sets others', async () => {
    const { id, token } = await api.newProject();
    expect((await quotas(id, token)).body).toEqual({
      projectId: id,
      quotas: { endpoints: 7, replicasPerEndpoint: 5, gpus: 32, priority: 50 },
      use: { endpoints: 0, gpus: 0 },
    });
    const wanted = { endpoints: 2, replicasPerEndpoint: 9, gpus: 100 };
    expect((await set(id, wanted, token)).body.code).toBe('token.scope_missing');
    expect((await set(id, wanted)).body).toMatchObject({ quotas: wanted });
    expect((await quotas(id, token)).body).toMatchObject({ quotas: { ...wanted, priority: 50 } });
    expect((await set(id, { ...wanted, priority: 70 })).body).toMatchObject({ quotas: { priority: 70 } });
    expect((await quotas(id, token)).body).toMatchObject({ quotas: { ...wanted, priority: 70 } });
    expect((await set(id, { ...wanted, priority: 101 })).body.errors).toMatchObject([
      { pointer: '/priority' },
    ]);
  });

  it('are shown beside what is used, whether it runs or not', async () => {
    const { id, token } = await api.newProject();
    const hardware = { ...endpointSpec().hardware, id: 'h100-8x', gpuModel: 'h100', gpuCount: 8 };
    const half = { ...hardware, id: 'a10g-half', gpuCount: 1, gpuThousandths: 500 };
    const all = [
      requested(id, { hardware, scaling: { maxReplicas: 2 } }),
      requested(id, { name: 'half', hardware: half, scaling: { maxReplicas: 3 } }),
      requested(id, { name: 'cpu', scaling: { maxReplicas: 5 } }),
    ];
    for (const { endpointId, event } of all) await api.append(endpointId, event);
    await api.eventually(async () =>
      expect((await quotas(id, token)).body).toMatchObject({ use: { endpoints: 3, gpus: 17.5 } }),
    );
  });

  it.each([
    [{}, ['/endpoints', '/replicasPerEndpoint', '/gpus']],
    [{ endpoints: -1, replicasPerEndpoint: 0, gpus: 0.5 }, ['/endpoints', '/replicasPerEndpoint', '/gpus']],
    [{ endpoints: 1, replicasPerEndpoint: 1, gpus: 1, cpus: 1 }, ['/cpus']],
  ])('cannot be %j', async (body, pointers) => {
    const { id } = await api.newProject();
    const answer = await set(id, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('of another project are as unknown as none', async () => {
    const [mine, theirs] = [await api.newProject(), await api.newProject()];
    expect((await quotas(theirs.id, mine.token)).body.code).toBe('project.not_found');
    expect((await quotas('proj-ffffffffffff')).body.code).toBe('project.not_found');
    const body = { endpoints: 1, replicasPerEndpoint: 1, gpus: 1 };
    expect((await set('proj-ffffffffffff', body)).body.code).toBe('project.not_found');
  });
});
