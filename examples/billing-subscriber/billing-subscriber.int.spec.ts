import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, connect } from '@nats-io/transport-node';
import { Module } from '@nestjs/common';
import { findNats, freePort } from '@tidegate/backing-services';
import { type Event, idFrom } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { EventStore, EventingModule } from '@tidegate/eventing/nest';
import {
  type TestDatabase,
  type TestService,
  endpointSpec,
  eventually,
  testDatabase,
  testService,
} from '@tidegate/testing';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { type Fact, usageOf } from './bill.ts';

const ROOT = join(import.meta.dirname, '../..');
const [OPERATOR, SECRET_KEY] = [
  'operator-token-of-the-example-0123456789',
  'a key of at least thirty-two characters',
];
const [PLATFORM, OUTSIDER] = ['the-platforms-password', 'the-outsiders-password'];
const HOUR_US = 3_600_000_000;
const { hardware } = endpointSpec();

@Module({ imports: [EventingModule.forRoot({ service: 'world' })] })
class WorldModule {}

let folder: string;
let port: number;
let database: TestDatabase;
let world: TestService;
let apiUrl: string;
let mine: Project;
const processes: ChildProcess[] = [];

const run = (
  program: string,
  given: readonly string[],
  env: Record<string, string>,
  stdout: 'ignore' | 'pipe' = 'ignore',
) => {
  const child = spawn(program, given, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  processes.push(child);
  return child;
};
const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((then) => child.once('exit', then));
  child.kill(signal);
  await gone;
};
const service = (name: string, more: Record<string, string>) =>
  run(process.execPath, [join(ROOT, `services/${name}/dist/main.js`)], {
    DATABASE_URL: database.url,
    NATS_URL: `nats://tidegate:${PLATFORM}@127.0.0.1:${String(port)}`,
    LOG_LEVEL: 'error',
    ...more,
  });
const outsider = () => ({
  NATS_URL: `127.0.0.1:${String(port)}`,
  NATS_USER: 'billing',
  NATS_PASSWORD: OUTSIDER,
  TIDEGATE_URL: apiUrl,
  FACTS_FILE: join(folder, 'facts.ndjson'),
});
const subscriber = (token: string, ...given: string[]) =>
  run(
    process.execPath,
    [join(import.meta.dirname, 'subscriber.ts'), ...given],
    { ...outsider(), TIDEGATE_TOKEN: token },
    'pipe',
  );
const asOutsider = (): Promise<NatsConnection> =>
  connect({
    servers: `127.0.0.1:${String(port)}`,
    user: 'billing',
    pass: OUTSIDER,
    inboxPrefix: '_INBOX_billing',
  });
const asPlatform = (): Promise<NatsConnection> =>
  connect({ servers: `127.0.0.1:${String(port)}`, user: 'tidegate', pass: PLATFORM });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-subscriber-'));
  port = await freePort();
  run(
    (await findNats()) ?? 'nats-server',
    ['-c', join(ROOT, 'infra/nats/users.conf'), '-p', String(port), '-l', join(folder, 'nats.log')],
    {
      STORE_DIR: join(folder, 'nats'),
      TIDEGATE_NATS_PASSWORD: PLATFORM,
      BILLING_NATS_PASSWORD: OUTSIDER,
    },
  );
  database = await testDatabase();
  const natsUrl = `nats://tidegate:${PLATFORM}@127.0.0.1:${String(port)}`;
  world = await testService({
    service: 'world',
    module: WorldModule,
    beside: { databaseUrl: database.url, natsUrl, natsToken: undefined },
  });
  const apiPort = await freePort();
  apiUrl = `http://127.0.0.1:${String(apiPort)}`;
  service('api', {
    TIDEGATE_API_PORT: String(apiPort),
    TIDEGATE_OPERATOR_TOKEN: OPERATOR,
    TIDEGATE_SECRET_KEY: SECRET_KEY,
  });
  service('billing', {});
  service('notifier', { TIDEGATE_SECRET_KEY: SECRET_KEY, TIDEGATE_WEBHOOK_ALLOW_PRIVATE: 'true' });
  await eventually(async () => expect((await fetch(`${apiUrl}/v1/openapi.json`)).status).toBe(200), 60_000);
  const platform = await asPlatform();
  const manager = await jetstreamManager(platform);
  await manager.consumers.add('LOG', {
    durable_name: 'billing',
    ack_policy: AckPolicy.Explicit,
    ack_wait: 1_000_000_000,
    max_ack_pending: 100,
  });
  await platform.close();
}, 120_000);
afterAll(async () => {
  await Promise.all(processes.slice(1).map((child) => end(child, 'SIGKILL')));
  await world.close();
  await Promise.all(processes.map((child) => end(child, 'SIGKILL')));
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const made = async (path: string, body: object, token = OPERATOR): Promise<Record<string, string>> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(apiUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Record<string, string>;
};
type Project = Readonly<{ id: string; token: string }>;
const newProject = async (name: string): Promise<Project> => {
  const { id = '' } = await made('/v1/projects', { name });
  const { token = '' } = await made(`/v1/projects/${id}/tokens`, { name: 'reader', role: 'owner' });
  return { id, token };
};
const append = (streamId: string, ...events: Event[]) =>
  world
    .get(EventStore)
    .append(streamId, 'any', events, causeOf({ commandId: randomUUID(), actor: 'service:world' }));

const SKUS = ['made-up-1x', 'made-up-2x'];
/** Anything that can happen to a replica: some never ready, some still there, some told twice and differently. */
type Life = Readonly<{
  sku: string;
  agoUs: number;
  forUs: number;
  stops: boolean;
  neverReady: boolean;
  isToldTwice: boolean;
}>;
const aLife: fc.Arbitrary<Life> = fc.record({
  sku: fc.constantFrom(...SKUS),
  agoUs: fc.integer({ min: HOUR_US, max: 100 * 24 * HOUR_US }),
  forUs: fc.integer({ min: 0, max: 40 * 24 * HOUR_US }),
  stops: fc.boolean(),
  neverReady: fc.boolean(),
  isToldTwice: fc.boolean(),
});

const live = async (projectId: string, life: Life): Promise<void> => {
  const replicaId = idFrom('replica', randomBytes(6));
  const whose = { replicaId, endpointId: 'endpt-0123456789ab', projectId, revision: 1 };
  const startedAtUs = Date.now() * 1000 - life.agoUs;
  const nodeId = 'node-0123456789ab';
  const started = (atUs: number): Event => ({
    type: 'ReplicaStarted',
    data: { ...whose, nodeId, hardware: { ...hardware, id: life.sku }, simulated: true, startedAtUs: atUs },
  });
  const stopped = (atUs: number): Event => ({
    type: 'ReplicaStopped',
    data: {
      ...whose,
      nodeId,
      cause: 'scaled_down',
      exitCode: 0,
      neverReady: life.neverReady,
      stoppedAtUs: atUs,
      lastLines: [],
    },
  });
  const endUs = Math.min(startedAtUs + life.forUs, Date.now() * 1000);
  const told = [started(startedAtUs), ...(life.stops ? [stopped(endUs)] : [])];
  const again = [started(startedAtUs - 1000), ...(life.stops ? [stopped(endUs + 1000)] : [])];
  for (const event of life.isToldTwice ? [...told, ...again, ...told] : told) await append(replicaId, event);
};

/** Another one of its processes takes what is next, and is gone before it has acknowledged anything. */
const takeAndDie = async (): Promise<void> => {
  const connection = await asOutsider();
  const next = '$JS.API.CONSUMER.MSG.NEXT.LOG.billing';
  try {
    for (let n = 0; n < 3; n++) {
      await price(`unused-${String(n)}`, 1, 0);
      await connection.request(next, '', { timeout: 10_000, noMux: true });
    }
  } finally {
    await connection.close();
  }
};

type Sent = Readonly<{ id: string; type: string; sequence: string; data: Fact['data'] }>;

const factsKept = (): number => {
  const file = outsider().FACTS_FILE;
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0;
};

const price = (sku: string, priceNanoUsdPerHour: number, agoUs: number) =>
  append(`rate-${sku}`, {
    type: 'RatePublished',
    data: { sku, priceNanoUsdPerHour, effectiveFromUs: Math.max(0, Date.now() * 1000 - agoUs) },
  });

describe('somebody else’s billing system', () => {
  it('comes to the same bill to the last unit, however often it dies and events come again', async () => {
    mine = await newProject('mine');
    const other = await newProject('other');
    for (const [nth, sku] of SKUS.entries()) await price(sku, 1_234_567_891 + nth, Number.MAX_SAFE_INTEGER);
    let running = subscriber(mine.token);
    let kept = 0;
    for (const [nth, life] of fc.sample(aLife, { numRuns: 120, seed: 20_310_201 }).entries()) {
      await live(nth % 5 === 0 ? other.id : mine.id, life);
      // A price that reaches back into the past changes what is over.
      if (nth % 40 === 20) await price(SKUS[nth % 2]!, 987_654_321 + nth, (nth + 1) * 7 * HOUR_US);
      if (nth % 30 === 15) {
        // In the midst of work: it has some on the disk, and others in its hands.
        await eventually(() => expect(factsKept()).toBeGreaterThan(kept));
        await end(running, 'SIGKILL');
        await takeAndDie();
        kept = factsKept();
        running = subscriber(mine.token);
      }
    }
    await end(running, 'SIGKILL');
    const platform = await asPlatform();
    const { delivered } = await (await jetstreamManager(platform)).consumers.info('LOG', 'billing');
    expect(delivered.consumer_seq).toBeGreaterThan(delivered.stream_seq);
    await platform.close();
    for (const { token } of [mine, other]) {
      const once = subscriber(token, '--once');
      let said = '';
      once.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const code = await new Promise((then) => once.once('exit', then));
      const { oursNanoUsd, theirsNanoUsd, differenceNanoUsd } = JSON.parse(said) as Record<string, string>;
      expect(BigInt(oursNanoUsd ?? 0)).toBeGreaterThan(1_000_000_000n);
      expect([differenceNanoUsd, oursNanoUsd, code]).toEqual(['0', theirsNanoUsd, 0]);
    }
  }, 180_000);

  it('comes to the same bill from webhooks alone, which bring it the past as well', async () => {
    const facts = new Map<string, Fact>();
    let secret = '';
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const event = new Webhook(secret).verify(body, request.headers as Record<string, string>) as Sent;
        facts.set(event.id, { sequence: Number(event.sequence), type: event.type, data: event.data });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/`;
      const wish = { url, eventTypes: ['replica.*', 'rate.*'] };
      const { id = '', ...webhook } = await made('/v1/webhooks', wish, mine.token);
      secret = webhook['secret'] ?? '';
      const headers = { authorization: `Bearer ${mine.token}` };
      const get = async (path: string): Promise<Record<string, unknown>> =>
        (await (await fetch(apiUrl + path, { headers })).json()) as Record<string, unknown>;
      await made(`/v1/webhooks/${id}/replay`, { afterPosition: 0 }, mine.token);
      await eventually(async () => {
        const now = await get(`/v1/webhooks/${id}`);
        expect(now).toMatchObject({ replaying: null, waiting: 0, deliveries: facts.size });
        expect(facts.size).toBeGreaterThan(100);
      }, 120_000);
      const { costNanoUsd, position, asOfUs } = await get('/v1/cost?limit=1');
      const upTo = { projectId: mine.id, position: Number(position), asOfUs: Number(asOfUs) };
      expect(String(usageOf(facts.values(), upTo))).toBe(costNanoUsd);
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  }, 150_000);

  it('reads with a user that may read the log and nothing else', async () => {
    const connection = await asOutsider();
    const refused: string[] = [];
    const watching = (async () => {
      for await (const { type, ...more } of connection.status())
        if (type === 'error') refused.push(JSON.stringify(more));
    })();
    connection.publish('node.node-0123456789ab.nudge');
    connection.publish('log.0.rate.RatePublished', '{}');
    connection.subscribe('log.>', { callback: () => undefined });
    connection.subscribe('_INBOX.>', { callback: () => undefined });
    await connection.flush();
    const manager = await jetstreamManager(connection);
    await expect(
      manager.consumers.add('LOG', {
        durable_name: 'mine',
        deliver_subject: 'node.x.nudge',
        ack_policy: AckPolicy.None,
      }),
    ).rejects.toThrow();
    await eventually(() => expect(refused.length).toBeGreaterThanOrEqual(4));
    await connection.close();
    await watching;
  });
});

describe('its bill', () => {
  const asOfUs = 2_000_000_000_000_000;
  const upTo = { projectId: 'p', position: 100, asOfUs };
  const rate: Fact = {
    sequence: 1,
    type: 'RatePublished',
    data: { sku: 's', priceNanoUsdPerHour: 3_600, effectiveFromUs: 0 },
  };
  const start: Fact = {
    sequence: 2,
    type: 'ReplicaStarted',
    data: { projectId: 'p', replicaId: 'r', hardware: { id: 's' }, startedAtUs: asOfUs - 1_500_000 },
  };

  it('counts what runs up to now, rounds a half to even, and leaves out what is another’s or came later', () => {
    expect(usageOf([rate, start], upTo)).toBe(2n);
    expect(usageOf([start, rate, start], upTo)).toBe(2n);
    expect(usageOf([rate, start], { ...upTo, projectId: 'q' })).toBe(0n);
    expect(usageOf([rate, start], { ...upTo, position: 1 })).toBe(0n);
  });

  it('is free for what never became ready', () => {
    const data = { projectId: 'p', replicaId: 'r', neverReady: true, stoppedAtUs: asOfUs };
    expect(usageOf([rate, start, { sequence: 3, type: 'ReplicaStopped', data }], upTo)).toBe(0n);
  });
});
