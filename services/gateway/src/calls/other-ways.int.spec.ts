import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  OTHER_PROJECT,
  asynchronous,
  endpointRequested,
  replicaReady,
  token,
  updated,
} from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, streamForEver, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };
let gateway: TestGateway;
let api: Upstream;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;
let id: string;

beforeEach(async () => {
  [api, replica] = await Promise.all([upstream(), upstream()]);
  gateway = await testGateway({ apiUrl: `http://127.0.0.1:${String(api.port)}`, holdMs: 300 });
  chat = endpointRequested({ name: 'chat', async: asynchronous('/v1/chat/completions') });
  id = chat.data.endpointId;
  gateway.feed(mine.issued, chat);
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([api.close(), replica.close()]);
});

describe('a path that is no inference path', () => {
  it('goes to the api as it is, the token included', async () => {
    api.state.handler = (_req, res) => res.writeHead(201, { etag: 'x' }).end('made');
    const answer = await fetch(`${gateway.url}/v1/endpoints?limit=1`, {
      method: 'PUT',
      body: '{"a":1}',
      headers: { ...AUTH, 'x-request-id': 'mine-1' },
    });
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('x-request-id')]).toEqual([
      201,
      'x',
      'mine-1',
    ]);
    expect(await answer.text()).toBe('made');
    expect(api.received[0]).toMatchObject({
      method: 'PUT',
      url: '/v1/endpoints?limit=1',
      body: '{"a":1}',
      headers: { ...AUTH, 'x-request-id': 'mine-1', 'x-forwarded-host': `127.0.0.1:${String(gateway.port)}` },
    });
  });

  it('works before the table is loaded', async () => {
    gateway.tables.loaded = false;
    expect((await fetch(`${gateway.url}/docs`)).status).toBe(200);
  });

  it('streams, and ends at the api when its caller hangs up', async () => {
    api.state.handler = streamForEver;
    const leave = new AbortController();
    const answer = await fetch(`${gateway.url}/v1/logs`, { signal: leave.signal });
    const read = await answer.body!.getReader().read();
    expect(Buffer.from(read.value).toString()).toContain('data:');
    leave.abort();
    await eventually(() => expect(api.open.size).toBe(0), 200);
  });

  it('says so in the api’s own shape when the api is away', async () => {
    await api.close();
    const answer = await fetch(`${gateway.url}/v1/endpoints`, { headers: AUTH });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'service.unavailable', status: 503 });
    api = await upstream();
  });
});

/** A caller's side of a WebSocket, below its frames. */
const open = (path: string, headers: Record<string, string> = AUTH) =>
  new Promise<{
    status: number;
    headers: Record<string, unknown>;
    socket?: Duplex;
    early: Buffer;
    body?: string;
  }>((resolve, reject) => {
    const request = httpRequest({
      port: gateway.port,
      path,
      headers: {
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    request.on('upgrade', (res, socket, early) => {
      resolve({ status: res.statusCode ?? 0, headers: res.headers, socket, early });
    });
    request.on('response', (res) => {
      let body = '';
      res.on('data', (chunk: Buffer) => (body += chunk.toString()));
      res.on('end', () => {
        resolve({ status: res.statusCode ?? 0, headers: res.headers, early: Buffer.alloc(0), body });
      });
    });
    request.on('error', reject);
    request.end();
  });

describe('a WebSocket to an endpoint', () => {
  let upgraded: { url: string; authorization: string | undefined; socket: Duplex }[];

  beforeEach(() => {
    upgraded = [];
    replica.server.on('upgrade', (req, socket) => {
      const key = `${String(req.headers['sec-websocket-key'])}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      upgraded.push({
        url: req.url ?? '',
        authorization: req.headers.authorization,
        socket: socket,
      });
      socket.on('error', () => undefined);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
      );
      socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
    });
    gateway.feed(replicaReady(chat.data, { port: replica.port }));
  });

  it('is joined with its replica, bytes both ways, and counted while it lasts', async () => {
    const { status, headers, socket } = await open(`/api/d/${id}/live?x=1`);
    expect(status).toBe(101);
    expect(headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(upgraded[0]).toMatchObject({ url: '/live?x=1', authorization: undefined });
    socket!.write('one');
    expect(String(await new Promise((resolve) => socket!.once('data', resolve)))).toBe('echo one');
    expect(gateway.endpoint(id).traffic.inFlight).toBe(1);
    socket!.end();
    await eventually(() => expect(gateway.endpoint(id).traffic.inFlight).toBe(0), 200);
    await eventually(() => expect(upgraded[0]!.socket.readableEnded).toBe(true), 200);
    expect(gateway.records[0]).toMatchObject({ status: 101, outcome: 'answered' });
  });

  it('ends for the caller when the replica ends it', async () => {
    const { socket } = await open(`/api/d/${id}/live`);
    socket!.on('error', () => undefined);
    upgraded[0]!.socket.destroy();
    await eventually(() => expect(socket!.readableEnded || socket!.destroyed).toBe(true), 300);
    await eventually(() => expect(gateway.endpoint(id).traffic.inFlight).toBe(0), 300);
  });

  it('needs the token in the header: in the query it counts for nothing', async () => {
    const refused = await open(`/api/d/${id}/live?access_token=${mine.text}`, {});
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.body!)).toMatchObject({ error: { code: 'invalid_api_key' } });
    expect(upgraded).toEqual([]);
  });

  it('gets the replica’s own answer when that does not agree', async () => {
    replica.server.removeAllListeners('upgrade');
    replica.server.on('upgrade', (_req, socket) => {
      socket.end('HTTP/1.1 426 Upgrade Required\r\ncontent-length: 2\r\n\r\nno');
    });
    expect(await open(`/api/d/${id}/live`)).toMatchObject({ status: 426, body: 'no' });
    await eventually(() => expect(gateway.endpoint(id).traffic.inFlight).toBe(0));
  });

  it('waits for a replica like any request, and leaves when its caller hangs up', async () => {
    const asleep = endpointRequested({ name: 'asleep' });
    gateway.feed(asleep);
    const joined = open(`/api/d/${asleep.data.endpointId}/live`);
    await eventually(() => expect(gateway.means.room.size).toBe(1));
    gateway.feed(replicaReady(asleep.data, { port: replica.port }));
    const { status, socket } = await joined;
    expect(status).toBe(101);
    socket!.destroy();
    const other = endpointRequested({ name: 'other' });
    gateway.feed(other);
    const gone = httpRequest({
      port: gateway.port,
      path: `/api/d/${other.data.endpointId}/live`,
      headers: { ...AUTH, connection: 'Upgrade', upgrade: 'websocket' },
    });
    gone.on('error', () => undefined);
    gone.end();
    await eventually(() => expect(gateway.means.room.size).toBe(1));
    gone.destroy();
    await eventually(() => expect(gateway.means.room.size).toBe(0), 200);
  });

  it('is an ordinary request when its protocol is only an offer', async () => {
    const answer = await new Promise<number>((resolve) => {
      httpRequest(
        {
          port: gateway.port,
          path: `/api/d/${id}/x`,
          headers: { ...AUTH, connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': '' },
        },
        (res) => {
          res.resume();
          resolve(res.statusCode ?? 0);
        },
      ).end();
    });
    expect(answer).toBe(200);
  });
});

describe('a request to be answered later', () => {
  const later = (headers: Record<string, string> = AUTH, body = '{"model":"x","n":1}') =>
    fetch(`${gateway.url}/api/d/${id}/chat/completions?q=1`, {
      method: 'POST',
      headers: { ...headers, prefer: 'respond-async', 'content-type': 'application/json' },
      body,
    });
  type Accepted = { request_id: string; status_url: string };

  it('is accepted once the queue has it, and its state can be read', async () => {
    const answer = await later();
    expect(answer.status).toBe(202);
    const { request_id, status_url } = (await answer.json()) as Accepted;
    expect(answer.headers.get('location')).toBe(status_url);
    expect(answer.headers.get('preference-applied')).toBe('respond-async');
    const [queued] = gateway.signals.filter(({ type }) => type === 'InvocationQueued');
    expect(queued?.data).toMatchObject({
      invocationId: request_id,
      endpointId: id,
      path: '/v1/chat/completions?q=1',
      contentType: 'application/json',
      bodyBase64: Buffer.from('{"model":"x","n":1}').toString('base64'),
    });
    const state = await fetch(`${gateway.url}${status_url}`, { headers: AUTH });
    expect(await state.json()).toMatchObject({
      id: request_id,
      endpointId: id,
      state: 'queued',
      attempts: 0,
    });
  });

  it('is refused when the queue does not take it', async () => {
    gateway.bus.isDown = true;
    const answer = await later();
    expect(answer.status).toBe(503);
    expect(gateway.stored.size).toBe(0);
  });

  it('is known even while the store is away', async () => {
    gateway.store.isDown = true;
    const { status_url } = (await (await later()).json()) as Accepted;
    expect((await fetch(`${gateway.url}${status_url}`, { headers: AUTH })).status).toBe(503);
    gateway.store.isDown = false;
    const state = await fetch(`${gateway.url}${status_url}`, { headers: AUTH });
    expect(await state.json()).toMatchObject({ state: 'queued' });
  });

  it('of one project is unknown to another, as is one of another endpoint', async () => {
    const stranger = token(['invoke'], OTHER_PROJECT);
    const theirs = endpointRequested({ name: 'chat' }, OTHER_PROJECT);
    gateway.feed(stranger.issued, theirs);
    const { request_id, status_url } = (await (await later()).json()) as Accepted;
    const as = (path: string, who: { text: string }) =>
      fetch(`${gateway.url}${path}`, { headers: { authorization: `Bearer ${who.text}` } });
    expect((await as(status_url, stranger)).status).toBe(404);
    expect((await as(`/api/d/${theirs.data.endpointId}/requests/${request_id}`, stranger)).status).toBe(404);
    const unknown = await as(`/api/d/${id}/requests/inv-ffffffffffff`, mine);
    expect(await unknown.json()).toMatchObject({ error: { code: 'invocation.not_found' } });
  });

  it('is refused on a path that its endpoint does not list, before its body is read', async () => {
    gateway.feed(updated(chat.data, { name: 'chat', async: asynchronous('/v1/embeddings', 'work') }));
    const refused = await later(AUTH, 'no json');
    expect(refused.status).toBe(422);
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('invocation.route_not_async');
    expect(error.message).toContain('/v1/embeddings, /work');
    const accepted = async (path: string) => {
      const headers = { ...AUTH, prefer: 'respond-async', 'content-type': 'application/json' };
      const url = `${gateway.url}/api/d/${id}/${path}`;
      return (await fetch(url, { method: 'POST', headers, body: '{}' })).status;
    };
    expect(await accepted('embeddings?x=1')).toBe(202);
    expect(await accepted('v1/embeddings')).toBe(202);
    expect(await accepted('work')).toBe(202);
    expect(await accepted('work/more')).toBe(422);
  });

  it('is refused where its endpoint has no such paths', async () => {
    gateway.feed(updated(chat.data, { name: 'chat' }));
    const refused = await later();
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ error: { code: 'invocation.not_enabled' } });
  });

  it('is made by POST: OPTIONS says so, other methods are refused', async () => {
    const by = (method: string) =>
      fetch(`${gateway.url}/api/d/${id}/chat/completions`, {
        method,
        headers: { ...AUTH, prefer: 'respond-async' },
      });
    expect([(await by('OPTIONS')).status, (await by('OPTIONS')).headers.get('allow')]).toEqual([
      204,
      'POST, OPTIONS',
    ]);
    expect((await by('GET')).status).toBe(405);
  });

  it('may wait as long as its endpoint lets it, or less if the caller says so', async () => {
    const ttl = async (asked?: string) => {
      const answer = await later(asked === undefined ? AUTH : { ...AUTH, ttl: asked });
      const [queued] = gateway.signals
        .splice(0)
        .flatMap((signal) => (signal.type === 'InvocationQueued' ? [signal.data] : []));
      if (!queued) return answer.status;
      const seconds = (queued.expiresAtUs - queued.queuedAtUs) / 1_000_000;
      expect(answer.headers.get('ttl')).toBe(String(seconds));
      return seconds;
    };
    expect([await ttl(), await ttl('90'), await ttl('999999'), await ttl('0'), await ttl('soon')]).toEqual([
      86_400, 90, 86_400, 400, 400,
    ]);
  });

  it('needs a token even where a plain call needs none, and a body that is not too large', async () => {
    expect((await later({})).status).toBe(401);
    const tooLarge = await later(AUTH, 'x'.repeat(1024 * 1024 + 1));
    expect(tooLarge.status).toBe(413);
    expect(JSON.stringify(await tooLarge.json())).toContain('at most 1048576 bytes');
  });
});
