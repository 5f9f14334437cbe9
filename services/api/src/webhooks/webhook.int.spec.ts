import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { TestService } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { grpcClient } from '../grpc/grpc.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';
import { KNOWN, SECRET, asked, notifierBeside } from './webhook.spec-helper.ts';

let api: TestApi;
let notifier: TestService;
let client: ReturnType<typeof grpcClient>;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  notifier = await notifierBeside(api);
  client = grpcClient(api.app.get(GrpcServer).port);
  project = await api.newProject();
});
afterAll(async () => {
  client.close();
  await notifier.close();
  await api.close();
});
beforeEach(() => {
  asked.length = 0;
});

const url = 'https://books.example.com/tidegate';
const wish = { url, eventTypes: ['replica.*', 'RatePublished'] };
const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, `/v1/webhooks${path}`, {
    token: project.token,
    headers,
    ...(body !== undefined && { body }),
  });
type Shown = Readonly<{ secret: string | null; eventTypes: string[]; errors: { pointer: string }[] }>;
const shown = ({ body }: Readonly<{ body: unknown }>): Shown => body as Shown;

describe('a webhook over REST', () => {
  it('is subscribed for the project of its token, and its secret is shown once', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const made = await call('POST', '', wish, key);
    expect(made).toMatchObject({ status: 201, body: { id: KNOWN, projectId: project.id, secret: SECRET } });
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(asked).toMatchObject([{ projectId: project.id, wish: { ...wish, description: '' } }]);
    const again = await call('POST', '', wish, key);
    expect(shown(again).secret).toBeNull();
    expect(asked).toHaveLength(1);
    const kept = await api.app
      .get(Db)
      .query<{ text: string }>(sql`select string_agg(k::text, ' ') as text from idempotency_keys k`);
    expect(kept[0]?.text).not.toContain(SECRET);
  });

  it('is listed, shown, changed, rotated, tested, replayed and removed', async () => {
    expect(await call('GET', '?limit=1&cursor=c1')).toMatchObject({
      status: 200,
      body: { items: [{ id: KNOWN }], nextCursor: 'c1' },
    });
    expect(await call('GET', `/${KNOWN}`)).toMatchObject({ status: 200, body: { id: KNOWN } });
    expect(await call('PATCH', `/${KNOWN}`, { state: 'disabled' })).toMatchObject({
      body: { state: 'disabled' },
    });
    expect(await call('POST', `/${KNOWN}/rotate`)).toMatchObject({ status: 200, body: { secret: SECRET } });
    expect(await call('POST', `/${KNOWN}/test`)).toMatchObject({
      status: 202,
      body: { deliveryId: `${KNOWN}_x` },
    });
    expect(await call('POST', `/${KNOWN}/replay`, { afterPosition: 0 })).toMatchObject({
      status: 202,
      body: { fromPosition: 1, toPosition: 9 },
    });
    expect(await call('GET', `/${KNOWN}/deliveries?state=queued`)).toMatchObject({
      body: { items: [{ eventType: 'ReplicaStarted', lastStatus: 503 }] },
    });
    expect((await call('DELETE', `/${KNOWN}`)).status).toBe(204);
    expect(asked).toHaveLength(8);
    for (const ask of asked) expect(ask).toMatchObject({ projectId: project.id });
    expect(asked[2]).toMatchObject({ webhookId: KNOWN, wish: {}, state: 'disabled' });
  });

  it.each([
    [{ ...wish, url: 'ftp://example.com' }, '/url'],
    [{ ...wish, url: 'https://me:secret@example.com' }, '/url'],
    [{ ...wish, url: 7 }, '/url'],
    [{ ...wish, eventTypes: [] }, '/eventTypes'],
    [{ ...wish, eventTypes: ['TokenIssued'] }, '/eventTypes'],
    [{ ...wish, eventTypes: ['*', '*'] }, '/eventTypes'],
    [{ ...wish, description: 'x'.repeat(201) }, '/description'],
    [{ ...wish, secret: 'mine' }, '/secret'],
  ])('%j is refused, and the field is named', async (body, pointer) => {
    const answer = await call('POST', '', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    expect(shown(answer).errors.map((error) => error.pointer)).toContain(pointer);
    expect(asked).toEqual([]);
  });

  it.each([
    [{}, ''],
    [{ since: '2030-01-31T12:00:00Z', afterPosition: 1 }, ''],
    [{ since: 'yesterday' }, '/since'],
    [{ afterPosition: -1 }, '/afterPosition'],
    [{ deliveryId: '' }, '/deliveryId'],
  ])('a replay of %j is refused', async (body, pointer) => {
    const answer = await call('POST', `/${KNOWN}/replay`, body);
    expect(answer.body.code).toBe('request.invalid');
    expect(shown(answer).errors.map((error) => error.pointer)).toContain(pointer);
  });

  it('is for administrators alone, and unknown where it is not', async () => {
    const { body: writer } = await api.call('POST', `/v1/projects/${project.id}/tokens`, {
      token: project.token,
      body: { name: 'writer', scopes: ['read', 'write', 'invoke'] },
    });
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['GET', `/${KNOWN}`],
      ['POST', `/${KNOWN}/rotate`],
      ['DELETE', `/${KNOWN}`],
    ] as const)
      expect(await api.call(method, `/v1/webhooks${path}`, { token: writer.token })).toMatchObject({
        status: 403,
        body: { code: 'token.scope_missing' },
      });
    for (const id of ['hook-ffffffffffff', 'moon', 'x'.repeat(90)])
      expect(await call('GET', `/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'webhook.not_found' },
      });
    expect((await call('GET', '?cursor=x')).body.code).toBe('request.invalid');
  });
});

describe('a webhook over gRPC', () => {
  it('is what REST shows', async () => {
    const rpc = (method: string, request: object) =>
      client.call('WebhookService', method, request, { token: project.token });
    expect(await rpc('CreateWebhook', wish)).toMatchObject({ webhook: { id: KNOWN }, secret: SECRET });
    expect(await rpc('ListWebhooks', {})).toMatchObject({ webhooks: [{ id: KNOWN }], nextCursor: 'c1' });
    expect(await rpc('GetWebhook', { webhookId: KNOWN })).toMatchObject({
      webhook: { state: 'WEBHOOK_STATE_ACTIVE', waiting: 1 },
    });
    const change = { webhookId: KNOWN, state: 'WEBHOOK_STATE_DISABLED' };
    expect(await rpc('UpdateWebhook', change)).toMatchObject({
      webhook: { state: 'WEBHOOK_STATE_DISABLED' },
    });
    expect(await rpc('RotateWebhookSecret', { webhookId: KNOWN })).toMatchObject({ secret: SECRET });
    expect(await rpc('TestWebhook', { webhookId: KNOWN })).toMatchObject({ deliveryId: `${KNOWN}_x` });
    const since = { seconds: 1_893_456_000 };
    expect(await rpc('ReplayWebhook', { webhookId: KNOWN, since })).toMatchObject({ toPosition: 9 });
    expect(asked.at(-1)).toMatchObject({ since: '2030-01-01T00:00:00.000Z', afterPosition: null });
    expect(await rpc('ListWebhookDeliveries', { webhookId: KNOWN })).toMatchObject({
      deliveries: [{ number: 2, state: 'WEBHOOK_DELIVERY_STATE_QUEUED' }],
    });
    await rpc('DeleteWebhook', { webhookId: KNOWN });
    expect(asked).toHaveLength(9);
  });
});
