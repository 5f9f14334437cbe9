import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import {
  endpointRequested,
  replicaReady,
  replicaStopped,
  stateChanged,
  token,
} from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, answerOk, closedPort, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };

let gateway: TestGateway;
let replica: Upstream;
let asleep: ReturnType<typeof endpointRequested>;
let id: string;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({
    holdMs: 400,
    silenceMs: 60,
    keepAliveMs: 30,
    waitingBodyBytes: 10_000,
    queueLimit: 20,
    queueBytes: 50_000,
  });
  asleep = endpointRequested({ name: 'asleep' });
  id = asleep.data.endpointId;
  gateway.feed(mine.issued, asleep, stateChanged(asleep.data, 'sleeping'));
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const post = (body: string, headers: Record<string, string> = {}, path = 'chat/completions') =>
  fetch(`${gateway.url}/api/d/${id}/${path}`, { method: 'POST', body, headers: { ...AUTH, ...headers } });
const wake = () => {
  const ready = replicaReady(asleep.data, { port: replica.port });
  gateway.feed(ready);
  return ready.data.replicaId;
};
const waiting = (count: number) => eventually(() => expect(gateway.endpoint(id).traffic.waiting).toBe(count));
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

describe('a request for an endpoint that sleeps', () => {
  it('says at once that it wants a replica, and goes on saying so twice a second', async () => {
    const answer = post('{}', { 'x-scale-up-timeout': '30' });
    const said = () => gateway.samplesOf(id).filter((metrics) => metrics['waiting'] === 1);
    await waiting(1);
    expect(said()).toMatchObject([
      {
        in_flight: 0,
        waiting: 1,
        requests_total: 1,
        errors_total: 0,
        finished_total: 0,
        served_seconds_total: 0,
      },
    ]);
    await eventually(() => expect(said()).toHaveLength(3));
    wake();
    expect((await answer).status).toBe(200);
  });

  it('is answered as soon as a replica is ready, and says how long it waited for it', async () => {
    const answer = post('{}');
    await waiting(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    wake();
    const { status, headers } = await answer;
    expect(status).toBe(200);
    const [, wakeMs] = /wake;dur=([\d.]+)/.exec(headers.get('server-timing') ?? '') ?? [];
    expect(Number(wakeMs)).toBeGreaterThan(30);
    expect(gateway.records[0]).toMatchObject({ queueMs: expect.any(Number), wakeMs: expect.any(Number) });
    expect(gateway.means.room.heldBytes).toBe(0);
  });

  it('is held for a while, then told when to come back, in OpenAI’s shape', async () => {
    const answer = await post('{}');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.headers.get('retry-after-ms')).toMatch(/^\d+$/);
    expect(answer.headers.get('x-should-retry')).toBe('true');
    expect(await codeOf(answer)).toBe('endpoint_waking');
    expect(gateway.endpoint(id).traffic).toMatchObject({ waiting: 0, errorsTotal: 1 });
  });

  it('waits as long as its caller says: not at all, which still wakes the endpoint', async () => {
    const answer = await post('{}', { 'x-scale-up-timeout': '0' });
    expect(answer.status).toBe(503);
    expect(gateway.samplesOf(id).at(-1)).toMatchObject({ waiting: 1, requests_total: 1 });
    expect(gateway.means.room.size).toBe(0);
  });

  it('waits as long as its caller says: longer than usual', async () => {
    const answer = post('{}', { 'x-scale-up-timeout': '5' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    wake();
    expect((await answer).status).toBe(200);
  });

  it('keeps its order', async () => {
    const oneByOne = endpointRequested({
      name: 'one-by-one',
      scaling: { ...asleep.data.spec.scaling, rules: [{ metric: 'concurrency', target: 0.5 }] },
    });
    gateway.feed(oneByOne);
    ({ endpointId: id } = oneByOne.data);
    const answers: Promise<Response>[] = [];
    for (let n = 0; n < 20; n++) {
      answers.push(post(String(n), { 'x-scale-up-timeout': '5' }, 'raw'));
      await waiting(n + 1);
    }
    gateway.feed(replicaReady(oneByOne.data, { port: replica.port }));
    await Promise.all(answers);
    expect(replica.received.map(({ body }) => Number(body))).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('meets a replica that gets no more at once than keeps it busy, and nobody overtakes those who wait', async () => {
    let most = 0;
    replica.state.handler = (req, res, body) => {
      most = Math.max(most, replica.open.size);
      setTimeout(() => {
        answerOk(req, res, body);
      }, 5);
    };
    const answers = Array.from({ length: 20 }, () => post('{}', { 'x-scale-up-timeout': '5' }));
    await waiting(20);
    wake();
    const late = await post('late', { 'x-scale-up-timeout': '5' }, 'raw');
    const done = [...(await Promise.all(answers)), late];
    expect(done.every(({ status }) => status === 200)).toBe(true);
    expect(most).toBeLessThanOrEqual(8);
    expect(Number(/queue;dur=([\d.]+)/.exec(late.headers.get('server-timing') ?? '')?.[1])).toBeGreaterThan(
      0,
    );
    expect(gateway.endpoint(id).traffic).toMatchObject({ inFlight: 0, waiting: 0, requestsTotal: 21 });
  });

  it('is refused when the queue is full, by count or by bytes', async () => {
    const held = Array.from({ length: 20 }, () => post('{}'));
    await waiting(20);
    const refused = await post('{}');
    expect([refused.status, await codeOf(refused)]).toEqual([429, 'queue_full']);
    wake();
    await Promise.all(held);
    gateway.feed(...gateway.endpoint(id).ready.map((one) => replicaStopped(asleep.data, one.id)));
    const large = Array.from({ length: 5 }, () => post('x'.repeat(9_900), {}, 'raw'));
    await waiting(5);
    expect((await post('x'.repeat(9_900), {}, 'raw')).status).toBe(429);
    wake();
    expect((await Promise.all(large)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(replica.received.at(-1)?.body).toHaveLength(9_900);
    expect(gateway.means.room.heldBytes).toBe(0);
  });

  it('is told to come again with a body that is too large to be held, told or not', async () => {
    expect((await post('x'.repeat(10_001), {}, 'raw')).status).toBe(503);
    expect((await post(JSON.stringify({ x: 'x'.repeat(10_001) }))).status).toBe(503);
    const untold = new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.alloc(6_000)) });
    const answer = await fetch(`${gateway.url}/api/d/${id}/raw`, {
      method: 'POST',
      headers: AUTH,
      body: untold,
      duplex: 'half',
    });
    expect(answer.status).toBe(503);
    expect(gateway.means.room.heldBytes).toBe(0);
  });

  it('leaves the queue when its caller hangs up', async () => {
    const leave = new AbortController();
    const answer = fetch(`${gateway.url}/api/d/${id}/x`, {
      method: 'POST',
      body: 'abc',
      headers: AUTH,
      signal: leave.signal,
    });
    await waiting(1);
    leave.abort();
    await expect(answer).rejects.toThrow();
    await waiting(0);
    expect(gateway.means.room.isQueued(gateway.endpoint(id))).toBe(false);
    wake();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(replica.received).toHaveLength(0);
    expect(gateway.records[0]).toMatchObject({ outcome: 'client_gone', status: 0 });
    expect(gateway.endpoint(id).traffic.errorsTotal).toBe(0);
  });

  it('is told when the endpoint stops or fails meanwhile', async () => {
    const answer = post('{}');
    await waiting(1);
    gateway.feed(stateChanged(asleep.data, 'deploy_failed'));
    expect(await codeOf(await answer)).toBe('endpoint.stopped');
  });

  it('is sent to a replica that was out of reach as soon as that one is back', async () => {
    const port = await closedPort();
    gateway.feed(replicaReady(asleep.data, { port }));
    const answer = post('{}', { 'x-scale-up-timeout': '10' });
    await eventually(() => expect(gateway.endpoint(id).traffic).toMatchObject({ waiting: 1, inFlight: 0 }));
    const server = createServer((_req, res) => res.end('back'));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await (await answer).text()).toBe('back');
    expect(gateway.endpoint(id).traffic).toMatchObject({ waiting: 0, inFlight: 0, errorsTotal: 0 });
    server.closeAllConnections();
    server.close();
  });
});

describe('a request for a stream from an endpoint that sleeps', () => {
  const STREAM = '{"stream":true}';
  const sse = (text: string): string[] =>
    text
      .split('\n\n')
      .filter(Boolean)
      .map((event) => event.replace(/^data: /, ''));

  it('begins after a while with chunks that add nothing, and goes on with the replica’s', async () => {
    replica.state.handler = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end('data: {"real":1}\n\ndata: [DONE]\n\n');
    };
    const answer = await post(STREAM);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    setTimeout(wake, 80);
    const events = sse(await answer.text());
    expect(events.length).toBeGreaterThanOrEqual(4);
    expect(JSON.parse(events[0]!)).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ delta: {} }],
    });
    expect(events.slice(-2)).toEqual(['{"real":1}', '[DONE]']);
  });

  it('is an ordinary answer when the replica is there before that', async () => {
    replica.state.handler = (_req, res) => res.writeHead(400).end('{"error":{"code":"mine"}}');
    const answer = post(STREAM);
    await waiting(1);
    wake();
    expect((await answer).status).toBe(400);
  });

  it.each([
    [
      'the endpoint fails',
      () => gateway.feed(stateChanged(asleep.data, 'runtime_error')),
      'endpoint.stopped',
    ],
    [
      'the replica refuses',
      () => {
        replica.state.handler = (_req, res) => res.writeHead(400).end('{"error":{"code":"mine"}}');
        wake();
      },
      'mine',
    ],
    [
      'the replica breaks',
      () => {
        replica.state.handler = (_req, res) => res.destroy();
        wake();
      },
      'replica.unreachable',
    ],
  ])('ends with an error event when it has begun and %s', async (_what, happen, code) => {
    const answer = await post(STREAM);
    happen();
    const last = JSON.parse(sse(await answer.text()).at(-1)!) as { error: { code: string } };
    expect(last.error.code).toBe(code);
    expect(gateway.endpoint(id).traffic).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('is held longer than a plain one', async () => {
    const answer = await post(STREAM);
    await new Promise((resolve) => setTimeout(resolve, 500));
    wake();
    replica.state.handler = answerOk;
    expect(answer.status).toBe(200);
    await answer.text();
    expect(replica.received).toHaveLength(1);
  });
});

it('a caller that half-closes while it waits is gone', async () => {
  const socket = connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(
    `POST /api/d/${id}/x HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${mine.text}\r\ncontent-length: 2\r\n\r\n{}`,
  );
  await waiting(1);
  socket.end();
  await waiting(0);
  socket.destroy();
});
