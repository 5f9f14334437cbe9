import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, rebuild } from '@tidegate/eventing/nest';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { revisionList } from './revision-list.projection.ts';

let api: TestApi;
let project: { id: string; token: string };
let names = 0;

beforeAll(async () => {
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, `/v1/endpoints${path}`, { token: project.token, body, headers });
const made = async (body: object = {}): Promise<string> => {
  const name = `rev-${String(++names)}`;
  const answer = await call('POST', '', { name, model: 'tidegate/tiny', ...body });
  expect(answer.status).toBe(201);
  return answer.body.id;
};
const becomes = (id: string, state: string) =>
  api.eventually(async () => expect((await call('GET', `/${id}`)).body.state).toBe(state));
const listed = (id: string, count: number) =>
  api.eventually(async () => {
    const { body } = await call('GET', `/${id}/revisions`);
    expect(body.items).toHaveLength(count);
    return body;
  });

describe('the revisions of an endpoint', () => {
  it('are all there, newest first, with what each changed', async () => {
    const id = await made({ environment: { A: '1' }, secrets: { KEY: 'hush' } });
    await call('PATCH', `/${id}`, { description: 'hot' });
    await call('PATCH', `/${id}`, { environment: { A: '2' } });
    const { items } = await listed(id, 3);
    expect(items).toMatchObject([
      {
        revision: 3,
        templateRevision: 3,
        cause: 'update',
        changed: [{ pointer: '/environment/A', class: 'rolling' }],
      },
      {
        revision: 2,
        templateRevision: 1,
        cause: 'update',
        changed: [{ pointer: '/description', class: 'hot' }],
      },
      { revision: 1, templateRevision: 1, cause: 'create', changed: [], secrets: ['KEY'] },
    ]);
    expect((await call('GET', `/${id}/revisions/1`)).body).toMatchObject({
      spec: { environment: { A: '1' }, hardware: 'cpu-1x', description: '' },
      actor: expect.stringMatching(/^tok-/),
      requestId: expect.any(String),
    });
  });

  it('come in pages', async () => {
    const id = await made();
    for (const description of ['a', 'b', 'c']) await call('PATCH', `/${id}`, { description });
    await listed(id, 4);
    const { body: first } = await call('GET', `/${id}/revisions?limit=3`);
    const { body: second } = await call('GET', `/${id}/revisions?limit=3&cursor=${first.nextCursor ?? ''}`);
    const numbers = [...first.items, ...second.items].map(
      (item) => (item as unknown as { revision: number }).revision,
    );
    expect(numbers).toEqual([4, 3, 2, 1]);
    expect(second.nextCursor).toBeNull();
  });

  it('are those it had, and no other', async () => {
    const id = await made();
    for (const none of ['2', '0', '-1', 'x', '99999999999999999999'])
      expect(await call('GET', `/${id}/revisions/${none}`)).toMatchObject({
        status: 404,
        body: { code: 'endpoint.revision_not_found' },
      });
  });

  it('are the same when the list is built again from the log', async () => {
    const db = api.app.get(Db);
    const rows = () => db.query(sql`select * from revision_list order by endpoint_id, revision`);
    const id = await made();
    await listed(id, 1);
    const before = await rows();
    await rebuild(revisionList, { db, store: api.app.get(EventStore), schema: 'api' });
    expect(await rows()).toEqual(before);
  });
});

describe('a rollback', () => {
  it('is a new revision with the fields of the earlier one, secrets too', async () => {
    const id = await made({ environment: { A: '1' }, secrets: { KEY: 'first' }, description: 'at first' });
    await call('PATCH', `/${id}`, {
      environment: { A: '2' },
      secrets: { KEY: 'second' },
      description: 'later',
    });
    const { status, body } = await call('POST', `/${id}/rollback`, { revision: 1 });
    expect(status).toBe(202);
    expect(body).toMatchObject({ revision: 3, description: 'at first', environment: { A: '1' } });
    const secretsOf = async (revision: number) =>
      (await api.eventsOf(id))
        .map(({ data }) => data as { revision?: number; spec?: { secrets: object } })
        .find((data) => data.spec && data.revision === revision)?.spec?.secrets;
    expect(await secretsOf(3)).toEqual(await secretsOf(1));
    const { items } = await listed(id, 3);
    expect(items[0]).toMatchObject({ cause: 'rollback' });
  });

  it('is made to what was read, to a revision that was', async () => {
    const id = await made();
    await call('PATCH', `/${id}`, { description: 'x' });
    expect((await call('POST', `/${id}/rollback`, { revision: 1 }, { 'if-match': '"r1"' })).status).toBe(412);
    expect((await call('POST', `/${id}/rollback`, { revision: 7 })).body.code).toBe(
      'endpoint.revision_not_found',
    );
    for (const revision of [0, 'x', null, 2 ** 40])
      expect((await call('POST', `/${id}/rollback`, { revision })).body.errors).toMatchObject([
        { pointer: '/revision' },
      ]);
  });

  it('keeps what was promised since', async () => {
    const id = await made();
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await call('PATCH', `/${id}`, { commitment: { kind: 'reserved', until }, description: 'reserved' });
    expect((await call('POST', `/${id}/rollback`, { revision: 1 })).body).toMatchObject({
      description: '',
      commitment: { kind: 'reserved', until },
    });
  });
});

describe('a rollout', () => {
  it('begins with a change that needs new replicas, is shifted, and promoted', async () => {
    const id = await made();
    await becomes(id, 'deploying');
    const { body } = await call('PATCH', `/${id}?canary=10`, { environment: { A: '1' } });
    expect(body).toMatchObject({
      effect: { kind: expect.any(String) },
      rollout: { from: 1, to: 2, percent: 10 },
    });
    expect((await call('PATCH', `/${id}/rollout`, { percent: 50 })).body).toMatchObject({
      rollout: { percent: 50 },
    });
    expect((await call('PATCH', `/${id}/rollout`, { percent: 0 })).body.errors).toMatchObject([
      { pointer: '/percent' },
    ]);
    const { status, body: promoted } = await call('POST', `/${id}/rollout/promote`);
    expect([status, promoted]).toEqual([
      202,
      expect.objectContaining({ rollout: expect.objectContaining({ percent: 100 }) }),
    ]);
  });

  it('is aborted by a new revision with the template before', async () => {
    const id = await made({ environment: { A: '1' } });
    await becomes(id, 'deploying');
    await call('PATCH', `/${id}?canary=10`, { environment: { A: '2' }, description: 'stays' });
    const { body, headers } = await call('POST', `/${id}/rollout/abort`);
    expect(body).toMatchObject({
      revision: 3,
      templateRevision: 1,
      rollout: null,
      environment: { A: '1' },
      description: 'stays',
    });
    expect(headers.get('etag')).toBe('"r3"');
    for (const action of ['promote', 'abort'])
      expect((await call('POST', `/${id}/rollout/${action}`)).body.code).toBe('endpoint.no_rollout');
  });

  it('is what a restart is, with equal fields', async () => {
    const id = await made();
    await becomes(id, 'deploying');
    expect((await call('POST', `/${id}/restart`)).body).toMatchObject({ revision: 2, templateRevision: 2 });
  });
});
