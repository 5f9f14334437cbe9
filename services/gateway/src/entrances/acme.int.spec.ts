import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { domainVerified, endpointRequested, replicaReady } from '../events.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, upstream } from '../upstream.spec-helper.ts';
import { scratchFolder } from './certificates.spec-helper.ts';

const PATH = '/.well-known/acme-challenge';
const DOMAIN = 'models.example.com';
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let gateway: TestGateway;
let replica: Upstream;

const startWith = async (acmeWebroot: string | undefined): Promise<void> => {
  gateway = await testGateway({
    acmeWebroot,
    internalPort: 0,
    apiUrl: `http://127.0.0.1:${String(replica.port)}`,
  });
  const own = endpointRequested({ name: 'own', visibility: 'public', customDomains: [DOMAIN] });
  gateway.feed(own, domainVerified(own.data, DOMAIN), replicaReady(own.data, { port: replica.port }));
};

beforeEach(async () => {
  scratch = await scratchFolder();
  await mkdir(join(scratch.path, PATH), { recursive: true });
  await writeFile(join(scratch.path, PATH, 'token-1_A'), 'token-1_A.thumbprint');
  await writeFile(join(scratch.path, 'secret'), 'hidden words');
  replica = await upstream((_req, res) => res.end('not the gateway'));
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
  await scratch.remove();
});

/** The path as it is given: no client mends it. */
const fetchRaw = (path: string, { host = 'x.example', method = 'GET', origin = gateway.url } = {}) =>
  new Promise<{ status: number; body: string; type: string | undefined }>((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    get({ hostname, port, path, method, headers: { host } }, (res) => {
      let body = '';
      res.on('data', (part: Buffer) => (body += part.toString()));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body, type: res.headers['content-type'] }));
    }).on('error', reject);
  });

describe('a challenge of a certificate authority', () => {
  beforeEach(() => startWith(scratch.path));

  it('is answered from the folder, whatever the host', async () => {
    const answer = { status: 200, body: 'token-1_A.thumbprint', type: 'text/plain' };
    expect(await fetchRaw(`${PATH}/token-1_A`)).toEqual(answer);
    expect(await fetchRaw(`${PATH}/token-1_A?q`, { host: DOMAIN })).toEqual(answer);
    expect(await fetchRaw(`${PATH}/token-1_A`, { method: 'HEAD' })).toEqual({ ...answer, body: '' });
    expect(replica.received).toEqual([]);
    expect(gateway.records).toMatchObject(Array(3).fill({ status: 200, outcome: 'answered' }));
  });

  it.each([
    `${PATH}/unknown`,
    `${PATH}/`,
    `${PATH}/../../secret`,
    `${PATH}/..%2f..%2fsecret`,
    `${PATH}/token-1_A/`,
    `${PATH}/token-1_A%00`,
    `${PATH}/.`,
    `${PATH}/${'x'.repeat(300)}`,
  ])('is not found otherwise: %s', async (path) => {
    const { status, body } = await fetchRaw(path, { host: DOMAIN });
    expect([status, body]).toEqual([404, expect.not.stringContaining('hidden')]);
    expect(body).toContain('route.not_found');
    expect(replica.received).toEqual([]);
  });

  it('is no link, no folder, nothing large and nothing but text', async () => {
    const at = (name: string): string => join(scratch.path, PATH, name);
    await symlink(join(scratch.path, 'secret'), at('link'));
    await mkdir(at('folder'));
    await writeFile(at('large'), 'x'.repeat(5000));
    await writeFile(at('bytes'), Buffer.from([0, 1, 255]));
    for (const name of ['link', 'folder', 'large', 'bytes'])
      expect(await fetchRaw(`${PATH}/${name}`)).toMatchObject({ status: 404 });
  });

  it('is only read', async () => {
    expect(await fetchRaw(`${PATH}/token-1_A`, { method: 'POST' })).toMatchObject({ status: 405 });
  });

  it('leaves other paths of the host, and the internal listener, alone', async () => {
    expect(await fetchRaw('/.well-known/other', { host: DOMAIN })).toMatchObject({ body: 'not the gateway' });
    const inside = await fetchRaw(`${PATH}/token-1_A`, { host: DOMAIN, origin: gateway.internalUrl });
    expect(inside).toMatchObject({ body: 'not the gateway' });
  });
});

describe('without a folder for challenges', () => {
  beforeEach(() => startWith(undefined));

  it('their path is like any other', async () => {
    expect(await fetchRaw(`${PATH}/token-1_A`, { host: DOMAIN })).toMatchObject({ body: 'not the gateway' });
    expect(replica.received).toMatchObject([{ url: `${PATH}/token-1_A` }]);
  });
});
