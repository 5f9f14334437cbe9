import { createHmac, randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type EndpointState, webhookSecret } from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Bus, Db, EventStore } from '@tidegate/eventing/nest';
import { endpointSpec, type TestService, testService } from '@tidegate/testing';
import { Webhook } from 'standardwebhooks';
import { NotifierModule } from './notifier.module.ts';

const secretKey = 'a key of at least thirty-two characters';
const projectId = 'proj-0123456789ab';
type Received = { headers: IncomingMessage['headers']; body: string; url: string };

let app: TestService;
let strict: TestService;
let receiver: Server;
let answers: number[] = [];
let received: Received[] = [];
let ids = 0;

const settings = {
  secretKey,
  timeoutSeconds: 1,
  keepDays: 30,
  sealKeys: [],
  webhooksPerProject: 20,
  disableAfterDays: 5,
  mostWaiting: 1000,
};

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body, url: request.url ?? '' });
      const status = answers.shift() ?? 204;
      if (status === 0) return; // never answers
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  app = await testService({
    service: 'notifier',
    module: NotifierModule.with(() => ({ ...settings, allowPrivate: true })),
  });
  strict = await testService({
    service: 'notifier',
    module: NotifierModule.with(() => ({ ...settings, allowPrivate: false })),
  });
});
afterAll(async () => {
  await Promise.all([app.close(), strict.close()]);
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  answers = [];
  received = [];
});

describe('an endpoint with a webhook', () => {
  it('is announced once when it first became ready, signed for its project', async () => {
    const endpointId = await request(hook());
    await become(endpointId, 'deploying', 'running');
    await become(endpointId, 'running', 'sleeping');
    await become(endpointId, 'sleeping', 'running');
    await app.eventually(() => expect(received).toHaveLength(1));
    const [{ headers, body } = never] = received;
    const hmac = (message: string) => createHmac('sha256', secretKey).update(message).digest();
    const verified = new Webhook(webhookSecret(hmac, projectId)).verify(
      body,
      headers as Record<string, string>,
    );
    expect(verified).toMatchObject({
      type: 'endpoint.ready',
      data: { endpointId, state: 'running', name: 'chat' },
    });
    await app.eventually(async () =>
      expect(await delivery(endpointId)).toMatchObject({ state: 'delivered', tries: 1 }),
    );
    expect(received).toHaveLength(1);
  });

  it('is announced again after it was started again', async () => {
    const endpointId = await request(hook());
    await become(endpointId, 'deploying', 'deploy_failed');
    await append(endpointId, 'EndpointStartRequested', { endpointId, projectId });
    await become(endpointId, 'deploying', 'running');
    await app.eventually(() => expect(types().toSorted()).toEqual(['endpoint.failed', 'endpoint.ready']));
  });

  it('is passed over when nobody wants to hear of it', async () => {
    const quiet = await request(null);
    await become(quiet, 'deploying', 'running');
    const loud = await request(hook());
    await become(loud, 'deploying', 'running');
    await app.eventually(() => expect(received).toHaveLength(1));
    expect(received[0]?.body).toContain(loud);
  });
});

describe('an endpoint whose URL changes', () => {
  it('is announced at the newest, also when it had none', async () => {
    const endpointId = await request(null);
    await update(endpointId, `${hook()}?to=new`);
    await become(endpointId, 'deploying', 'running');
    await app.eventually(() => expect(received.map(({ url }) => url)).toEqual(['/hook?to=new']));
  });

  it('is not announced while it has none, nor afterwards what is no news by then', async () => {
    const endpointId = await request(hook());
    await update(endpointId, null);
    await become(endpointId, 'deploying', 'running');
    await update(endpointId, hook());
    await become(endpointId, 'sleeping', 'running');
    await append(endpointId, 'EndpointStartRequested', { endpointId, projectId });
    await become(endpointId, 'deploying', 'runtime_error');
    await app.eventually(() => expect(types()).toEqual(['endpoint.failed']));
  });
});

describe('an endpoint that is rolled out or disabled', () => {
  it('is announced with the outcome, and with who did it', async () => {
    const endpointId = await request(hook());
    const rollout = { endpointId, projectId, from: 1, to: 2, reason };
    await append(endpointId, 'RolloutFinished', { ...rollout, outcome: 'aborted' });
    await append(endpointId, 'EndpointDisabled', { endpointId, projectId, by: 'operator', reason });
    await app.eventually(() => expect(received).toHaveLength(2));
    const said = received.map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(said.toSorted((a, b) => (a.type < b.type ? -1 : 1))).toMatchObject([
      { type: 'endpoint.disabled', data: { by: 'operator', name: 'chat' } },
      { type: 'endpoint.rollout_finished', data: { outcome: 'aborted', from: 1, to: 2 } },
    ]);
  });
});

describe('a receiver that fails', () => {
  it('is tried again later under the same id, and what it answered is kept', async () => {
    answers = [500, 302];
    const endpointId = await request(hook());
    await become(endpointId, 'deploying', 'running');
    await app.eventually(async () =>
      expect(await delivery(endpointId)).toMatchObject({ state: 'queued', tries: 1 }),
    );
    await due(endpointId);
    await app.eventually(async () =>
      expect(await delivery(endpointId)).toMatchObject({ state: 'queued', tries: 2 }),
    );
    await due(endpointId);
    await app.eventually(async () =>
      expect(await delivery(endpointId)).toMatchObject({ state: 'delivered', tries: 3 }),
    );
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(received.map(({ url }) => url)).toEqual(['/hook', '/hook', '/hook']);
    expect((await delivery(endpointId))?.attempts.map(({ status }) => status)).toEqual([500, 302, 204]);
  });

  it('is given up after eight tries, as a dead letter', async () => {
    answers = Array.from({ length: 8 }, () => 503);
    const endpointId = await request(hook());
    await become(endpointId, 'deploying', 'running');
    for (let tries = 1; tries <= 8; tries++) {
      await app.eventually(async () => expect((await delivery(endpointId))?.tries).toBe(tries));
      if (tries < 8) await due(endpointId);
    }
    expect(await delivery(endpointId)).toMatchObject({ state: 'failed' });
    await app.eventually(async () =>
      expect(await deadLetters(app, endpointId)).toEqual(['the receiver answered 503 (try 8)']),
    );
  });

  it('is not waited for longer than the limit', async () => {
    answers = [0];
    const endpointId = await request(hook());
    await become(endpointId, 'deploying', 'running');
    await app.eventually(async () =>
      expect((await delivery(endpointId))?.attempts).toMatchObject([
        { status: null, error: 'the receiver took too long' },
      ]),
    );
  });
});

describe('a webhook to a private address', () => {
  it.each([
    'http://127.0.0.1:1/x',
    'http://[::1]:1/x',
    'http://localhost:1/x',
    'http://0x7f.1/',
    'http://169.254.169.254/latest',
    'ftp://example.com/',
  ])('%s is refused without a connection', async (url) => {
    const endpointId = newEndpoint();
    const webhookId = randomUUID();
    const data = {
      webhookId,
      projectId,
      url,
      type: 't',
      timestamp: new Date(0).toISOString(),
      data: { endpointId },
    };
    await strict.get(Bus).signal('WebhookQueued', data);
    await strict.eventually(async () => {
      const [row] = await strict
        .get(Db)
        .query<{ state: string; attempts: { error: string }[] }>(
          sql`select state, attempts from deliveries where webhook_id = ${webhookId}`,
        );
      expect(row?.state).toBe('failed');
      expect(row?.attempts[0]?.error).toMatch(/is not a public address|not http or https/);
    });
    await strict.eventually(async () => expect(await deadLetters(strict, endpointId)).toHaveLength(1));
  });
});

const never: Received = { headers: {}, body: '', url: '' };
const hook = (): string => `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
const newEndpoint = (): string => `endpt-${(++ids).toString(16).padStart(12, '0')}`;
const append = (endpointId: string, type: string, data: object) =>
  app
    .get(EventStore)
    .append(endpointId, 'any', [{ type, data }], causeOf({ commandId: randomUUID(), actor: 'operator' }));
const request = async (notifyWebhookUrl: string | null): Promise<string> => {
  const endpointId = newEndpoint();
  await append(endpointId, 'EndpointRequested', {
    endpointId,
    projectId,
    revision: 1,
    spec: endpointSpec({ name: 'chat', notifyWebhookUrl }),
  });
  return endpointId;
};
const update = (endpointId: string, notifyWebhookUrl: string | null) =>
  append(endpointId, 'EndpointUpdated', {
    endpointId,
    projectId,
    revision: 2,
    templateRevision: 1,
    spec: endpointSpec({ name: 'chat', notifyWebhookUrl }),
    changed: ['/notifyWebhookUrl'],
    cause: 'update',
  });
const reason = { code: 'c', message: 'm', nextStep: 'n' };
const types = () => received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
const become = (endpointId: string, from: EndpointState, to: EndpointState) =>
  append(endpointId, 'EndpointStateChanged', {
    endpointId,
    projectId,
    from,
    to,
    reason,
  });
const delivery = async (endpointId: string) => {
  const [row] = await app
    .get(Db)
    .query<{ state: string; tries: number; attempts: { status: number | null; error: string | null }[] }>(
      sql`select state, jsonb_array_length(attempts) as tries, attempts from deliveries where webhook -> 'data' ->> 'endpointId' = ${endpointId}`,
    );
  return row;
};
const due = (endpointId: string) =>
  app
    .get(Db)
    .query(
      sql`update deliveries set due_at = clock_timestamp() where webhook -> 'data' ->> 'endpointId' = ${endpointId}`,
    );
const deadLetters = async (service: TestService, endpointId: string): Promise<string[]> => {
  const rows = await service
    .get(Db)
    .query<{ error: string }>(
      sql`select error from es.dead_letters where data -> 'data' ->> 'endpointId' = ${endpointId}`,
    );
  return rows.map(({ error }) => error);
};

describe('a webhook that no queue takes', () => {
  it('does not stand before the others', async () => {
    const [bad, good] = [randomUUID(), randomUUID()];
    const endpointId = `endpt-${good.replaceAll('-', '').slice(0, 12)}`;
    const webhook = {
      webhookId: good,
      projectId,
      url: hook(),
      type: 'endpoint.ready',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: { endpointId },
    };
    for (const [id, body, age] of [
      [bad, { webhookId: bad }, '1 minute'],
      [good, webhook, '0 minutes'],
    ] as const)
      await app.get(Db).query(sql`
        insert into deliveries (webhook_id, project_id, url, type, webhook, due_at)
        values (${id}, ${projectId}, ${hook()}, 'endpoint.ready', ${JSON.stringify(body)}::jsonb,
                clock_timestamp() - ${age}::interval)`);
    await app.eventually(async () =>
      expect(await delivery(endpointId)).toMatchObject({ state: 'delivered' }),
    );
    expect(
      await app.get(Db).query(sql`
        select state, due_at > clock_timestamp() as waits from deliveries where webhook_id = ${bad}`),
    ).toEqual([{ state: 'queued', waits: true }]);
  });
});
