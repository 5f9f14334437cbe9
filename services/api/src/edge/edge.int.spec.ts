import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REFUSALS } from '@tidegate/contracts';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';

let api: TestApi;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

describe('a request that is not understood', () => {
  it.each([
    ['an unknown route', 'GET /v1/moon', {}, 'route.not_found'],
    [
      'an unknown route below a known one',
      'GET /v1/endpoints/endpt-0123456789ab/moon',
      {},
      'route.not_found',
    ],
    ['a path that cannot be decoded', 'GET /v1/endpoints/%zz', {}, 'route.not_found'],
    ['a path with a part that is too long', `GET /v1/endpoints/${'x'.repeat(150)}`, {}, 'route.not_found'],
    ['a method that the path does not take', 'PUT /v1/endpoints', { raw: '{}' }, 'route.method_not_allowed'],
    ['a body that is not JSON', 'POST /v1/endpoints', { raw: '{"name":' }, 'request.bad_json'],
    ['a body that is empty', 'POST /v1/endpoints', { raw: '' }, 'request.bad_json'],
    [
      'a body that poisons prototypes',
      'POST /v1/endpoints',
      { raw: '{"__proto__":{"x":1}}' },
      'request.bad_json',
    ],
    ['no body at all', 'POST /v1/endpoints', {}, 'request.invalid'],
    ['a body that is a list', 'POST /v1/endpoints', { raw: '[]' }, 'request.invalid'],
    ['a body that is null', 'POST /v1/endpoints', { raw: 'null' }, 'request.invalid'],
    [
      'a body that is too large',
      'POST /v1/endpoints',
      { raw: `"${'x'.repeat(1024 * 1024)}"` },
      'request.too_large',
    ],
    [
      'a form',
      'POST /v1/endpoints',
      { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'request.unsupported_media_type',
    ],
    [
      'a text',
      'POST /v1/endpoints',
      { raw: '{}', headers: { 'content-type': 'text/plain' } },
      'request.unsupported_media_type',
    ],
    [
      'a patch',
      'POST /v1/endpoints',
      { raw: '{}', headers: { 'content-type': 'application/merge-patch+json' } },
      'request.unsupported_media_type',
    ],
  ] as const)('%s', async (_, route, asked, code) => {
    const [method = '', path = ''] = route.split(' ');
    const { status, body, headers } = await api.call(method, path, { token: project.token, ...asked });
    expect([body.code, status]).toEqual([code, REFUSALS[code].status]);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({
      type: `/docs/errors/${code}`,
      title: REFUSALS[code].title,
      status,
      requestId: headers.get('x-request-id'),
    });
  });

  it('is told which methods the path takes', async () => {
    const { headers, body } = await api.call('PUT', '/v1/endpoints/endpt-0123456789ab', {
      token: project.token,
      raw: '{}',
    });
    expect(headers.get('allow')).toBe('GET, HEAD, PATCH, DELETE, OPTIONS');
    expect(body.remedy).toContain('GET, HEAD, PATCH, DELETE, OPTIONS');
  });

  it('says where the body is nested too deep', async () => {
    const raw = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const { status, body } = await api.call('POST', '/v1/endpoints', { token: project.token, raw });
    expect([status, body.errors[0]?.pointer]).toEqual([400, `/name${'/0'.repeat(15)}`]);
  });

  it('says where a text is none', async () => {
    const raw = String.raw`{"name":"chat","model":"a/b","description":"x\u0000y","environment":{"A":"\ud800"}}`;
    const { body } = await api.call('POST', '/v1/endpoints', { token: project.token, raw });
    expect(body.errors.map(({ pointer }) => pointer)).toEqual(['/description', '/environment/A']);
  });
});

describe('a caller', () => {
  it.each([
    ['without a token', {}, 'token.missing'],
    ['with another scheme', { headers: { authorization: 'Basic eDp5' } }, 'token.invalid'],
    ['with a token of another shape', { token: 'x' }, 'token.invalid'],
    ['with an unknown token', { token: `tg_0123456789ab_${'x'.repeat(43)}` }, 'token.invalid'],
    ['with almost the operator’s token', { token: `${operator}x` }, 'token.invalid'],
  ] as const)('%s is refused', async (_, asked, code) => {
    const { status, body, headers } = await api.call('GET', '/v1/endpoints', asked);
    expect([status, body.code]).toEqual([401, code]);
    expect(headers.get('www-authenticate')).toContain('Bearer');
  });

  it('with almost a token is refused', async () => {
    const wrong = project.token.slice(0, -1) + (project.token.endsWith('A') ? 'B' : 'A');
    expect((await api.call('GET', '/v1/me', { token: wrong })).body.code).toBe('token.invalid');
  });

  it('hears who it is', async () => {
    expect((await api.call('GET', '/v1/me', { token: project.token })).body).toMatchObject({
      kind: 'token',
      projectId: project.id,
      scopes: ['read', 'write', 'invoke', 'admin'],
      role: 'owner',
    });
    expect((await api.call('GET', '/v1/me', { token: operator })).body).toMatchObject({
      kind: 'operator',
      projectId: null,
    });
  });

  it('as the operator acts in the project of its choice', async () => {
    const body = { name: 'by-operator', model: 'tidegate/tiny' };
    expect((await api.call('POST', '/v1/endpoints', { token: operator, body })).body.code).toBe(
      'project.not_chosen',
    );
    const headers = { 'x-tidegate-project': project.id };
    expect((await api.call('POST', '/v1/endpoints', { token: operator, body, headers })).body.projectId).toBe(
      project.id,
    );
    for (const unknown of ['proj-ffffffffffff', "'; drop table endpoint_list"])
      expect(
        await api.call('GET', '/v1/endpoints', {
          token: operator,
          headers: { 'x-tidegate-project': unknown },
        }),
      ).toMatchObject({
        status: 404,
        body: { code: 'project.not_found' },
      });
  });

  it('takes its request id with it, or gets one', async () => {
    const named = await api.call('GET', '/v1/me', { headers: { 'x-request-id': 'abc-12345678' } });
    expect(named.body.requestId).toBe('abc-12345678');
    const odd = await api.call('GET', '/v1/me', { headers: { 'x-request-id': 'a b"c' } });
    expect(odd.body.requestId).toMatch(/^req-[0-9a-f]{12}$/);
  });
});

describe('a request under an idempotency key', () => {
  const post = (key: string, body: object, token = project.token) =>
    api.call('POST', '/v1/endpoints', { token, body, headers: { 'idempotency-key': key } });

  it('has one effect and one answer', async () => {
    const body = { name: 'once', model: 'tidegate/tiny' };
    const first = await post('key-1', body);
    const second = await post('key-1', body);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
  });

  it('has one effect when it comes many times at once', async () => {
    const body = { name: 'at-once', model: 'tidegate/tiny' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('key-2', body)));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map((answer) => answer.body.id)).size).toBe(1);
    for (const { status, body: problem } of answers)
      if (status !== 201) expect([status, problem.code]).toEqual([409, 'request.in_progress']);
    expect((await post('key-2', body)).body.id).toBe(made[0]?.body.id);
  });

  it('is not another request', async () => {
    await post('key-3', { name: 'this-one', model: 'tidegate/tiny' });
    expect(await post('key-3', { name: 'that-one', model: 'tidegate/tiny' })).toMatchObject({
      status: 422,
      body: { code: 'request.key_reused' },
    });
  });

  it('may be corrected when it was refused', async () => {
    expect((await post('key-4', { name: '1', model: 'tidegate/tiny' })).status).toBe(400);
    expect((await post('key-4', { name: 'corrected', model: 'tidegate/tiny' })).status).toBe(201);
  });

  it('is its caller’s own', async () => {
    const other = await api.newProject();
    const body = { name: 'own', model: 'tidegate/tiny' };
    const [mine, theirs] = [await post('key-5', body), await post('key-5', body, other.token)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.body.id).not.toBe(theirs.body.id);
  });

  it('does not keep a token', async () => {
    const issue = () =>
      api.call('POST', `/v1/projects/${project.id}/tokens`, {
        token: project.token,
        body: { name: 'ci', scopes: ['read'] },
        headers: { 'idempotency-key': 'key-6' },
      });
    const [first, second] = [await issue(), await issue()];
    expect(first.body.token).toMatch(/^tg_/);
    expect(second.body).toEqual({ ...first.body, token: null });
  });

  it('has a key that can be one', async () => {
    expect((await post('ä', {})).body.errors).toMatchObject([{ pointer: 'Idempotency-Key' }]);
  });
});

/** What must work for who is not signed in. */
const OF_NOBODY = new Set(['Session.present', 'Session.signIn', 'Session.signOut']);

describe('the description of the API', () => {
  it('is OpenAPI 3.1, open to all, and has every route with its refusals', async () => {
    const { status, body } = await api.call('GET', '/v1/openapi.json');
    expect([status, body.openapi]).toEqual([200, '3.1.0']);
    expect(body.components.responses.Refused.content).toHaveProperty(['application/problem+json']);
    const ids: string[] = [];
    for (const path of Object.values(body.paths))
      for (const operation of Object.values(path)) {
        ids.push(operation.operationId);
        expect(operation.responses.default).toEqual({ $ref: '#/components/responses/Refused' });
        const isOpen = OF_NOBODY.has(operation.operationId);
        expect(operation.security).toEqual(isOpen ? [{}] : [{ bearer: [] }, { cookie: [] }]);
      }
    expect(new Set(ids).size).toBe(ids.length);
    expect(body.components.schemas['CreateEndpoint']?.required).toEqual(['name']);
  });

  it('describes nothing that is open to all', async () => {
    const { body } = await api.call('GET', '/v1/openapi.json');
    for (const [path, operations] of Object.entries(body.paths))
      for (const method of Object.keys(operations)) {
        const concrete = path.replaceAll(/\{\w+\}/g, 'x');
        const answer = await api.call(method.toUpperCase(), concrete, method === 'get' ? {} : { body: {} });
        // A browser that is not signed in is told so, and signs in from the console alone.
        const ofBrowser = method === 'get' ? undefined : 'session.header_missing';
        const isOpen = OF_NOBODY.has(operations[method]?.operationId ?? '');
        expect([path, answer.body.code]).toEqual([path, isOpen ? ofBrowser : 'token.missing']);
      }
    expect((await api.call('GET', '/healthz')).status).toBe(200);
    expect((await api.call('GET', '/readyz')).status).toBe(200);
  });

  it('has a page for people', async () => {
    const page = await api.call('GET', '/docs');
    expect(page.text).toContain('/docs/swagger-ui-bundle.js');
    for (const path of ['/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css', '/docs/start.js'])
      expect((await api.call('GET', path)).status).toBe(200);
  });

  it('has a page for every refusal', async () => {
    for (const code of Object.keys(REFUSALS))
      expect((await api.call('GET', `/docs/errors/${code}`)).status).toBe(200);
    expect((await api.call('GET', '/docs/errors/moon')).body.code).toBe('route.not_found');
    expect((await api.call('GET', '/docs/errors/toString')).status).toBe(404);
  });
});
