import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runningReplica, testFolder } from '../lines/fake-replica.spec-helper.ts';
import { pushedLineIn } from '../lines/pushed-line.ts';
import { pushedFileOf } from '../lines/replica-output.gateway.ts';
import { RunningReplicas } from '../replicas/running-replicas.ts';
import { Intake } from './intake.gateway.ts';

let folder: Awaited<ReturnType<typeof testFolder>>;
let registry: RunningReplicas;
let intake: Intake;
let url: string;
const clock = { nowUs: () => Date.now() * 1000 };
const open = (): Intake =>
  new Intake({ registry, clock, folder: join(folder.path, 'agent'), host: '127.0.0.1' });
const urlOf = async (replicaId: string): Promise<string> =>
  (await intake.environmentOf(replicaId))['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'] ?? '';

beforeEach(async () => {
  folder = await testFolder();
  registry = new RunningReplicas();
  registry.put(runningReplica(folder.path));
  intake = open();
  url = await urlOf(runningReplica(folder.path).replicaId);
});
afterEach(async () => {
  await intake.onApplicationShutdown();
  await folder.remove();
});

const bodyOf = (...texts: string[]) =>
  JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: texts.map((stringValue) => ({ body: { stringValue } })) }] }],
  });
const push = async (
  to: string,
  body: string | Uint8Array,
  { method = 'POST', ...headers }: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> => {
  const answer = await fetch(to, {
    method,
    ...(method === 'POST' && { body: typeof body === 'string' ? body : Buffer.from(body) }),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const written = async (): Promise<string[]> => {
  const text = await readFile(pushedFileOf(runningReplica(folder.path).output), 'utf8');
  return text.split('\n').flatMap((line) => pushedLineIn(line)?.text ?? []);
};

describe('the intake of a node', () => {
  it('writes down what it has answered for, each request’s lines together', async () => {
    const pushes = Array.from({ length: 20 }, (_, n) => push(url, bodyOf(`${n} a`, `${n} b`)));
    for (const { status, text } of await Promise.all(pushes)) expect([status, text]).toEqual([200, '{}']);
    const lines = await written();
    expect(lines).toHaveLength(40);
    for (let n = 0; n < 40; n += 2) expect(lines[n + 1]).toBe(lines[n]?.replace('a', 'b'));
  });

  it('goes on at the same address behind what a dead agent left unfinished', async () => {
    await push(url, bodyOf('one'));
    await intake.onApplicationShutdown();
    await appendFile(pushedFileOf(runningReplica(folder.path).output), '{"atUs":null,"te');
    intake = open();
    await intake.open();
    expect((await push(url, bodyOf('two'))).status).toBe(200);
    expect(await written()).toEqual(['one', 'two']);
  });

  it('lets a replica in at its own address alone', async () => {
    const stranger = await urlOf('repl-ba9876543210');
    const [, secret = ''] = /repl-ba9876543210\/([0-9a-f]{32})/.exec(stranger) ?? [];
    const forged = url.replace(/\/[0-9a-f]{32}\//, `/${secret}/`);
    for (const to of [forged, url.replace('v1/logs', 'v1/traces'), new URL('/', url).href])
      expect((await push(to, bodyOf('x'))).status).toBe(404);
    const early = await push(stranger, bodyOf('x'));
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
  });

  it.each([
    [405, '', { method: 'GET' }],
    [400, 'no json', {}],
    [400, 'not zipped', { 'content-encoding': 'gzip' }],
    [415, 'x', { 'content-type': 'text/plain' }],
    [415, bodyOf('x'), { 'content-encoding': 'br' }],
    [400, 'x', { 'content-type': 'application/x-protobuf' }],
    [413, ' '.repeat(5 * 1024 ** 2), {}],
    [413, gzipSync(' '.repeat(17 * 1024 ** 2)), { 'content-encoding': 'gzip' }],
    [413, bodyOf('\n x'.repeat(10_001)), {}],
  ] as const)('answers %d and says why', async (status, body, headers) => {
    const answer = await push(url, body, headers).catch(() => null);
    // Whoever goes on sending what is not read may find the connection closed before the answer.
    if (answer === null) expect(status).toBe(413);
    else {
      expect(answer.status).toBe(status);
      expect((JSON.parse(answer.text) as { message: string }).message.length).toBeGreaterThan(10);
    }
    expect((await push(url, bodyOf('and goes on'))).status).toBe(200);
    expect(await written()).toEqual(['and goes on']);
  });
});
