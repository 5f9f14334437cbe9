import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
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
