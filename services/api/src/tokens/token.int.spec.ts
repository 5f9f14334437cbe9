import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUBJECTS, webhookSecret } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Bus, Db } from '@tidegate/eventing/nest';
import { TokenUses } from '../token-uses/token-uses.store.ts';
import { type TestApi, operator, secretKey, testApi } from '../api.spec-helper.ts';

let api: TestApi;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

describe('a project', () => {
  it('is made by the operator alone, under a name of its own', async () => {
    expect(
      await api.call('POST', '/v1/projects', { token: project.token, body: { name: 'mine' } }),
    ).toMatchObject({
      status: 403,
      body: { code: 'token.scope_missing' },
    });
    const made = await Promise.all(
      Array.from({ length: 4 }, () =>
        api.call('POST', '/v1/projects', { token: operator, body: { name: 'research' } }),
      ),
    );
    expect(made.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    expect(made.find(({ status }) => status === 409)?.body.code).toBe('project.name_taken');
  });

  it('is all that its tokens see', async () => {
    const other = await api.newProject();
    const list = await api.call('GET', '/v1/projects', { token: project.token });
    expect(list.body.items.map(({ id }) => id)).toEqual([project.id]);
    expect((await api.call('GET', `/v1/projects/${project.id}`, { token: project.token })).status).toBe(200);
    expect((await api.call('GET', `/v1/projects/${other.id}`, { token: project.token })).body.code).toBe(
      'project.not_found',
    );
    const all = await api.call('GET', '/v1/projects', { token: operator });
    expect(all.body.items.length).toBeGreaterThanOrEqual(3);
    expect((await api.call('GET', '/v1/projects/moon', { token: operator })).body.code).toBe(
      'project.not_found',
    );
  });

  it('has a secret for its webhooks, for those who may change it', async () => {
    const hmac = (message: string) => createHmac('sha256', secretKey).update(message).digest();
    const { body, headers } = await api.call('GET', '/v1/webhook-secret', { token: project.token });
    expect(body).toEqual({ secret: webhookSecret(hmac, project.id) });
    expect(headers.get('cache-control')).toBe('no-store');
    const { body: reader } = await issue({ name: 'reader', scopes: ['read'] });
    expect((await api.call('GET', '/v1/webhook-secret', { token: reader.token })).status).toBe(403);
  });
});

describe('a token', () => {
  it('is shown once, and kept as a hash alone', async () => {
    const { status, body } = await issue({ name: 'ci', scopes: ['read', 'invoke'] });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      projectId: project.id,
      name: 'ci',
      scopes: ['read', 'invoke'],
      expiresAt: null,
      revokedAt: null,
    });
    expect(body.token).toMatch(/^tg_[0-9a-f]{12}_[\w-]{43}$/);
    expect(body.token?.slice(3, 15)).toBe(body.id.slice(4));
    const [event] = await api.eventsOf(body.id);
    expect(event?.data['secretSha256']).toBe(
      createHash('sha256')
        .update(body.token ?? '')
        .digest('hex'),
    );
    const [{ found } = { found: -1 }] = await api.app
      .get(Db)
      .query<{ found: number }>(
        sql`select count(*) as found from es.events where data::text like ${`%${body.token?.slice(20) ?? 'none'}%`}`,
      );
    expect(found).toBe(0);
  });

  it('does what its scopes say', async () => {
    const { body: reader } = await issue({ name: 'reader', scopes: ['read'] });
    expect((await api.call('GET', '/v1/endpoints', { token: reader.token })).status).toBe(200);
    expect(await api.call('POST', '/v1/endpoints', { token: reader.token, body: {} })).toMatchObject({
      status: 403,
      body: { code: 'token.scope_missing', detail: expect.stringContaining('write') },
    });
  });

  it('gives away no more than it has', async () => {
    const { body: writer } = await issue({ name: 'writer', scopes: ['read', 'admin'] });
    const beyond = await issue({ name: 'x', scopes: ['invoke'] }, writer.token);
    expect(beyond.body).toMatchObject({
      code: 'token.scope_missing',
      detail: expect.stringContaining('invoke'),
    });
    expect((await issue({ name: 'x', scopes: ['read'] }, writer.token)).status).toBe(201);
  });

  it.each([
    ['owner', ['read', 'write', 'invoke', 'admin']],
    ['developer', ['read', 'write', 'invoke']],
    ['viewer', ['read']],
  ])('of the role %s may %j', async (role, scopes) => {
    const { status, body } = await issue({ name: 'by-role', role });
    expect([status, body.scopes, body.role]).toEqual([201, scopes, role]);
    const me = await api.call('GET', '/v1/me', { token: body.token });
    expect(me.body).toMatchObject({ scopes, role });
  });

  it('has a role only when its scopes are exactly one’s', async () => {
    expect((await issue({ name: 'x', scopes: ['invoke', 'write', 'read'] })).body.role).toBe('developer');
    const { body } = await issue({ name: 'x', scopes: ['invoke'] });
    expect(body.role).toBeNull();
    const list = await api.call('GET', `/v1/projects/${project.id}/tokens`, { token: project.token });
    expect(list.body.items.slice(0, 2).map(({ role }) => role)).toEqual([null, 'developer']);
    expect((await api.call('GET', '/v1/me', { token: operator })).body.role).toBe('operator');
  });

  it('has the limits that it was given, and none else', async () => {
    const limits = { requestsPerMinute: 60, tokensPerMinute: null };
    const { body } = await issue({ name: 'slow', scopes: ['invoke'], limits: { requestsPerMinute: 60 } });
    expect(body.limits).toEqual(limits);
    const { body: free } = await issue({ name: 'free', scopes: ['invoke'], limits: null });
    const list = await api.call('GET', `/v1/projects/${project.id}/tokens`, { token: project.token });
    expect([free.id, body.id].map((id) => list.body.items.find((token) => token.id === id)?.limits)).toEqual([
      { requestsPerMinute: null, tokensPerMinute: null },
      limits,
    ]);
    const [event] = await api.eventsOf(body.id);
    expect(event?.data['limits']).toEqual(limits);
  });

  it('is given and taken by those who may do that, and not by those who may write', async () => {
    const { body: developer } = await issue({ name: 'dev', role: 'developer' });
    expect((await issue({ name: 'x', scopes: ['read'] }, developer.token)).body).toMatchObject({
      code: 'token.scope_missing',
      detail: expect.stringContaining('admin'),
    });
    const path = `/v1/projects/${project.id}/tokens/${developer.id}`;
    expect((await api.call('DELETE', path, { token: developer.token })).status).toBe(403);
  });

  it('says when it was last used, here or elsewhere', async () => {
    const [used, called, idle] = [
      (await issue({ name: 'used', scopes: ['read'] })).body,
      (await issue({ name: 'called', scopes: ['invoke'] })).body,
      (await issue({ name: 'idle', scopes: ['read'] })).body,
    ];
    const before = Date.now();
    await api.call('GET', '/v1/me', { token: used.token });
    await api.call('GET', '/v1/me', { token: `${idle.token?.slice(0, -1) ?? ''}_` });
    const lastUses = async () => {
      const list = await api.call('GET', `/v1/projects/${project.id}/tokens`, { token: project.token });
      return [used, called, idle].map(
        ({ id }) => list.body.items.find((token) => token.id === id)?.lastUsedAt,
      );
    };
    expect(await lastUses()).toEqual([null, null, null]);
    api.app.get(Bus).nudge(SUBJECTS.tokensUsed, { tokenIds: [called.id] });
    api.app.get(Bus).nudge(SUBJECTS.tokensUsed, { tokenIds: ['moon'] });
    await api.eventually(async () => {
      await api.app.get(TokenUses).write();
      const [here, elsewhere, never] = await lastUses();
      expect(Date.parse(here ?? '')).toBeGreaterThanOrEqual(before - 1);
      expect(elsewhere).toEqual(expect.any(String));
      expect(never).toBeNull();
    });
  });

  it('opens nothing after it was revoked', async () => {
    const { body } = await issue({ name: 'short', scopes: ['read'] });
    const revoke = () =>
      api.call('DELETE', `/v1/projects/${project.id}/tokens/${body.id}`, { token: project.token });
    expect((await revoke()).status).toBe(204);
    expect((await api.call('GET', '/v1/endpoints', { token: body.token })).body.code).toBe('token.invalid');
    expect((await revoke()).status).toBe(204);
    const list = await api.call('GET', `/v1/projects/${project.id}/tokens`, { token: project.token });
    expect(list.body.items.find(({ id }) => id === body.id)?.revokedAt).toEqual(expect.any(String));
    expect(list.text).not.toContain('secret');
  });

  it('opens nothing after its time', async () => {
    const { body } = await issue({
      name: 'brief',
      scopes: ['read'],
      expiresAt: new Date(Date.now() + 1500).toISOString(),
    });
    expect((await api.call('GET', '/v1/endpoints', { token: body.token })).status).toBe(200);
    await api.eventually(async () =>
      expect((await api.call('GET', '/v1/endpoints', { token: body.token })).body.code).toBe('token.invalid'),
    );
  });

  it('belongs to a project that exists, and to no stranger', async () => {
    const other = await api.newProject();
    expect(
      (await api.call('GET', `/v1/projects/${other.id}/tokens`, { token: project.token })).body.code,
    ).toBe('project.not_found');
    const mine = await api.call('GET', `/v1/projects/${project.id}/tokens`, { token: project.token });
    const path = `/v1/projects/${other.id}/tokens/${mine.body.items[0]?.id ?? ''}`;
    expect((await api.call('DELETE', path, { token: operator })).body.code).toBe('token.not_found');
    expect(
      (await api.call('DELETE', `/v1/projects/${other.id}/tokens/moon`, { token: operator })).body.code,
    ).toBe('token.not_found');
    expect(
      (await api.call('GET', '/v1/projects/proj-ffffffffffff/tokens', { token: operator })).body.code,
    ).toBe('project.not_found');
  });

  it.each([
    [{}, ['/name', '/scopes']],
    [{ name: '', scopes: [] }, ['/name', '/scopes']],
    [{ name: 'x', scopes: ['read', 'read'] }, ['/scopes']],
    [{ name: 'x', scopes: ['moon'] }, ['/scopes']],
    [{ name: 'x', scopes: ['read'], role: 'viewer' }, ['/role']],
    [{ name: 'x', role: 'operator' }, ['/role']],
    [{ name: 'x', role: null, scopes: null }, ['/scopes']],
    [{ name: 'x', scopes: 'read' }, ['/scopes']],
    [{ name: 'x', scopes: ['read'], expiresAt: 'soon' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['read'], expiresAt: '2030-W05' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['read'], expiresAt: '2001-01-01T00:00:00Z' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['read'], expiresAt: 1 }, ['/expiresAt']],
    [{ name: 'x', scopes: ['read'], limits: 1 }, ['/limits']],
    [{ name: 'x', scopes: ['read'], limits: { requestsPerMinute: 0 } }, ['/limits/requestsPerMinute']],
    [{ name: 'x', scopes: ['read'], limits: { perHour: 1 } }, ['/limits/perHour']],
  ])('is not issued for %j', async (body, pointers) => {
    const answer = await issue(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

const issue = (body: object, token: string | null = project.token) =>
  api.call('POST', `/v1/projects/${project.id}/tokens`, { token, body });
