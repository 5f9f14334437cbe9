import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import {
  deleted,
  endpointRequested,
  replicaDraining,
  replicaReady,
  replicaStopped,
  stateChanged,
  token,
} from '../events.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, closedPort, rawUpstream, upstream } from '../upstream.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };
const JSON_TYPE = { 'content-type': 'application/json' };

let gateway: TestGateway;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;
let ready: ReturnType<typeof replicaReady>;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({
    maxBodyBytes: 100_000,
    apiUrl: `http://127.0.0.1:${String(await closedPort())}`,
  });
  chat = endpointRequested({ name: 'chat' });
  ready = replicaReady(chat.data, { port: replica.port });
  gateway.feed(mine.issued, chat, ready);
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}${path}`, { method: 'POST', body, headers: { ...AUTH, ...JSON_TYPE, ...headers } });
const errorOf = async (answer: Response) =>
  ((await answer.json()) as { error: { code: string; param: string | null; message: string; type: string } })
    .error;
const counts = () => {
  const { traffic, ready: replicas } = gateway.endpoint(chat.data.endpointId);
  return { inFlight: traffic.inFlight, waiting: traffic.waiting, each: replicas.map((one) => one.inFlight) };
};

describe('a request for an endpoint', () => {
  it('reaches its replica with any method, query and body, and comes back with who answered and how long it took', async () => {
    replica.state.handler = (_req, res) => res.writeHead(418, { 'x-own': 'é' }).end('tea');
    const answer = await fetch(`${gateway.url}/api/d/${chat.data.endpointId}/any/path?q=1`, {
      method: 'PATCH',
      headers: { ...AUTH, 'x-custom': 'yes', 'x-request-id': 'mine-1', 'content-type': 'text/x-any' },
      body: 'some bytes',
    });
    expect(answer.status).toBe(418);
    expect(await answer.text()).toBe('tea');
    expect(answer.headers.get('x-request-id')).toBe('mine-1');
    expect(answer.headers.get('x-tidegate-replica')).toBe(ready.data.replicaId);
    expect(answer.headers.get('server-timing')).toMatch(/^queue;dur=0\.0, wake;dur=0\.0, ttfb;dur=[\d.]+$/);
    expect(replica.received[0]).toMatchObject({
      method: 'PATCH',
      url: '/any/path?q=1',
      body: 'some bytes',
      headers: { 'x-custom': 'yes', 'x-request-id': 'mine-1', 'content-length': '10' },
    });
    expect(counts()).toEqual({ inFlight: 0, waiting: 0, each: [0] });
  });

  it('never carries our token to the replica, nor what a caller claims to be forwarded', async () => {
    await post(`/api/d/${chat.data.endpointId}/x`, 'x', { 'x-forwarded-for': '6.6.6.6', forwarded: 'for=6' });
    const { headers } = replica.received[0]!;
    expect([headers.authorization, headers.forwarded]).toEqual([undefined, undefined]);
    expect(headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/);
    expect(JSON.stringify(replica.received) + JSON.stringify(gateway.records)).not.toContain(mine.text);
  });

  it('continues the caller’s trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await post(`/api/d/${chat.data.endpointId}/x`, 'x', { traceparent });
    expect(replica.received[0]!.headers['traceparent']).toBe(traceparent);
  });

  it('names the endpoint’s own model to the engine, whatever the caller named', async () => {
    await post(`/api/d/${chat.data.endpointId}/chat/completions`, '{"model":"other","n":1}');
    await post(`/api/d/${chat.data.endpointId}/embeddings`, '{"input":"x"}');
    await post('/v1/chat/completions', '{"n":1,"model":"chat"}');
    await post('/v1/chat/completions', `{"model":"${chat.data.endpointId}"}`);
    expect(replica.received.map(({ url, body }) => [url, body])).toEqual([
      ['/v1/chat/completions', '{"model":"owner/tiny","n":1}'],
      ['/v1/embeddings', '{"model":"owner/tiny","input":"x"}'],
      ['/v1/chat/completions', '{"n":1,"model":"owner/tiny"}'],
      ['/v1/chat/completions', '{"model":"owner/tiny"}'],
    ]);
  });

  it('may be a HEAD, or be answered without a body', async () => {
    replica.state.handler = (req, res) => {
      if (req.method === 'HEAD') res.writeHead(200, { 'content-length': '5' }).end();
      else res.writeHead(204).end();
    };
    const path = `${gateway.url}/api/d/${chat.data.endpointId}/x`;
    const head = await fetch(path, { method: 'HEAD', headers: AUTH });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '5', '']);
    expect((await fetch(path, { method: 'DELETE', headers: AUTH })).status).toBe(204);
    expect(counts()).toEqual({ inFlight: 0, waiting: 0, each: [0] });
  });

  it('finds its endpoint by the model of a form', async () => {
    const form = new FormData();
    form.set('file', new Blob(['bytes']), 'a.wav');
    form.set('model', 'chat');
    const answer = await fetch(`${gateway.url}/v1/audio/transcriptions`, {
      method: 'POST',
      headers: AUTH,
      body: form,
    });
    expect(answer.status).toBe(200);
    expect(replica.received[0]!.body).toContain('owner/tiny');
  });

  it('streams a chunked body to the replica as it comes, and its answer back', async () => {
    replica.server.removeAllListeners('request');
    replica.server.on('request', (req, res) => {
      res.writeHead(200);
      req.on('data', (chunk: Buffer) => res.write(chunk.toString().toUpperCase()));
      req.on('end', () => res.end());
    });
    const echoed: string[] = [];
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    void writer.write(Buffer.from('one'));
    const answer = await fetch(`${gateway.url}/api/d/${chat.data.endpointId}/echo`, {
      method: 'POST',
      headers: AUTH,
      body: body.readable,
      duplex: 'half',
    });
    const reader = answer.body!.getReader();
    for (const next of ['two', 'three', undefined]) {
      echoed.push(Buffer.from((await reader.read()).value).toString());
      if (next) await writer.write(Buffer.from(next));
      else await writer.close();
    }
    expect(echoed).toEqual(['ONE', 'TWO', 'THREE']);
    expect((await reader.read()).done).toBe(true);
  });

  it('goes to the other replica when one refuses the connection, and leaves that one alone for a while', async () => {
    const dead = replicaReady(chat.data, { port: await closedPort() });
    gateway.feed(replicaStopped(chat.data, ready.data.replicaId), dead);
    const alive = replicaReady(chat.data, { port: replica.port });
    gateway.feed(alive);
    for (let i = 0; i < 20; i++) {
      const answer = await post(`/api/d/${chat.data.endpointId}/chat/completions`, '{}');
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-tidegate-replica')).toBe(alive.data.replicaId);
      await answer.text();
    }
    expect(counts()).toEqual({ inFlight: 0, waiting: 0, each: [0, 0] });
    expect(replica.received).toHaveLength(20);
  });

  it('is not sent twice when the connection breaks after it was sent', async () => {
    let connections = 0;
    const broken = await rawUpstream((socket) => {
      connections++;
      socket.once('data', () => socket.destroy());
    });
    gateway.feed(replicaStopped(chat.data, ready.data.replicaId));
    gateway.feed(
      replicaReady(chat.data, { port: broken.port }),
      replicaReady(chat.data, { port: broken.port }),
    );
    const answer = await post(`/api/d/${chat.data.endpointId}/x`, '{}');
    expect(answer.status).toBe(502);
    expect(await errorOf(answer)).toMatchObject({ code: 'replica.unreachable', type: 'server_error' });
    expect(connections).toBe(1);
    expect(counts()).toMatchObject({ inFlight: 0, each: [0, 0] });
    expect(gateway.endpoint(chat.data.endpointId).traffic.errorsTotal).toBe(1);
    await broken.close();
  });

  it('gets no replica that drains, and the scheduler hears at once when the last request there is over', async () => {
    let finish: () => void = () => undefined;
    replica.state.handler = (_req, res) => (finish = () => res.end('done'));
    const running = post(`/api/d/${chat.data.endpointId}/x`, '{}');
    await eventually(() => expect(replica.received).toHaveLength(1));
    gateway.feed(replicaDraining(chat.data, ready.data.replicaId));
    const held = post(`/api/d/${chat.data.endpointId}/y`, '{}', { 'x-scale-up-timeout': '0' });
    expect((await held).status).toBe(503);
    gateway.reports.length = 0;
    finish();
    expect(await (await running).text()).toBe('done');
    await eventually(
      () => expect(gateway.reports.at(-1)?.draining).toEqual({ [ready.data.replicaId]: 0 }),
      100,
    );
  });

  it.each([
    ['a header with a line break', 'HTTP/1.1 200 OK\r\nx-a: b\x01c\r\ncontent-length: 0\r\n\r\n'],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    [
      'an upgrade nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('is answered cleanly when the replica answers %s', async (_what, bytes) => {
    const hostile = await rawUpstream((socket) => socket.once('data', () => socket.end(bytes, 'latin1')));
    gateway.feed(replicaStopped(chat.data, ready.data.replicaId));
    gateway.feed(replicaReady(chat.data, { port: hostile.port }));
    const answer = await post(`/api/d/${chat.data.endpointId}/x`, '{}');
    expect(answer.status).toBe(502);
    expect(await errorOf(answer)).toMatchObject({ code: 'replica.unreachable' });
    expect(counts()).toMatchObject({ inFlight: 0 });
    await hostile.close();
  });

  it('is cut short, visibly, when the replica breaks off in the middle', async () => {
    const short = await rawUpstream((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart')),
    );
    gateway.feed(replicaStopped(chat.data, ready.data.replicaId));
    gateway.feed(replicaReady(chat.data, { port: short.port }));
    const answer = await post(`/api/d/${chat.data.endpointId}/x`, '{}');
    await expect(answer.text()).rejects.toThrow();
    await eventually(() => expect(gateway.records.at(-1)).toMatchObject({ outcome: 'cut', status: 200 }));
    await short.close();
  });
});

describe('a request that is refused', () => {
  it.each([
    ['no JSON', '{', 400, 'invalid_json', null],
    ['no model', '{"messages":[]}', 400, 'missing_required_parameter', 'model'],
    ['a model that is no text', '{"model":1}', 400, 'missing_required_parameter', 'model'],
    ['an unknown model', '{"model":"gpt"}', 404, 'model_not_found', 'model'],
  ])('for %s has OpenAI’s shape', async (_what, body, ...wanted) => {
    const [status, code, param] = wanted;
    const answer = await post('/v1/chat/completions', body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-request-id')).toMatch(/^req-[0-9a-f]{12}$/);
    expect(await errorOf(answer)).toMatchObject({ code, param, type: 'invalid_request_error' });
    expect(replica.received).toHaveLength(0);
  });

  it('for its token says so', async () => {
    const path = `/api/d/${chat.data.endpointId}/chat/completions`;
    const missing = await fetch(`${gateway.url}${path}`, { method: 'POST', body: '{}' });
    expect(missing.status).toBe(401);
    expect(missing.headers.get('www-authenticate')).toContain('Bearer');
    expect(await errorOf(missing)).toMatchObject({ code: 'invalid_api_key' });
    const reader = token(['read']);
    gateway.feed(reader.issued);
    const scopeless = await post(path, '{}', { authorization: `Bearer ${reader.text}` });
    expect(scopeless.status).toBe(403);
    gateway.feed(mine.revoked());
    expect((await post(path, '{}')).status).toBe(401);
  });

  it('for its size does not reach the replica, whether the size was told before or not', async () => {
    const path = `/api/d/${chat.data.endpointId}/chat/completions`;
    const told = await post(path, 'x'.repeat(100_001));
    expect(told.status).toBe(413);
    expect(await errorOf(told)).toMatchObject({ code: 'request.too_large' });
    const chunks = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(Buffer.alloc(60_000));
      },
    });
    const untold = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { ...AUTH, ...JSON_TYPE },
      body: chunks,
      duplex: 'half',
    });
    expect(untold.status).toBe(413);
    expect(replica.received).toHaveLength(0);
  });

  it('for want of memory may come again, and memory is free again after each answer', async () => {
    const small = await testGateway({ bodyMemoryBytes: 1000 });
    small.feed(mine.issued, chat, ready);
    const send = (bytes: number, headers: Record<string, string> = AUTH) =>
      fetch(`${small.url}/v1/chat/completions`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ model: 'chat', x: 'x'.repeat(bytes) }),
      });
    for (let i = 0; i < 5; i++) expect((await send(900, {})).status).toBe(401);
    for (const bytes of [900, 2000, 900, 900]) {
      const answer = await send(bytes);
      expect(answer.status).toBe(bytes > 1000 ? 503 : 200);
      if (bytes > 1000) expect(await errorOf(answer)).toMatchObject({ code: 'gateway.overloaded' });
      else await answer.text();
    }
    await small.close();
  });

  it('for the state of its endpoint says which', async () => {
    const path = `/api/d/${chat.data.endpointId}/chat/completions`;
    gateway.feed(stateChanged(chat.data, 'stopped'));
    const stopped = await post(path, '{}');
    expect([stopped.status, stopped.headers.get('x-should-retry')]).toEqual([503, 'false']);
    expect(await errorOf(stopped)).toMatchObject({ code: 'endpoint.stopped' });
    gateway.feed(deleted(chat.data, 'chat'));
    expect((await post(path, '{}')).status).toBe(410);
    expect((await post('/api/d/endpt-ffffffffffff/x', '{}')).status).toBe(404);
  });

  it('for its method says which ones there are', async () => {
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, { headers: AUTH });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('for its encoding says so', async () => {
    expect((await post('/v1/chat/completions', 'x', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('that comes too slowly is told so, and does not hold its connection', async () => {
    const strict = await testGateway({ headersTimeoutMs: 100, requestTimeoutMs: 200 });
    const socket = connect(strict.port, '127.0.0.1', () =>
      socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n'),
    );
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await new Promise((resolve) => socket.on('close', resolve));
    expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*request\.timeout/);
    await strict.close();
  });

  it('below HTTP gets an answer too', async () => {
    const say = (bytes: string) =>
      new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(gateway.port, '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('close', () => {
          resolve(text);
        });
      });
    expect(await say('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*request\.malformed/);
    expect(await say(`GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*x-request-id[\s\S]*request\.headers_too_large/,
    );
  });
});

describe('models', () => {
  it('are the endpoints of the token’s project', async () => {
    gateway.feed(endpointRequested({ name: 'other' }, 'proj-0000000000ff'));
    const answer = await fetch(`${gateway.url}/v1/models`, { headers: AUTH });
    expect(await answer.json()).toMatchObject({
      object: 'list',
      data: [{ id: 'chat', object: 'model', root: 'owner/tiny', endpoint_id: chat.data.endpointId }],
    });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect((await fetch(`${gateway.url}/v1/models`)).status).toBe(401);
  });

  it('are shown one by one, public ones to everybody who knows the id', async () => {
    const open = endpointRequested({ name: 'open', visibility: 'public' }, 'proj-0000000000ff');
    gateway.feed(open);
    expect((await fetch(`${gateway.url}/v1/models/chat`, { headers: AUTH })).status).toBe(200);
    expect((await fetch(`${gateway.url}/v1/models/${open.data.endpointId}`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/v1/models/open`, { headers: AUTH })).status).toBe(404);
  });
});

describe('the gateway itself', () => {
  it('is not ready, and answers no inference, before its table is loaded', async () => {
    gateway.tables.loaded = false;
    expect(gateway.readiness.state()).toMatchObject({ 'routing table': false });
    expect((await post(`/api/d/${chat.data.endpointId}/x`, '{}')).status).toBe(503);
    gateway.tables.loaded = true;
    expect(gateway.readiness.state()).toMatchObject({ 'routing table': true });
  });

  it('writes one record for each request, without query, body or token', async () => {
    await post(`/api/d/${chat.data.endpointId}/chat/completions?key=secret`, '{"prompt":"private"}');
    expect(gateway.records).toEqual([
      {
        requestId: expect.stringMatching(/^req-/),
        atMs: expect.any(Number),
        method: 'POST',
        path: `/api/d/${chat.data.endpointId}/chat/completions`,
        status: 200,
        outcome: 'answered',
        clientAddress: '127.0.0.1',
        projectId: chat.data.projectId,
        endpointId: chat.data.endpointId,
        tokenId: mine.tokenId,
        replicaId: ready.data.replicaId,
        bytesIn: 20,
        bytesOut: 11,
        durationMs: expect.any(Number),
        firstByteMs: expect.any(Number),
        ...{ queueMs: 0, wakeMs: 0, attempts: 1, stream: false, code: '', traceId: '' },
        ...{ promptTokens: -1, completionTokens: -1, tokensEstimated: false },
      },
    ]);
  });

  it('ends in order: who is answered gets the rest, who waits is sent away, nobody new gets in', async () => {
    let finish: () => void = () => undefined;
    replica.state.handler = (_req, res) => {
      res.write('first,');
      finish = () => res.end('last');
    };
    const running = await post(`/api/d/${chat.data.endpointId}/x`, '{}');
    const asleep = endpointRequested({ name: 'asleep' });
    gateway.feed(asleep);
    const waiting = post(`/api/d/${asleep.data.endpointId}/x`, '{}');
    await eventually(() => expect(gateway.means.room.size).toBe(1));
    const closed = gateway.door.onModuleDestroy();
    const sent = await waiting;
    expect([sent.status, sent.headers.get('x-should-retry')]).toEqual([503, 'true']);
    await expect(fetch(`${gateway.url}/v1/models`, { headers: { connection: 'close' } })).rejects.toThrow();
    finish();
    expect(await running.text()).toBe('first,last');
    await closed;
  });
});
