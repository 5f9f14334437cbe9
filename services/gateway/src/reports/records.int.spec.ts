import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, closedPort, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };
let gateway: TestGateway;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({ holdMs: 100 });
  chat = endpointRequested();
  gateway.feed(mine.issued, chat);
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${gateway.url}/api/d/${chat.data.endpointId}/${path}`, {
    ...init,
    headers: { ...AUTH, ...init.headers },
  });
const record = () => gateway.records.at(-1);

describe('the record of a request', () => {
  it('says who called what, and what became of it', async () => {
    gateway.feed(replicaReady(chat.data, { port: replica.port }));
    replica.state.handler = (_req, res) => void res.end('x'.repeat(100));
    const answer = await call('predict?secret=1', { method: 'POST', body: 'four' });
    await answer.text();
    await eventually(() => expect(gateway.records).toHaveLength(1));
    expect(record()).toMatchObject({
      requestId: answer.headers.get('x-request-id'),
      method: 'POST',
      path: `/api/d/${chat.data.endpointId}/predict`,
      status: 200,
      outcome: 'answered',
      code: '',
      clientAddress: '127.0.0.1',
      projectId: chat.data.projectId,
      endpointId: chat.data.endpointId,
      replicaId: answer.headers.get('x-tidegate-replica'),
      bytesIn: 4,
      bytesOut: 100,
      attempts: 1,
      stream: false,
    });
    expect(record()?.tokenId).toMatch(/^tok-/);
    expect(record()?.firstByteMs).toBeLessThanOrEqual(record()?.durationMs ?? 0);
    // Whatever was told, all have the same fields.
    await (await fetch(`${gateway.url}/v1/unknown`)).text();
    await eventually(() => expect(gateway.records).toHaveLength(2));
    expect(Object.keys(gateway.records[1]!)).toEqual(Object.keys(gateway.records[0]!));
  });

  it('has the code of a refusal, and no replica where none had it', async () => {
    expect((await call('x')).status).toBe(503);
    await eventually(() =>
      expect(record()).toMatchObject({
        status: 503,
        outcome: 'refused',
        code: 'endpoint.waking',
        replicaId: '',
        attempts: 0,
        firstByteMs: -1,
      }),
    );
  });

  it('counts the replicas that it was sent to', async () => {
    for (const port of [await closedPort(), await closedPort(), replica.port])
      gateway.feed(replicaReady(chat.data, { port }));
    const attempts: number[] = [];
    for (let n = 0; n < 20; n++) {
      await (await call('x')).text();
      await eventually(() => expect(gateway.records).toHaveLength(n + 1));
      attempts.push(record()?.attempts ?? 0);
    }
    // By chance a dead one comes first sooner or later, and is then left out for a moment.
    expect(new Set(attempts)).toContain(1);
    expect(Math.max(...attempts)).toBeGreaterThan(1);
    expect(Math.max(...attempts)).toBeLessThanOrEqual(3);
  });

  it('says of a stream that it is one', async () => {
    gateway.feed(replicaReady(chat.data, { port: replica.port }));
    replica.state.handler = (_req, res) =>
      void res.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: [DONE]\n\n');
    const body = JSON.stringify({ stream: true, messages: [] });
    await (
      await call('v1/chat/completions', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
    ).text();
    await eventually(() => expect(record()).toMatchObject({ status: 200, stream: true }));
  });
});
