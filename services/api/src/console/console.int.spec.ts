import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, testApi } from '../api.spec-helper.ts';

let api: TestApi;
let folder: string;
const SCRIPT = `export const text = '${'a console '.repeat(200)}';`;
const PAGE = { headers: { accept: 'text/html,*/*;q=0.8' } };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-console-'));
  api = await testApi({ consoleFolder: join(folder, 'dist') });
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const built = async (): Promise<void> => {
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Tidegate</title>');
  await writeFile(join(folder, 'dist', 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'dist', 'assets', 'main-B1gH4sh_.js'), SCRIPT);
  await writeFile(join(folder, 'dist', '.env'), 'hidden');
  await writeFile(join(folder, 'secret.json'), '{}');
};

describe('an api without a console', () => {
  it('says how to get one, and answers everything else', async () => {
    const page = await api.call('GET', '/', PAGE);
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('npm run build')]);
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'self'`);
    expect((await api.call('GET', '/docs', PAGE)).status).toBe(200);
    expect((await api.call('GET', '/v1/moon', PAGE)).body.code).toBe('route.not_found');
  });
});

describe('the console', () => {
  beforeAll(built);

  it.each(['/', '/endpoints', '/endpoints/endpt-0123456789ab/scaling', '/?code=abc', '/index.html'])(
    'is one page, which finds its own way: %s',
    async (path) => {
      const page = await api.call('GET', path, PAGE);
      expect([page.status, page.text]).toEqual([200, '<!doctype html><title>Tidegate</title>']);
      expect(page.headers.get('cache-control')).toBe('no-cache');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`default-src 'none'; script-src 'self';`);
      expect(policy).toContain(`frame-ancestors 'none'`);
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it.each([
    ['/v1/moon', PAGE.headers],
    ['/api/d/endpt-1', PAGE.headers],
    ['/docs/moon', PAGE.headers],
    ['/assets/gone.js', PAGE.headers],
    ['/endpoints', { accept: 'application/json' }],
    ['/.env', { accept: '*/*' }],
    ['/assets/../../secret.json', { accept: '*/*' }],
    ['/%2e%2e/secret.json', { accept: '*/*' }],
    ['/..%2fsecret.json', { accept: '*/*' }],
    ['/assets', { accept: '*/*' }],
  ])('is nothing else: %s', async (path, headers) => {
    expect(await api.call('GET', path, { headers })).toMatchObject({
      status: 404,
      body: { code: 'route.not_found' },
    });
  });

  it('takes no other method', async () => {
    expect((await api.call('POST', '/endpoints', PAGE)).body.code).toBe('route.not_found');
    const head = await api.call('HEAD', '/', PAGE);
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('has files with a hash in their name, which are kept for ever', async () => {
    const script = await api.call('GET', '/assets/main-B1gH4sh_.js');
    expect(script.text).toBe(SCRIPT);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await api.call('GET', '/icon.svg')).headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it.each([
    ['br', 'gzip, deflate, br'],
    ['gzip', 'gzip;q=1, br;q=0'],
    ['nothing', 'identity'],
  ])('is sent packed as %s to who takes %s', async (encoding, accepted) => {
    const headers = { 'accept-encoding': accepted };
    const answer = await fetch(`${api.app.url}/assets/main-B1gH4sh_.js`, { headers });
    expect(answer.headers.get('content-encoding') ?? 'nothing').toBe(encoding);
    expect(await answer.text()).toBe(SCRIPT);
    const bytes = Number(answer.headers.get('content-length'));
    expect(bytes < 200).toBe(encoding !== 'nothing');
    expect(answer.headers.get('vary')).toBe('accept-encoding');
  });

  it('is not sent again to who has it, and anew when it was built again', async () => {
    const etag = (await api.call('GET', '/', PAGE)).headers.get('etag') ?? '';
    const again = { headers: { ...PAGE.headers, 'if-none-match': etag } };
    expect((await api.call('GET', '/', again)).status).toBe(304);
    await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Newer</title>');
    expect((await api.call('GET', '/', again)).text).toContain('Newer');
  });
});
