import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type NatsConnection, connect } from '@nats-io/transport-node';
import type { EventNamed } from '@tidegate/contracts';
import { encodeWire } from '@tidegate/bootstrap/log-wire';
import { eventually, testNats } from '@tidegate/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import snappy from 'snappyjs';
import { FakeControlPlane, NODE_ID, replicaOf } from '../fake-control-plane.spec-helper.ts';

const PATIENCE_MS = 20_000;
jest.setTimeout(4 * PATIENCE_MS);

type Batch = EventNamed<'LogLinesShipped'>['data'];
const MAIN = resolve(import.meta.dirname, '../../dist/main.js');
const SECRET = 'hunter2-and-more';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

let nats: Awaited<ReturnType<typeof testNats>>;
let bus: NatsConnection;
let plane: FakeControlPlane;
let folder: string;
let agent: ChildProcess;
const batches: Batch[] = [];

const startAgent = (): void => {
  agent = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      NATS_URL: nats.url,
      NATS_TOKEN: nats.token,
      LOG_LEVEL: 'warn',
      TIDEGATE_NODE_ID: NODE_ID,
      TIDEGATE_AGENT_DIR: folder,
      TIDEGATE_AGENT_SYNC_MS: '200',
      TIDEGATE_AGENT_ENDED_KEPT_MS: '500',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};
const endAgent = async (signal: NodeJS.Signals): Promise<void> => {
  const gone = once(agent, 'exit');
  agent.kill(signal);
  await gone;
};
const soon = <T>(attempt: () => T): Promise<T> => eventually(attempt, PATIENCE_MS);

/** What the replica’s own program was told in its environment. */
const told = (name: string): string => {
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)))
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      const found = variables.find((one) => one.startsWith(`${name}=`) && one.includes(replica.replicaId));
      if (found && variables.includes(`MARK=${folder}`)) return found.slice(name.length + 1);
    } catch {
      // It has ended, or is somebody else's.
    }
  throw new Error(`nobody was told ${name}`);
};

const replica = replicaOf(0x1107);
const pushed = () =>
  batches.flatMap(({ firstSequence, lines }) =>
    lines
      .map((line, n) => ({ ...line, sequence: firstSequence + n }))
      .filter(({ stream }) => stream === 'pushed'),
  );
const texts = () => pushed().map(({ text }) => text);

const post = async (
  url: string,
  body: Uint8Array | string,
  headers: Record<string, string>,
): Promise<number> => {
  const answer = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : Buffer.from(body),
    headers,
  });
  await answer.arrayBuffer();
  return answer.status;
};
const otlp = (text: string, traceId = TRACE) => ({
  resourceLogs: [
    { scopeLogs: [{ logRecords: [{ severityNumber: 13, body: { stringValue: text }, traceId }] }] },
  ],
});
const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' };

beforeEach(async () => {
  nats = await testNats();
  bus = await connect({ servers: nats.url, ...(nats.token && { token: nats.token }) });
  batches.length = 0;
  bus.subscribe('lines.>', {
    callback: (_, message) => {
      batches.push(message.json<{ data: Batch } & Batch>().data ?? message.json<Batch>());
    },
  });
  folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'));
  plane = await FakeControlPlane.on(nats);
});
afterEach(async () => {
  plane.want();
  await soon(() => expect(() => told('TIDEGATE_LOKI_PUSH_URL')).toThrow());
  await endAgent('SIGTERM');
  await plane.close();
  await bus.close();
  await nats.drop();
  rmSync(folder, { recursive: true, force: true });
});

(platform() === 'linux' ? describe : describe.skip)('lines that a replica pushes', () => {
  it('go the way of those that it writes, in each protocol, also after its agent was killed', async () => {
    startAgent();
    plane.sealed = { 'sec-0123456789ab': SECRET };
    plane.want({ ...replica, environment: { MARK: folder }, secrets: { KEY: 'sec-0123456789ab' } });
    await soon(() => expect(plane.kindsOf(replica.replicaId)).toEqual(['started', 'ready']));
    const otlpUrl = told('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT');
    const lokiUrl = told('TIDEGATE_LOKI_PUSH_URL');
    expect(told('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/push\/repl-/);

    const zipped = gzipSync(JSON.stringify(otlp(`1 with ${SECRET}`)));
    expect(await post(otlpUrl, zipped, { ...JSON_TYPE, 'content-encoding': 'gzip' })).toBe(200);
    const traceId = Buffer.from(TRACE, 'hex').toString('base64');
    expect(await post(otlpUrl, encodeWire('ExportLogs', otlp('2', traceId)), PROTOBUF_TYPE)).toBe(200);
    const values = [[`${String(Date.now())}000000`, '3']];
    const json = JSON.stringify({ streams: [{ stream: { level: 'error', key: SECRET }, values }] });
    expect(await post(lokiUrl, json, JSON_TYPE)).toBe(204);
    const timestamp = { seconds: String(Math.floor(Date.now() / 1000)), nanos: 0 };
    const push = encodeWire('Push', {
      streams: [{ labels: '{level="info"}', entries: [{ timestamp, line: '4' }] }],
    });
    expect(await post(lokiUrl, snappy.compress(push), PROTOBUF_TYPE)).toBe(204);
    await soon(() => expect(texts()).toEqual(['1 with [masked]', '2', '3', '4']));
    expect(pushed()).toMatchObject([
      { severity: 'warn', traceId: TRACE },
      { severity: 'warn', traceId: TRACE },
      { severity: 'error', attributes: { level: 'error', key: '[masked]' } },
      { severity: 'info' },
    ]);

    await endAgent('SIGKILL');
    await expect(post(otlpUrl, JSON.stringify(otlp('lost')), JSON_TYPE)).rejects.toThrow();
    startAgent();
    await soon(async () => expect(await post(otlpUrl, JSON.stringify(otlp('5')), JSON_TYPE)).toBe(200));
    await soon(() => expect(texts()).toContain('5'));
    const numbers = batches.flatMap(({ firstSequence, lines }) => lines.map((_, n) => firstSequence + n));
    expect([...new Set(numbers)].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: Math.max(...numbers) }, (_, n) => n + 1),
    );
    expect(JSON.stringify(batches)).not.toContain(SECRET);
  });
});
