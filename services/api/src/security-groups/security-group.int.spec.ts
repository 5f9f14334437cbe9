import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endpointSpec } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { endpointList } from '../endpoints/endpoint-list.projection.ts';
import { ReadModels } from '../http/read-model.store.ts';
import { SecurityGroups } from './security-group.handler.ts';

let api: TestApi;
let project: { id: string; token: string };
beforeAll(async () => {
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

const PATH = '/v1/security-groups';
const rules = [{ cidr: '10.0.0.0/8' }];
const post = (body: object, token = project.token) => api.call('POST', PATH, { token, body });
const put = (id: string, body: object, token = project.token) =>
  api.call('PUT', `${PATH}/${id}`, { token, body });
const get = (id: string, token = project.token) => api.call('GET', `${PATH}/${id}`, { token });
const remove = (id: string, token = project.token) => api.call('DELETE', `${PATH}/${id}`, { token });
const freshName = () => `g-${randomUUID().slice(0, 8)}a`;
const endpointWith = async (securityGroups: string[]) => {
  const endpointId = `endpt-${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const spec = endpointSpec({ name: freshName(), securityGroups });
  const { lastPosition } = await api.append(endpointId, {
    type: 'EndpointRequested',
    data: { endpointId, projectId: project.id, revision: 1, spec },
  });
  await api.app.get(ReadModels).reached(endpointList.name, lastPosition, 30_000);
  return endpointId;
};

describe('a security group', () => {
  it('is made, read, changed and deleted', async () => {
    const name = freshName();
    const made = await post({
      name,
      rules: [{ cidr: '2001:DB8::/32', ports: [443, 80] }, { cidr: '192.0.2.7' }],
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      projectId: project.id,
      name,
      rules: [
        { cidr: '2001:db8::/32', ports: [80, 443] },
        { cidr: '192.0.2.7/32', ports: [] },
      ],
    });
    const { id } = made.body;
    expect((await get(id)).body).toEqual(made.body);
    expect((await put(id, { name, rules: [] })).body).toMatchObject({ id, name, rules: [] });
    expect((await get(id)).body).toMatchObject({ rules: [] });
    expect([(await remove(id)).status, (await remove(id)).status]).toEqual([204, 204]);
    expect((await get(id)).body.code).toBe('security_group.not_found');
    expect((await put(id, { name, rules })).body.code).toBe('security_group.not_found');
    const list = await api.call('GET', PATH, { token: project.token });
    expect(list.body.items.map((group) => group.id)).not.toContain(id);
  });

  it('has a name of its own in its project', async () => {
    const name = freshName();
    const made = await Promise.all([post({ name, rules }), post({ name, rules }), post({ name, rules })]);
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(made.find(({ status }) => status === 409)?.body.code).toBe('security_group.name_taken');
    const other = await api.newProject();
    expect((await post({ name, rules }, other.token)).status).toBe(201);
    const id = made.find(({ status }) => status === 201)?.body.id ?? '';
    expect((await remove(id)).status).toBe(204);
    expect((await post({ name, rules })).status).toBe(201);
  });

  it('is made once under an idempotency key', async () => {
    const asked = {
      token: project.token,
      body: { name: freshName(), rules },
      headers: { 'idempotency-key': randomUUID() },
    };
    const [first, second] = [await api.call('POST', PATH, asked), await api.call('POST', PATH, asked)];
    expect(second.body).toEqual(first.body);
  });

  it('stays while an endpoint names it', async () => {
    const { id } = (await post({ name: freshName(), rules })).body;
    const endpointId = await endpointWith([id]);
    expect((await remove(id)).body).toMatchObject({
      code: 'security_group.in_use',
      detail: expect.stringContaining(endpointId),
    });
  });

  it('does not exist for another project', async () => {
    const { id } = (await post({ name: freshName(), rules })).body;
    const { token } = await api.newProject();
    for (const answer of [
      await get(id, token),
      await put(id, { name: 'mine', rules }, token),
      await remove(id, token),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'security_group.not_found']);
    expect((await get('moon')).body.code).toBe('security_group.not_found');
    expect((await remove('moon')).body.code).toBe('security_group.not_found');
    expect((await get(id, operator)).body.code).toBe('project.not_chosen');
  });

  it('is changed by those who may change something', async () => {
    const { body } = await api.call('POST', `/v1/projects/${project.id}/tokens`, {
      token: project.token,
      body: { name: 'see', role: 'viewer' },
    });
    const viewer = body.token ?? '';
    expect((await post({ name: freshName(), rules }, viewer)).body.code).toBe('token.scope_missing');
    expect((await api.call('GET', PATH, { token: viewer })).status).toBe(200);
  });

  const tooMany = Array.from({ length: 257 }, (_, i) => ({
    cidr: `10.0.${String(i >> 8)}.${String(i & 255)}`,
  }));
  it.each<[string, object, string[]]>([
    ['nothing', {}, ['/name', '/rules']],
    ['a range that is none', { name: '-', rules: [{ cidr: 'moon' }] }, ['/name', '/rules/0/cidr']],
    ['a rule that is none', { name: 'ok-a', rules: [{ cidr: '10.1.0.0/8' }, {}, 7] }, ['/rules']],
    ['no range', { name: 'ok-a', rules: [{ cidr: '10.1.0.0/8' }, {}] }, ['/rules/1/cidr', '/rules/0/cidr']],
    [
      'a port that is none',
      { name: 'ok-a', rules: [{ cidr: '10.0.0.0/8', ports: [0] }] },
      ['/rules/0/ports'],
    ],
    ['a port twice', { name: 'ok-a', rules: [{ cidr: '10.0.0.0/8', ports: [80, 80] }] }, ['/rules/0/ports']],
    ['ports in words', { name: 'ok-a', rules: [{ cidr: '10.0.0.0/8', ports: 'all' }] }, ['/rules/0/ports']],
    ['a rule twice', { name: 'ok-a', rules: [...rules, ...rules] }, ['/rules/1']],
    ['too many rules', { name: 'ok-a', rules: tooMany }, ['/rules']],
    ['what is not known', { name: 'ok-a', rules, deny: [] }, ['/deny']],
  ])('is not made from %s', async (_, body, pointers) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('ids of security groups', () => {
  it('are missing when the project has no such group', async () => {
    const groups = api.app.get(SecurityGroups);
    const [mine, gone] = [
      (await post({ name: freshName(), rules })).body.id,
      (await post({ name: freshName(), rules })).body.id,
    ];
    await remove(gone);
    const other = await api.newProject();
    const theirs = (await post({ name: freshName(), rules }, other.token)).body.id;
    expect(await groups.missing(project.id, [theirs, mine, 'moon', gone])).toEqual([theirs, 'moon', gone]);
    expect(await groups.missing(project.id, [])).toEqual([]);
  });
});
