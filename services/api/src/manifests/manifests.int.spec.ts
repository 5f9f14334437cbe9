import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import type { AppliedView } from './applied-view.ts';

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

const newName = (): string => `man-${String(++names)}`;
const YAML = { 'content-type': 'application/yaml' };
const apply = async (raw: string, search = '', headers: Record<string, string> = YAML) => {
  const answer = await api.call('POST', `/v1/apply${search}`, { token: project.token, raw, headers });
  return { ...answer, items: answer.body.items as unknown as AppliedView[] };
};
const get = (path: string) => api.call('GET', `/v1/endpoints${path}`, { token: project.token });
const manifest = (name: string, spec = 'model: tidegate/tiny'): string => `
apiVersion: tidegate/v1
kind: Endpoint
metadata: {name: ${name}, tags: {team: search}}
spec:
  ${spec}
`;

describe('documents that are applied', () => {
  it('make what is not there, change what differs, and leave the rest', async () => {
    const [one, two] = [newName(), newName()];
    const text = `${manifest(one)}---${manifest(two, 'model: tidegate/tiny\n  description: old')}`;
    expect((await apply(text)).items).toMatchObject([
      { name: one, outcome: 'created', endpointId: expect.stringMatching(/^endpt-/), revision: 1 },
      { name: two, outcome: 'created' },
    ]);
    expect((await apply(text)).items.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    const changed = await apply(text.replace('description: old', 'environment: {A: "1"}'));
    expect(changed.items).toMatchObject([
      { outcome: 'unchanged', revision: 1, changes: [] },
      {
        outcome: 'updated',
        revision: 2,
        changes: [
          { pointer: '/description', from: 'old', to: '' },
          { pointer: '/environment/A', from: null, to: '1' },
        ],
        effect: { text: expect.any(String) },
      },
    ]);
  });

  it('are only compared on request', async () => {
    const name = newName();
    expect((await apply(manifest(name), '?dryRun=true')).items).toMatchObject([
      { name, outcome: 'created', endpointId: null, revision: null },
    ]);
    expect((await apply(manifest(name))).items[0]?.outcome).toBe('created');
    const dry = await apply(manifest(name, 'model: tidegate/tiny\n  visibility: public'), '?dryRun=true');
    expect(dry.items).toMatchObject([
      {
        outcome: 'updated',
        revision: 1,
        changes: [{ pointer: '/visibility', class: 'hot' }],
        effect: { kind: 'hot' },
      },
    ]);
    expect((await get(`/${dry.items[0]?.endpointId ?? ''}`)).body).toMatchObject({
      revision: 1,
      visibility: 'private',
    });
  });

  it('are all judged before any is applied', async () => {
    const [good, bad] = [newName(), newName()];
    const text = `${manifest(good)}---${manifest(bad, 'model: tidegate/tiny\n  scaling: {maxReplicas: 9}\n  colour: red')}`;
    const dry = await apply(text, '?dryRun=true');
    expect([dry.status, dry.items.map(({ outcome }) => outcome)]).toEqual([200, ['created', 'refused']]);
    expect(dry.items[1]?.problems.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/spec/colour',
      '/spec/scaling/maxReplicas',
    ]);
    const { status, body } = await apply(text);
    expect([status, body.code]).toEqual([400, 'request.invalid']);
    expect(body.errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/1/spec/colour',
      '/1/spec/scaling/maxReplicas',
    ]);
    expect((await apply(manifest(good), '?dryRun=true')).items[0]?.outcome).toBe('created');
  });

  it('are refused one by one where only the deed shows it', async () => {
    const { id, token } = await api.newProject();
    await api.call('PUT', `/v1/projects/${id}/quotas`, {
      token: operator,
      body: { endpoints: 1, replicasPerEndpoint: 5, gpus: 0 },
    });
    const raw = `${manifest(newName())}---${manifest(newName())}`;
    const { status, body } = await api.call('POST', '/v1/apply', { token, raw, headers: YAML });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { outcome: 'created', problems: [] },
      { outcome: 'refused', endpointId: null, problems: [{ message: expect.stringContaining('endpoints') }] },
    ]);
  });

  it('name each endpoint once', async () => {
    const name = newName();
    expect((await apply(`${manifest(name)}---${manifest(name)}`)).body.errors).toMatchObject([
      { pointer: '/1/metadata/name' },
    ]);
  });

  it('may be JSON, one or a list', async () => {
    const document = {
      apiVersion: 'tidegate/v1',
      kind: 'Endpoint',
      metadata: { name: newName() },
      spec: { model: 'tidegate/tiny' },
    };
    const json = { 'content-type': 'application/json' };
    expect((await apply(JSON.stringify(document), '', json)).items[0]?.outcome).toBe('created');
    expect((await apply(JSON.stringify([document]), '', json)).items[0]?.outcome).toBe('unchanged');
  });

  it.each([
    ['nothing', '', 'request.invalid'],
    ['what is broken', 'a: [', 'request.bad_yaml'],
    ['a bomb', `a: &a [${'x,'.repeat(20)}]\nb: [${'*a,'.repeat(60)}]`, 'request.bad_yaml'],
    ['what is no manifest', 'just a text', 'request.invalid'],
    ['a text that no log could hold', 'metadata: {name: "a\\0b"}', 'request.invalid'],
    ['too many', '---\na: 1\n'.repeat(51), 'request.bad_yaml'],
  ])('are refused with %s', async (_, text, code) => {
    const { status, body } = await apply(text);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('are the only thing that may be YAML', async () => {
    const asked = { token: project.token, raw: manifest(newName()), headers: YAML };
    expect((await api.call('POST', '/v1/endpoints', asked)).body.code).toBe('request.unsupported_media_type');
  });

  it('need a token that may write', async () => {
    const raw = manifest(newName());
    expect((await api.call('POST', '/v1/apply', { raw, headers: YAML })).status).toBe(401);
  });

  it('have one effect under one idempotency key', async () => {
    const headers = { ...YAML, 'idempotency-key': 'apply-once' };
    const name = newName();
    const first = await apply(manifest(name), '', headers);
    const second = await apply(manifest(name), '', headers);
    expect(second.items).toEqual(first.items);
    expect(second.items[0]?.outcome).toBe('created');
  });
});

describe('an endpoint that is exported', () => {
  it('is applied without a change, and shows no secret', async () => {
    const name = newName();
    const { body } = await api.call('POST', '/v1/endpoints', {
      token: project.token,
      body: {
        name,
        framework: 'custom',
        image: { reference: 'ghcr.io/acme/echo:1', credentials: { username: 'me', password: 'word-1234' } },
        description: 'two\nlines: yes',
        tags: { on: 'off' },
        environment: { A: '007' },
        secrets: { KEY: 'hush-1234' },
        async: { routes: ['/v1/x'] },
        scaling: {
          minReplicas: 1,
          maxReplicas: 2,
          rules: [
            { metric: 'requestsPerSecond', target: 2.5 },
            { metric: 'acme:queue_depth', target: 10 },
          ],
          waitPrice: 'fast',
          panic: false,
          schedules: [
            { cron: '0 8 * * 1-5', timeZone: 'Europe/Rome', durationSeconds: 36_000, maxReplicas: 4 },
          ],
          seasonSeconds: 86_400,
        },
        sleepMode: 'warm',
      },
    });
    const exported = await get(`/${body.id}/export`);
    expect(exported.headers.get('content-type')).toContain('application/yaml');
    expect(exported.text).not.toMatch(/hush-1234|word-1234|sec-[0-9a-f]{12}/);
    expect(exported.text).toContain('#   KEY');
    expect((await apply(exported.text)).items).toMatchObject([
      { name, outcome: 'unchanged', revision: 1, changes: [] },
    ]);
  });

  it('that is not there, or was deleted, is not', async () => {
    expect((await get('/endpt-ffffffffffff/export')).body.code).toBe('endpoint.not_found');
    const { items } = await apply(manifest(newName()));
    const [made] = items;
    await api.call('DELETE', `/v1/endpoints/${made?.endpointId ?? ''}`, {
      token: project.token,
      body: { confirm: made?.name },
    });
    expect((await get(`/${made?.endpointId ?? ''}/export`)).body.code).toBe('endpoint.deleted');
    expect((await apply(manifest(made?.name ?? ''))).items[0]?.outcome).toBe('created');
  });
});
