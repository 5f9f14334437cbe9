import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { SessionStore } from './sessions.store.ts';

type Browser = Readonly<{ cookie: string; headers: Record<string, string> }>;
const CONSOLE = { 'x-tidegate-console': '1' };

let api: TestApi;
let project: { id: string; token: string };
const written: string[] = [];
const writeOut = process.stdout.write.bind(process.stdout);

beforeAll(async () => {
  process.stdout.write = (chunk: string | Uint8Array) => {
    written.push(String(chunk));
    return true;
  };
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
  process.stdout.write = writeOut;
});

const signIn = async (body: object): Promise<Browser> => {
  const answer = await api.call('POST', '/v1/session', { body, headers: CONSOLE });
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { cookie, headers: { cookie, ...CONSOLE } };
};
const codeOf = async (): Promise<string> => {
  const { body } = await api.call('POST', '/v1/sign-in-codes', {
    token: operator,
    body: { projectId: project.id },
  });
  return (body as unknown as { code: string }).code;
};
const sessionOf = async ({ headers }: Browser) =>
  (await api.call('GET', '/v1/session', { headers })).body as unknown as { session: object | null };
const secretOf = ({ cookie }: Browser): string => cookie.split('=')[1] ?? '';

describe('a browser', () => {
  it('signs in with a token, and may then what the token may', async () => {
    const answer = await api.call('POST', '/v1/session', {
      body: { token: project.token },
      headers: CONSOLE,
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^tidegate_session=[\w-]{43}; Max-Age=2592000; Path=\/v1; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.body).toMatchObject({ kind: 'token', name: 'all', projectId: project.id, role: 'owner' });
    const browser = await signIn({ token: project.token });
    const me = await api.call('GET', '/v1/me', { headers: { cookie: `a=1; ${browser.cookie}; b=2` } });
    expect(me.body).toMatchObject({ kind: 'token', projectId: project.id, role: 'owner' });
    const made = await api.call('POST', '/v1/security-groups', {
      headers: browser.headers,
      body: { name: 'office', rules: [{ cidr: '10.0.0.0/8' }] },
    });
    expect(made.status).toBe(201);
    expect(
      (await api.call('POST', '/v1/projects', { headers: browser.headers, body: { name: 'x1' } })).body.code,
    ).toBe('token.scope_missing');
  });

  it('is told who it is, and nobody of itself', async () => {
    expect((await api.call('GET', '/v1/session')).body).toEqual({ session: null });
    const stale = await api.call('GET', '/v1/session', {
      headers: { cookie: `tidegate_session=${'x'.repeat(43)}` },
    });
    expect(stale.body).toEqual({ session: null });
    expect(stale.headers.get('set-cookie')).toMatch(/^tidegate_session=; Max-Age=0; Path=\/v1/);
  });

  it('gets a cookie for TLS where it came by TLS', async () => {
    const headers = { ...CONSOLE, 'x-forwarded-proto': 'https' };
    const answer = await api.call('POST', '/v1/session', { body: { token: project.token }, headers });
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('is refused what is no token, or none and a code at once', async () => {
    const tried = async (body: object) =>
      (await api.call('POST', '/v1/session', { body, headers: CONSOLE })).body;
    expect((await tried({ token: 'tg_wrong' })).code).toBe('token.invalid');
    expect(await tried({})).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '/token' }] });
    expect(await tried({ token: 'a', code: 'b' })).toMatchObject({ errors: [{ pointer: '/code' }] });
  });

  it('changes nothing without the header that other sites cannot send', async () => {
    const { cookie } = await signIn({ token: project.token });
    const body = { name: 'theirs', rules: [] };
    const refused = async (headers: Record<string, string>, path = '/v1/security-groups') =>
      (await api.call('POST', path, { headers, body })).body.code;
    expect(await refused({ cookie })).toBe('session.header_missing');
    expect(await refused({ cookie, 'x-tidegate-console': '0' })).toBe('session.header_missing');
    for (const site of ['cross-site', 'same-site'])
      expect(await refused({ cookie, ...CONSOLE, 'sec-fetch-site': site })).toBe('session.header_missing');
    // Another site may send a form, which can sign nobody in or out either.
    expect(await refused({}, '/v1/session')).toBe('session.header_missing');
    expect((await api.call('DELETE', '/v1/session', { headers: { cookie } })).status).toBe(403);
    const form = await api.call('POST', '/v1/security-groups', {
      raw: 'name=theirs',
      headers: {
        cookie,
        origin: 'https://evil.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(form.status).toBe(415);
    const { body: groups } = await api.call('GET', '/v1/security-groups', { headers: { cookie } });
    expect(JSON.stringify(groups)).not.toContain('theirs');
  });

  it('is who its token says, where a token comes along', async () => {
    const { headers } = await signIn({ token: project.token });
    const { body } = await api.call('GET', '/v1/me', { token: operator, headers });
    expect(body).toMatchObject({ kind: 'operator' });
    expect((await api.call('GET', '/v1/me', { token: 'tg_wrong', headers })).status).toBe(401);
  });

  it('signs out', async () => {
    const browser = await signIn({ token: project.token });
    const out = await api.call('DELETE', '/v1/session', { headers: browser.headers });
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      'tidegate_session=; Max-Age=0; Path=/v1; HttpOnly; SameSite=Strict',
    ]);
    const after = await api.call('GET', '/v1/me', { headers: browser.headers });
    expect(after).toMatchObject({ status: 401, body: { code: 'session.ended' } });
    expect(after.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await api.call('DELETE', '/v1/session', { headers: CONSOLE })).status).toBe(204);
  });
});

describe('a session', () => {
  it('is known to every process of the api, and outlives each of them', async () => {
    const browser = await signIn({ token: project.token });
    const { databaseUrl, natsUrl, natsToken } = api.app;
    const other = await testApi({}, { databaseUrl, natsUrl, natsToken });
    try {
      expect((await other.call('GET', '/v1/me', { headers: browser.headers })).status).toBe(200);
      // Another operator’s token: who signed in with the former one is out.
      const operators = await signIn({ token: operator });
      await other.close();
      const third = await testApi(
        { operatorToken: 'another-operator-token-000' },
        { databaseUrl, natsUrl, natsToken },
      );
      expect((await third.call('GET', '/v1/me', { headers: operators.headers })).body.code).toBe(
        'session.ended',
      );
      expect((await third.call('GET', '/v1/me', { headers: browser.headers })).status).toBe(200);
      await third.close();
    } finally {
      await other.close().catch(() => undefined);
    }
  });

  it('ends with its token, and its row goes', async () => {
    const issued = await api.call('POST', `/v1/projects/${project.id}/tokens`, {
      token: operator,
      body: { name: 'brief', role: 'developer' },
    });
    const browser = await signIn({ token: issued.body.token });
    const given = await inferenceToken(browser);
    const path = `/v1/projects/${project.id}/tokens/${issued.body.id}`;
    expect((await api.call('DELETE', path, { token: operator })).status).toBe(204);
    expect((await api.call('GET', '/v1/endpoints', { headers: browser.headers })).body.code).toBe(
      'session.ended',
    );
    await api.eventually(async () => {
      expect(await api.app.get(SessionStore).idsOf(issued.body.id)).toEqual([]);
    });
    expect((await api.call('GET', '/v1/me', { token: given.token })).status).toBe(401);
  });

  it.each([
    ['used_at', '12 hours'],
    ['created_at', '30 days'],
  ])('ends by itself: %s %s ago', async (column, long) => {
    const browser = await signIn({ token: project.token });
    await api.app.get(Db).query({
      text: `update sessions set ${column} = ${column} - interval '${long}' where secret_sha256 = encode(sha256($1::bytea), 'hex')`,
      values: [secretOf(browser)],
    });
    expect(await sessionOf(browser)).toEqual({ session: null });
    await api.app.get(SessionStore).sweep();
    const [{ left } = { left: -1 }] = await api.app
      .get(Db)
      .query<{ left: number }>(
        sql`select count(*)::bigint as left from sessions where secret_sha256 = encode(sha256(${secretOf(browser)}::bytea), 'hex')`,
      );
    expect(left).toBe(0);
  });

  it('goes on while it is used', async () => {
    const browser = await signIn({ token: project.token });
    await api.app.get(Db).query(sql`update sessions set used_at = used_at - interval '11 hours'`);
    expect((await api.call('GET', '/v1/me', { headers: browser.headers })).status).toBe(200);
    const [{ fresh } = { fresh: 0 }] = await api.app
      .get(Db)
      .query<{ fresh: number }>(
        sql`select count(*)::bigint as fresh from sessions where used_at > clock_timestamp() - interval '1 minute'`,
      );
    expect(fresh).toBe(1);
  });

  it('gives way to newer ones of its token', async () => {
    const first = await signIn({ token: project.token });
    for (let i = 0; i < 50; i++)
      await api.app
        .get(SessionStore)
        .begin({ actor: (await me(first)).actor, operatorMark: null, projectId: null });
    expect(
      await api.app.get(SessionStore).idsOf((await me(await signIn({ token: project.token }))).actor),
    ).toHaveLength(50);
  });
});

const me = async ({ headers }: Browser): Promise<{ actor: string }> =>
  (await api.call('GET', '/v1/me', { headers })).body as unknown as { actor: string };

const EMPTY = { token: '', tokenId: '', expiresAt: '' };
type Given = { token: string; tokenId: string; expiresAt: string };
const inferenceToken = async ({ headers }: Browser): Promise<Given> => {
  const answer = await api.call('POST', '/v1/session/inference-token', { headers });
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
  return answer.body as unknown as Given;
};

describe('the operator in a browser', () => {
  it('comes by a link that works once', async () => {
    const code = await codeOf();
    const tries = await Promise.all(
      Array.from({ length: 5 }, () => api.call('POST', '/v1/session', { body: { code }, headers: CONSOLE })),
    );
    expect(tries.map(({ status }) => status).toSorted()).toEqual([201, 401, 401, 401, 401]);
    expect(tries.find(({ status }) => status === 401)?.body.code).toBe('session.code_invalid');
    expect(tries.find(({ status }) => status === 201)?.body).toMatchObject({
      kind: 'operator',
      projectId: project.id,
    });
  });

  it('comes too late after ten minutes', async () => {
    const code = await codeOf();
    await api.app
      .get(Db)
      .query(sql`update sign_in_codes set expires_at = expires_at - interval '10 minutes'`);
    const late = await api.call('POST', '/v1/session', { body: { code }, headers: CONSOLE });
    expect(late.body.code).toBe('session.code_invalid');
  });

  it('is invited by nobody else', async () => {
    const asked = await api.call('POST', '/v1/sign-in-codes', { token: project.token });
    expect(asked.body.code).toBe('token.scope_missing');
    const elsewhere = { token: operator, body: { projectId: 'proj-ffffffffffff' } };
    expect((await api.call('POST', '/v1/sign-in-codes', elsewhere)).body.code).toBe('project.not_found');
  });

  it('acts in the project that is chosen, or in the one that a request names', async () => {
    const browser = await signIn({ code: await codeOf() });
    const other = await api.newProject();
    const mine = async (headers: Record<string, string> = {}) =>
      (await api.call('GET', '/v1/me', { headers: { ...browser.headers, ...headers } })).body.projectId;
    expect(await mine()).toBe(project.id);
    expect(await mine({ 'x-tidegate-project': other.id })).toBe(other.id);
    const chosen = await api.call('PATCH', '/v1/session', {
      headers: browser.headers,
      body: { projectId: other.id },
    });
    expect(chosen.body).toMatchObject({ projectId: other.id, role: 'operator' });
    expect(await mine()).toBe(other.id);
    const nowhere = { headers: browser.headers, body: { projectId: 'proj-ffffffffffff' } };
    expect((await api.call('PATCH', '/v1/session', nowhere)).body.code).toBe('project.not_found');
    await api.call('PATCH', '/v1/session', { headers: browser.headers, body: { projectId: null } });
    expect((await api.call('GET', '/v1/events', { headers: browser.headers })).body.code).toBe(
      'project.not_chosen',
    );
  });
});

describe('a token for the playground', () => {
  it('calls endpoints for minutes, and is the same meanwhile', async () => {
    const browser = await signIn({ token: project.token });
    const all = await Promise.all(Array.from({ length: 4 }, () => inferenceToken(browser)));
    expect(new Set(all.map(({ token }) => token)).size).toBe(1);
    const [given = EMPTY] = all;
    const self = await api.call('GET', '/v1/me', { token: given.token });
    expect(self.body).toMatchObject({ actor: given.tokenId, projectId: project.id, scopes: ['invoke'] });
    const minutes = (Date.parse(given.expiresAt) - Date.now()) / 60_000;
    expect(minutes > 14 && minutes <= 15.1).toBe(true);
    expect((await api.call('GET', '/v1/endpoints', { token: given.token })).status).toBe(403);
  });

  it('is made anew when it has not long to live, or was revoked', async () => {
    const browser = await signIn({ token: project.token });
    const first = await inferenceToken(browser);
    await api.call('DELETE', `/v1/projects/${project.id}/tokens/${first.tokenId}`, { token: operator });
    const second = await inferenceToken(browser);
    expect(second.token).not.toBe(first.token);
    await api.app
      .get(Db)
      .query(sql`update session_tokens set expires_at = expires_at - interval '11 minutes'`);
    const third = await inferenceToken(browser);
    expect(third.token).not.toBe(second.token);
    expect((await api.call('GET', '/v1/me', { token: third.token })).status).toBe(200);
  });

  it('is gone when the browser signs out', async () => {
    const browser = await signIn({ token: project.token });
    const { token } = await inferenceToken(browser);
    await api.call('DELETE', '/v1/session', { headers: browser.headers });
    expect((await api.call('GET', '/v1/me', { token })).status).toBe(401);
  });

  it('is for browsers that may call endpoints, and for nobody else', async () => {
    expect((await api.call('POST', '/v1/session/inference-token', { token: project.token })).body.code).toBe(
      'session.ended',
    );
    const viewer = await api.call('POST', `/v1/projects/${project.id}/tokens`, {
      token: operator,
      body: { name: 'viewer', role: 'viewer' },
    });
    const { headers } = await signIn({ token: viewer.body.token });
    expect((await api.call('POST', '/v1/session/inference-token', { headers })).body.code).toBe(
      'token.scope_missing',
    );
  });
});

describe('secrets of browsers', () => {
  it('are in no log line and in no table', async () => {
    const browser = await signIn({ code: await codeOf() });
    const code = await codeOf();
    const { token } = await inferenceToken(browser);
    const rows = await api.app.get(Db).query<{ line: string }>(sql`
      select s::text as line from sessions s union all select t::text from session_tokens t
      union all select c::text from sign_in_codes c union all select k::text from idempotency_keys k
      union all select e::text from es.events e`);
    for (const secret of [secretOf(browser), code, token]) {
      expect(secret.length).toBeGreaterThan(40);
      expect(rows.some(({ line }) => line.includes(secret))).toBe(false);
      expect(written.some((line) => line.includes(secret))).toBe(false);
    }
  });
});
