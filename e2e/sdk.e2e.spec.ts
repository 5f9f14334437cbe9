import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Endpoint, clientOf, followLogs, listOf, unwrap } from '@tidegate/sdk';
import { Platform } from './platform.ts';

const ROOT = join(import.meta.dirname, '..');
let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
}, 150_000);
afterAll(async () => {
  await platform.stop();
}, 90_000);

type Ended = Readonly<{ code: number | null; out: string; error: string }>;

/** @param stopWhen what it writes when it has been seen enough */
const run = (program: string, stopWhen?: RegExp): Promise<Ended> => {
  const { url, token } = platform;
  const env = { PATH: process.env['PATH'], TIDEGATE_URL: url, TIDEGATE_TOKEN: token, TIDEGATE_PORT: '1' };
  const child = spawn(process.execPath, [join(ROOT, program)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, error] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (stopWhen?.test(out)) child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, error })));
};

const execute = async (program: string, args: readonly string[], cwd: string): Promise<string> =>
  (await promisify(execFile)(program, args, { cwd })).stdout;

const client = () => clientOf({ url: platform.url, token: platform.token });
const hello = async (): Promise<Endpoint> => {
  for await (const endpoint of listOf(client(), '/v1/endpoints'))
    if (endpoint.name === 'hello') return endpoint;
  throw new Error('there is no sample');
};

describe('a program that uses the client', () => {
  it('deploys, waits, asks, says the cost and takes it away', async () => {
    const { code, out, error } = await run('examples/sdk-deploy/deploy.ts');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^so far \$0\.\d{9}$/m);
  }, 120_000);

  it('watches until it is stopped', async () => {
    const { code, out } = await run('examples/sdk-watch/watch.ts', /hello is \w+/);
    expect(code).toBe(0);
    expect(out).toMatch(/^hello is (?:running|sleeping|waking), \d of \d replicas are ready$/m);
  }, 60_000);

  it('follows a log', async () => {
    const { id } = await hello();
    for await (const { text } of followLogs(client(), id, { lines: '1' })) {
      expect(text).not.toBe('');
      break;
    }
  }, 60_000);

  it('is told what is wrong, by kind', async () => {
    const params = { path: { endpointId: 'endpt-000000000000' } };
    await expect(unwrap(client().GET('/v1/endpoints/{endpointId}', { params }))).rejects.toMatchObject({
      name: 'NotFoundError',
      code: 'endpoint.not_found',
      retryable: false,
    });
  });
});

const CONSUMER = `
  import { type Endpoint, NotFoundError, clientOf, listOf } from '@tidegate/sdk';
  const client = clientOf({ url: 'http://127.0.0.1:1', token: 'none', retries: { most: 0 } });
  const names = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { name } of listOf(client, '/v1/endpoints', { query: { state: 'running' } })) found.push(name);
    return found;
  };
  // @ts-expect-error there is no such field
  type Wrong = Endpoint['nothing'];
  console.log(NotFoundError.name, (await names().catch((error: Error) => error.constructor.name)));
`;

describe('the package of the client', () => {
  it('is typed and runs where nothing else of this repository is', async () => {
    const home = await mkdtemp(join(tmpdir(), 'tidegate-sdk-'));
    const place = join(home, 'node_modules/@tidegate/sdk');
    const packed = execute('npm', ['pack', '--silent', '--pack-destination', home], join(ROOT, 'libs/sdk'));
    const archive = (await packed).trim().split('\n').at(-1) ?? '';
    await mkdir(place, { recursive: true });
    await execute('tar', ['-xzf', join(home, archive), '--strip-components=1', '-C', place], home);
    for (const name of ['openapi-fetch', 'openapi-typescript-helpers'])
      await symlink(join(ROOT, 'node_modules', name), join(home, 'node_modules', name));
    await writeFile(join(home, 'package.json'), '{"type":"module"}');
    await writeFile(join(home, 'uses.ts'), CONSUMER);
    const options = '--strict --module nodenext --target es2024 --lib es2024,dom --outDir out'.split(' ');
    await execute(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, 'uses.ts'],
      home,
    );
    expect(await execute(process.execPath, ['out/uses.js'], home)).toBe('NotFoundError ConnectionError\n');
    await rm(home, { recursive: true });
  }, 120_000);
});

describe('the demonstration', () => {
  it('shows its whole story, and leaves the endpoint as it was', async () => {
    const before = await hello();
    const { code, out, error } = await run('tools/demo.ts');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    for (const part of ['Why?', 'What does it cost?', 'it sleeps', 'That was Tidegate'])
      expect(out).toContain(part);
    expect((await hello()).scaling).toEqual(before.scaling);
  }, 300_000);

  it('puts the settings back when it is interrupted', async () => {
    const before = await hello();
    const { code } = await run('tools/demo.ts', /callers who never stop/);
    expect(code).toBe(130);
    expect((await hello()).scaling).toEqual(before.scaling);
  }, 120_000);
});
