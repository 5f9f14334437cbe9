import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeApi } from './fake-api.spec-helper.ts';
import { ensureSample, ensureToken, signInLink } from './sample.ts';

const patience = { withinMs: 5_000, signal: new AbortController().signal };
let folder: string;
let api: FakeApi;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-int-'));
  api = new FakeApi('operator');
  api.server.listen(0, '127.0.0.1');
  await once(api.server, 'listening');
  url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  api.server.closeAllConnections();
  api.server.close();
  await rm(folder, { recursive: true });
});

const token = () => ensureToken({ url, token: 'operator' }, join(folder, 'token'));

describe("the launcher's token", () => {
  it('belongs to the project `default`, is its owner’s, and is kept closed', async () => {
    expect(await token()).toBe('tenant-token-1');
    expect(api.created).toEqual([
      { path: '/v1/projects', body: { name: 'default' } },
      {
        path: '/v1/projects/proj-000000000001/tokens',
        body: { name: 'launcher', role: 'owner' },
      },
    ]);
    expect((await stat(join(folder, 'token'))).mode & 0o777).toBe(0o600);
  });

  it('is used again for as long as the platform takes it', async () => {
    expect(await token()).toBe(await token());
    expect(api.tokens).toHaveLength(1);
  });

  it('is made anew, in the same project, when the platform no longer takes it', async () => {
    api.projects.push({ id: 'proj-aaaaaaaaaaaa', name: 'another' });
    await token();
    api.tokens[0] = 'revoked';
    expect(await token()).toBe('tenant-token-2');
    expect(api.projects.map(({ name }) => name)).toEqual(['another', 'default']);
    expect((await readFile(join(folder, 'token'), 'utf8')).trim()).toBe('tenant-token-2');
  });

  it('is made anew when the kept one may not do all that an owner may', async () => {
    await token();
    api.scopes = ['read', 'write', 'invoke'];
    expect(await token()).toBe('tenant-token-2');
  });

  it('says what the platform answered when it gives none', async () => {
    await expect(ensureToken({ url, token: 'wrong' }, join(folder, 'token'))).rejects.toThrow(
      'GET /v1/projects was answered 401 (no such token)',
    );
  });
});

describe('the sample endpoint', () => {
  it('is created once and waited for until it runs', async () => {
    const mine = { url, token: await token() };
    const sample = await ensureSample(mine, patience);
    expect(sample).toEqual({
      id: 'endpt-000000000001',
      name: 'hello',
      url: `${url}/api/d/endpt-000000000001`,
      state: 'running',
    });
    expect(await ensureSample(mine, patience)).toEqual(sample);
    expect(api.endpoints).toHaveLength(1);
    expect(api.created.at(-1)?.body).toEqual({
      name: 'hello',
      model: 'tidegate/tiny',
      framework: 'llama.cpp',
      hardware: 'cpu-1x',
      scaling: { minReplicas: 0, maxReplicas: 2, idleTimeoutSeconds: 60 },
      async: { routes: ['/v1/chat/completions'] },
    });
  });

  it('is found behind other endpoints, and asleep is good', async () => {
    api.endpoints.push(
      { id: 'endpt-a', name: 'a' },
      { id: 'endpt-b', name: 'b' },
      { id: 'endpt-c', name: 'hello' },
    );
    api.states = ['sleeping'];
    const sample = await ensureSample({ url, token: await token() }, patience);
    expect(sample).toMatchObject({ id: 'endpt-c', state: 'sleeping' });
  });

  it('is not waited for once it has failed, or for too long', async () => {
    const mine = { url, token: await token() };
    api.states = ['building', 'deploy_failed'];
    expect(await ensureSample(mine, patience)).toMatchObject({ state: 'deploy_failed' });
    api.states = ['building'];
    expect(await ensureSample(mine, { ...patience, withinMs: 150 })).toMatchObject({ state: 'building' });
  });
});

describe('a link to the console', () => {
  it('signs a browser in as the operator, in the project of the launcher’s token', async () => {
    const link = await signInLink({ url, token: 'operator' }, await token());
    expect(link).toBe(`${url}/?code=once`);
    expect(api.created.at(-1)).toEqual({
      path: '/v1/sign-in-codes',
      body: { projectId: 'proj-000000000001' },
    });
  });

  it('is given to nobody but the operator', async () => {
    const owners = await token();
    await expect(signInLink({ url, token: owners }, owners)).rejects.toThrow(
      'POST /v1/sign-in-codes was answered 401',
    );
  });
});
