import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { type Answer, type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { Secrets } from '../secrets/secrets.handler.ts';

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

const newName = (): string => `conf-${String(++names)}`;
const create = (body: object, search = '', token = project.token) =>
  api.call('POST', `/v1/endpoints${search}`, {
    token,
    body: { name: newName(), model: 'tidegate/tiny', ...body },
  });
const made = async (body: object = {}): Promise<Answer['body']> => (await create(body)).body;
const patch = (id: string, body: unknown, search = '', headers: Record<string, string> = {}) =>
  api.call('PATCH', `/v1/endpoints/${id}${search}`, { token: project.token, body, headers });
const get = (id: string) => api.call('GET', `/v1/endpoints/${id}`, { token: project.token });
const becomes = (id: string, state: string) =>
  api.eventually(async () => expect((await get(id)).body.state).toBe(state));

describe('a wish that is only judged', () => {
  it('makes nothing, and has its problems, warnings and price told', async () => {
    const name = newName();
    const { status, body } = await create(
      { name, scaling: { minReplicas: 1, maxReplicas: 3 } },
      '?validateOnly=true',
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      valid: true,
      problems: [],
      // No scheduler is there to ask.
      warnings: [{ pointer: '/cluster', message: expect.stringContaining('could not be checked') }],
      price: {
        hardwareId: 'cpu-1x',
        perReplicaNanoUsdPerHour: '3600000',
        atMinNanoUsdPerHour: '3600000',
        nowNanoUsdPerHour: '0',
        atMaxNanoUsdPerHour: '10800000',
      },
    });
    expect((await create({ name })).status).toBe(201);
    expect((await create({ name }, '?validateOnly=true')).body).toMatchObject({
      valid: false,
      problems: [{ pointer: '/name' }],
    });
  });

  it('is sized, by the model’s name while no hub answers', async () => {
    const { body } = await create({ model: 'someone/llama-70b', framework: 'vllm' }, '?validateOnly=true');
    const { valid, sizing, price } = body as unknown as {
      valid: boolean;
      sizing: { source: string; recommended: { hardwareId: string } };
      price: { hardwareId: string };
    };
    expect([valid, sizing.source]).toEqual([true, 'name']);
    expect(price.hardwareId).toBe(sizing.recommended.hardwareId);
    const tight = await create(
      { model: 'someone/llama-70b', framework: 'vllm', hardware: 'l4-1x' },
      '?validateOnly=true',
    );
    expect(tight.body).toMatchObject({ valid: true });
    expect((tight.body as unknown as { warnings: { message: string }[] }).warnings[0]).toMatchObject({
      pointer: '/hardware',
      message: expect.stringContaining('l4-1x'),
    });
  });

  it('has all of its problems named', async () => {
    const { status, body } = await create(
      { framework: 'moon', colour: 'red', customDomains: ['1.2.3.4'], securityGroups: ['sgrp-ffffffffffff'] },
      '?validateOnly=true',
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ valid: false, price: null });
    const { problems } = body as unknown as { problems: { pointer: string; message: string }[] };
    expect(problems.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/colour',
      '/customDomains/0',
      '/framework',
      '/securityGroups/0',
    ]);
    expect(problems.every(({ message }) => message.length > 10)).toBe(true);
  });

  it('of a change says what differs, and what it does', async () => {
    const { id } = await made({ environment: { A: '1' } });
    const wanted = { environment: { A: '2' }, scaling: { maxReplicas: 2 } };
    const { status, body } = await patch(id, wanted, '?validateOnly=true&canary=10');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      valid: true,
      changes: [
        { pointer: '/environment/A', class: 'rolling', from: '1', to: '2' },
        { pointer: '/scaling/maxReplicas', class: 'hot', from: 1, to: 2 },
      ],
      effect: { text: expect.any(String) },
    });
    expect((await get(id)).body).toMatchObject({ revision: 1, environment: { A: '1' } });
    const wrong = await patch(id, { name: 'another', cluster: 'west', scalign: null }, '?validateOnly=true');
    const { problems } = wrong.body as unknown as { problems: { pointer: string }[] };
    expect(problems.map(({ pointer }) => pointer).toSorted()).toEqual(['/cluster', '/name', '/scalign']);
  });
});

describe('a change', () => {
  it('is a merge patch: what is left out stays, null returns to the default', async () => {
    const { id } = await made({
      description: 'old',
      environment: { A: '1', B: '2' },
      scaling: { maxReplicas: 3 },
    });
    const { status, body, headers } = await patch(id, {
      environment: { A: null, C: '3' },
      scaling: { maxReplicas: null, minReplicas: 1 },
    });
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"r2"');
    expect(body).toMatchObject({
      revision: 2,
      description: 'old',
      environment: { B: '2', C: '3' },
      scaling: { minReplicas: 1, maxReplicas: 1 },
      effect: { kind: expect.any(String) },
    });
    expect((await get(id)).body).toMatchObject({ revision: 2, environment: { B: '2', C: '3' } });
  });

  it('may say its content type', async () => {
    const { id } = await made();
    const headers = { 'content-type': 'application/merge-patch+json; charset=utf-8' };
    expect((await patch(id, { description: 'x' }, '', headers)).body).toMatchObject({ description: 'x' });
  });

  it('to what it is already is agreement', async () => {
    const { id } = await made({ description: 'same' });
    const { body, headers } = await patch(id, { description: 'same' });
    expect(body).toMatchObject({ revision: 1, changes: [], effect: { kind: 'none' } });
    expect(headers.get('etag')).toBe('"r1"');
  });

  it('is made to what was read, and to nothing else', async () => {
    const { id, name } = await made();
    const etag = (await get(id)).headers.get('etag') ?? '';
    expect(etag).toBe('"r1"');
    expect((await patch(id, { description: 'a' }, '', { 'if-match': etag })).status).toBe(200);
    expect(await patch(id, { description: 'b' }, '', { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { code: 'endpoint.changed', detail: expect.stringContaining('"r2"') },
    });
    const remove = (ifMatch: string) =>
      api.call('DELETE', `/v1/endpoints/${id}`, {
        token: project.token,
        body: { confirm: name },
        headers: { 'if-match': ifMatch },
      });
    expect((await remove(etag)).status).toBe(412);
    expect((await remove('"r2"')).body.state).toBe('deleted');
  });

  it('of several at once each is kept', async () => {
    const { id } = await made();
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((key) => patch(id, { environment: { [key]: key } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await get(id)).body).toMatchObject({
      revision: 5,
      environment: { A: 'A', B: 'B', C: 'C', D: 'D' },
    });
  });

  it('with a problem is refused as a whole', async () => {
    const { id } = await made();
    const { status, body } = await patch(id, {
      description: 'x',
      scaling: { minReplicas: 3 },
      name: 'other',
      hue: 1,
    });
    expect([status, body.code]).toEqual([400, 'request.invalid']);
    expect(body.errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/hue',
      '/name',
      '/scaling/minReplicas',
    ]);
    expect((await get(id)).body).toMatchObject({ revision: 1, description: '' });
    const raw = `${'{"scaling":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    expect((await api.call('PATCH', `/v1/endpoints/${id}`, { token: project.token, raw })).status).toBe(400);
    for (const none of [[], 'x', 7]) expect((await patch(id, none)).status).toBe(400);
  });

  it('of what was deleted is refused', async () => {
    const { id, name } = await made();
    await api.call('DELETE', `/v1/endpoints/${id}`, { token: project.token, body: { confirm: name } });
    expect((await patch(id, { description: 'x' })).body.code).toBe('endpoint.deleted');
  });

  it('of what is reserved can only extend it', async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const { id, name } = await made({ commitment: { kind: 'reserved', until } });
    expect((await patch(id, { commitment: null })).body.errors).toMatchObject([{ pointer: '/commitment' }]);
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    expect((await patch(id, { commitment: { until: later } })).body).toMatchObject({
      commitment: { until: later },
    });
    for (const [method, below, body] of [
      ['POST', '/stop', undefined],
      ['POST', '/disable', undefined],
      ['DELETE', '', { confirm: name }],
    ] as const)
      expect(
        await api.call(method, `/v1/endpoints/${id}${below}`, { token: project.token, body }),
      ).toMatchObject({
        status: 409,
        body: { code: 'endpoint.committed' },
      });
  });
});

describe('a secret', () => {
  const value = 'hush-0f1e2d3c4b5a';
  const credentials = { username: 'me', password: 'word-99887766' };

  it('is sealed, and shown nowhere', async () => {
    const headers = { 'idempotency-key': 'with-secret' };
    const body = {
      name: newName(),
      framework: 'custom',
      image: { reference: 'ghcr.io/acme/echo:1', credentials },
      secrets: { API_KEY: value },
    };
    const first = await api.call('POST', '/v1/endpoints', { token: project.token, body, headers });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      secrets: { API_KEY: { setAt: expect.any(String) } },
      image: { reference: 'ghcr.io/acme/echo:1', hasCredentials: true },
    });
    const again = await api.call('POST', '/v1/endpoints', { token: project.token, body, headers });
    expect(again.body.id).toBe(first.body.id);
    const path = `/v1/endpoints/${first.body.id}`;
    await patch(first.body.id, { secrets: { API_KEY: `${value}-2` } });
    const shown = await Promise.all(
      ['', '/events', '/revisions', '/export', '/secrets'].map((below) =>
        api.call('GET', path + below, { token: project.token }),
      ),
    );
    const kept = await api.app.get(Db).query(sql`
      select (select json_agg(e) from es.events e)::text || (select json_agg(k) from idempotency_keys k)::text as everything`);
    for (const text of [
      first.text,
      again.text,
      JSON.stringify(kept),
      ...shown.map((answer) => answer.text),
    ]) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(credentials.password);
    }
  });

  it('stays when it is left out, goes with null, and is no change when it is the same', async () => {
    const { id } = await made({ secrets: { A: value, B: 'other' } });
    expect((await patch(id, { description: 'x' })).body).toMatchObject({ secrets: { A: {}, B: {} } });
    expect((await patch(id, { secrets: { A: value } })).body).toMatchObject({ revision: 2, changes: [] });
    const { body } = await patch(id, { secrets: { A: `${value}!`, B: null, C: 'new' } });
    expect(body).toMatchObject({
      revision: 3,
      changes: [
        { pointer: '/secrets/A', from: 'sealed', to: 'sealed' },
        { pointer: '/secrets/B', from: 'sealed', to: null },
        { pointer: '/secrets/C', from: null, to: 'sealed' },
      ],
    });
    const [event] = (await api.eventsOf(id)).toReversed().filter(({ type }) => type === 'EndpointUpdated');
    const { secrets } = (event?.data as { spec: { secrets: Record<string, string> } }).spec;
    const opened = await api.app.get(Secrets).open(id, Object.values(secrets));
    expect(Object.values(opened).toSorted()).toEqual([`${value}!`, 'new'].toSorted());
  });

  it('cannot be a variable that is there already, or one of the platform', async () => {
    const { body } = await create({
      environment: { A: '1' },
      secrets: { A: '2', LD_PRELOAD: 'x', EMPTY: '', N: 7 },
    });
    expect(body.errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/secrets/A', '/secrets/LD_PRELOAD', '/secrets/EMPTY', '/secrets/N']),
    );
  });
});

describe('waiting', () => {
  it('ends when nothing more comes of itself', async () => {
    const { id } = await made();
    await becomes(id, 'deploying');
    const waiting = api.call('POST', `/v1/endpoints/${id}/stop?wait=60s`, { token: project.token });
    expect((await waiting).body.state).toBe('stopped');
  });

  it('ends when its time is over', async () => {
    const { status, body } = await create({}, '?wait=1s');
    expect([201, ['building', 'deploying'].includes(body.state)]).toEqual([status, true]);
  });

  it('is for 1 to 300 seconds', async () => {
    for (const wait of ['0', '301s', '-1', '1m', 's', ''])
      expect((await create({}, `?wait=${wait}`)).body.errors).toMatchObject([{ pointer: '?wait' }]);
  });

  it('ends when nobody listens any more', async () => {
    const { id } = await made();
    await becomes(id, 'deploying');
    const gone = new AbortController();
    const asked = fetch(`${api.app.url}/v1/endpoints/${id}/start?wait=300s`, {
      method: 'POST',
      headers: { authorization: `Bearer ${project.token}` },
      signal: gone.signal,
    });
    setTimeout(() => {
      gone.abort();
    }, 200);
    await expect(asked).rejects.toThrow();
    // A service with somebody still waiting would not end for minutes: afterAll would time out.
  });
});

describe('endpoints that are looked for', () => {
  it('are found by their state and their tags', async () => {
    const { token } = await api.newProject();
    const { body: one } = await create(
      { model: 'tidegate/tiny', tags: { team: 'search', tier: '1' } },
      token,
    );
    const { body: two } = await create({ tags: { team: 'ads' } }, '', token);
    const found = async (search: string) =>
      (await api.call('GET', `/v1/endpoints?${search}`, { token })).body.items.map(({ id }) => id);
    expect(await found('tag=team')).toEqual([two.id, one.id]);
    expect(await found('tag=team=search')).toEqual([one.id]);
    expect(await found('tag=tier=2')).toEqual([]);
    await api.call('DELETE', `/v1/endpoints/${two.id}`, { token, body: { confirm: two.name } });
    expect(await found('')).toEqual([one.id]);
    expect(await found('state=deleted')).toEqual([two.id]);
    expect((await api.call('GET', '/v1/endpoints?state=moon', { token })).body.errors[0]?.pointer).toBe(
      '?state',
    );
  });

  it('are shown as they were at any time', async () => {
    const body = await made({ description: 'at first' });
    const then = new Date().toISOString();
    await patch(body.id, { description: 'later' });
    await api.call('DELETE', `/v1/endpoints/${body.id}`, {
      token: project.token,
      body: { confirm: body.name },
    });
    expect((await get(`${body.id}?asOf=${then}`)).body).toMatchObject({
      revision: 1,
      description: 'at first',
    });
    expect((await get(`${body.id}?asOf=2020-01-01T00:00:00Z`)).body.code).toBe('endpoint.not_found');
    for (const asOf of ['yesterday', '2026-W47', '2026-325', '0001-01-01'])
      expect((await get(`${body.id}?asOf=${asOf}`)).body.errors[0]?.pointer).toBe('?asOf');
  });
});

describe('an endpoint that is switched off', () => {
  it('is switched on by whoever switched it off, or the operator', async () => {
    const { id } = await made();
    const act = (action: string, token = project.token) =>
      api.call('POST', `/v1/endpoints/${id}/${action}`, { token });
    expect((await act('disable')).body.state).toBe('disabled');
    expect((await patch(id, { environment: { A: '1' } })).body).toMatchObject({
      revision: 2,
      effect: { kind: 'staged' },
    });
    expect((await act('enable')).status).toBe(202);
    await becomes(id, 'deploying');
    await act('disable', operator);
    expect((await act('enable')).body.code).toBe('endpoint.disabled_by_operator');
    expect((await act('enable', operator)).status).toBe(202);
  });
});

describe('a project’s quota', () => {
  const quotas = (id: string, body: object) =>
    api.call('PUT', `/v1/projects/${id}/quotas`, { token: operator, body });

  it('holds for endpoints that are made at once', async () => {
    const { id, token } = await api.newProject();
    await quotas(id, { endpoints: 2, replicasPerEndpoint: 2, gpus: 4 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => create({}, '', token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 403, 403, 403, 403]);
    expect(answers.find(({ status }) => status === 403)?.body.code).toBe('project.quota_exceeded');
    const [made] = answers.filter(({ status }) => status === 201);
    await api.call('DELETE', `/v1/endpoints/${made?.body.id ?? ''}`, {
      token,
      body: { confirm: made?.body.name },
    });
    expect((await create({}, '', token)).status).toBe(201);
  });

  it('holds for replicas and GPUs, field by field, and lets stand what is there', async () => {
    const { id, token } = await api.newProject();
    await quotas(id, { endpoints: 9, replicasPerEndpoint: 2, gpus: 4 });
    const gpus = { framework: 'engine-double', hardware: 'h100-2x' };
    const { body: first } = await create({ ...gpus, scaling: { maxReplicas: 1 } }, '', token);
    expect((await create({ ...gpus, scaling: { maxReplicas: 2 } }, '', token)).body.errors).toMatchObject([
      { pointer: '/scaling/maxReplicas', message: expect.stringContaining('2 of the project’s 4 are left') },
    ]);
    expect((await create({ scaling: { maxReplicas: 3 } }, '', token)).body.errors).toMatchObject([
      { pointer: '/scaling/maxReplicas', message: expect.stringContaining('at most 2') },
    ]);
    await quotas(id, { endpoints: 0, replicasPerEndpoint: 1, gpus: 0 });
    const change = (body: object) => api.call('PATCH', `/v1/endpoints/${first.id}`, { token, body });
    expect((await change({ environment: { A: '1' } })).status).toBe(200);
    expect((await change({ hardware: 'h100-4x' })).status).toBe(400);
  });
});
