import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClientHttp2Session, constants } from 'node:http2';
import { type Socket, connect as connectTcp } from 'node:net';
import { Agent, fetch as fetchBy } from 'undici';
import { endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, rawUpstream, streamForEver, upstream } from '../upstream.spec-helper.ts';
import { filesIn, issue, scratchFolder } from './certificates.spec-helper.ts';
import { ask, beginRaw, http2Client, resetRapidly, toldOn } from './http2.spec-helper.ts';

const mine = token();
const MAX_BODY_BYTES = 1_000_000;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let gateway: TestGateway;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;
let session: ClientHttp2Session;

beforeAll(async () => {
  scratch = await scratchFolder();
  await issue(filesIn(scratch.path));
});
afterAll(() => scratch.remove());
beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({
    tlsPort: 0,
    tlsPair: filesIn(scratch.path),
    maxBodyBytes: MAX_BODY_BYTES,
    drainMs: 5000,
  });
  chat = endpointRequested({ name: 'chat' });
  gateway.feed(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
  session = await http2Client(`https://127.0.0.1:${String(gateway.tlsPort)}`);
});
afterEach(async () => {
  session.destroy();
  await gateway.close();
  await replica.close();
});

const to = (path: string, more: Record<string, string> = {}) => ({
  ':method': 'POST',
  ':path': `/api/d/${chat.data.endpointId}${path}`,
  authorization: `Bearer ${mine.text}`,
  'content-type': 'text/plain',
  ...more,
});
const counts = () => {
  const { traffic, ready } = gateway.endpoint(chat.data.endpointId);
  return { inFlight: traffic.inFlight, waiting: traffic.waiting, each: ready.map((one) => one.inFlight) };
};
const NONE = { inFlight: 0, waiting: 0, each: [0] };
const errorIn = (body: string) => (JSON.parse(body) as { error: { code: string } }).error.code;

describe('a request by HTTP/2', () => {
  it('reaches its replica as one by HTTP/1.1 would, and so does its answer', async () => {
    replica.state.handler = (_req, res) =>
      res
        .writeHead(418, { 'X-Own': 'é', 'set-cookie': ['a=1', 'b=2'], 'Keep-Alive': 'timeout=9' })
        .end('tea');
    const told = await ask(
      session,
      { ...to('/any/path?q=1', { 'x-custom': 'yes', cookie: 'a=1' }), host: 'ignored.example' },
      'some bytes',
    );
    expect(told).toMatchObject({ status: 418, body: 'tea', code: 0 });
    expect(told.headers).toMatchObject({ 'x-own': 'é', 'set-cookie': ['a=1', 'b=2'] });
    expect(told.headers['x-request-id']).toMatch(/^req-/);
    expect(told.headers).not.toHaveProperty('keep-alive');
    expect(replica.received).toMatchObject([
      {
        method: 'POST',
        url: '/any/path?q=1',
        body: 'some bytes',
        headers: { 'x-custom': 'yes', cookie: 'a=1', 'x-forwarded-proto': 'https' },
      },
    ]);
    expect(replica.received[0]?.headers).not.toHaveProperty('authorization');
    expect(gateway.records).toMatchObject([{ status: 418, outcome: 'answered', method: 'POST' }]);
    expect(counts()).toEqual(NONE);
  });

  it('may have an answer without a body', async () => {
    replica.state.handler = (req, res) => res.writeHead(req.method === 'HEAD' ? 200 : 204).end();
    expect(await ask(session, to('/x'), 'y')).toMatchObject({ status: 204, body: '', code: 0 });
    expect(await ask(session, to('/x', { ':method': 'HEAD' }))).toMatchObject({
      status: 200,
      body: '',
      code: 0,
    });
    expect(counts()).toEqual(NONE);
  });

  it('gets what follows the body', async () => {
    replica.state.handler = (_req, res) => {
      res.writeHead(200, { trailer: 'x-sum' }).write('body');
      res.addTrailers({ 'X-Sum': '7' });
      res.end();
    };
    expect(await ask(session, to('/x'))).toMatchObject({ body: 'body', trailers: { 'x-sum': '7' }, code: 0 });
  });

  it('may be followed by fields', async () => {
    const stream = session.request(to('/x', { trailer: 'X-Sum, content-type' }), { waitForTrailers: true });
    stream.once('wantTrailers', () => {
      stream.sendTrailers({ 'x-sum': '7', 'x-other': '1' });
    });
    const told = toldOn(stream);
    stream.end('body');
    expect(await told).toMatchObject({ status: 200, code: 0 });
    expect(replica.received).toMatchObject([{ body: 'body', headers: { trailer: 'x-sum' } }]);
    expect(replica.received[0]?.trailers).toEqual({ 'x-sum': '7' });
    expect(counts()).toEqual(NONE);
  });

  it('is one of many on a connection', async () => {
    replica.state.handler = (_req, res, body) => {
      setTimeout(() => res.end(body), Math.random() * 20);
    };
    const all = Array.from({ length: 300 }, (_, i) => `request ${String(i)}`);
    const told = await Promise.all(all.map((body) => ask(session, to('/x'), body)));
    expect(told.map(({ body }) => body)).toEqual(all);
    expect(counts()).toEqual(NONE);
  });

  it('may be large, and is read as fast as the replica reads', async () => {
    const body = Buffer.alloc(MAX_BODY_BYTES, 'x');
    const told = await ask(session, to('/x', { 'content-length': String(body.length) }), body);
    expect(told.status).toBe(200);
    expect(replica.received[0]?.body).toHaveLength(MAX_BODY_BYTES);
  });

  it('is told that its body is wanted', async () => {
    const stream = session.request(to('/x', { expect: '100-continue' }), { endStream: false });
    const told = toldOn(stream);
    await new Promise((resolve) => stream.once('continue', () => resolve(undefined)));
    stream.end('now');
    expect((await told).status).toBe(200);
    expect(replica.received[0]?.body).toBe('now');
  });

  it('comes by undici too', async () => {
    const dispatcher = new Agent({ allowH2: true, connect: { rejectUnauthorized: false } });
    const { ':method': method, ':path': path, ...headers } = to('/x');
    const url = `https://127.0.0.1:${String(gateway.tlsPort)}${path}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => fetchBy(url, { method, headers, body: 'x', dispatcher })),
    );
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array(20).fill('{"ok":true}'));
    await dispatcher.close();
  });
});

describe('HTTP/2 without TLS', () => {
  const cleartext = () => http2Client(`http://127.0.0.1:${String(gateway.port)}`);

  it('is spoken to who knows beforehand that it is', async () => {
    const plain = await cleartext();
    const all = Array.from({ length: 50 }, (_, i) => `request ${String(i)}`);
    replica.state.handler = (_req, res, body) => res.end(body);
    const told = await Promise.all(all.map((body) => ask(plain, to('/x'), body)));
    expect(told.map(({ body }) => body)).toEqual(all);
    expect(replica.received[0]?.headers['x-forwarded-proto']).toBe('http');
    plain.destroy();
  });

  it.each([
    ['says no more', (socket: Socket) => socket.end()],
    ['resets its connection', (socket: Socket) => socket.resetAndDestroy()],
  ])('ends its streams at the replica when the caller %s', async (_how, leave) => {
    replica.state.handler = (_req, res) => res.writeHead(200).flushHeaders();
    const head = { ':scheme': 'http', ':authority': 'localhost', ...to('/events') };
    const socket = beginRaw(gateway.port, head);
    await eventually(() => {
      expect([counts().inFlight, replica.open.size]).toEqual([1, 1]);
    });
    leave(socket);
    await eventually(() => {
      expect(replica.state.aborted).toBe(1);
      expect(counts()).toEqual(NONE);
    });
    socket.destroy();
  });

  it('is known by its first bytes, however they come', async () => {
    const socket = connectTcp({ port: gateway.port, host: '127.0.0.1', noDelay: true });
    const received: Buffer[] = [];
    socket.on('data', (part: Buffer) => received.push(part));
    for (const byte of 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') {
      socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    socket.write(Buffer.from('000000040000000000' + '000008060000000000' + '0102030405060708', 'hex'));
    await eventually(() => {
      // The answer to the ping.
      expect(Buffer.concat(received).toString('hex')).toContain('0000080601000000000102030405060708');
    });
    socket.destroy();
  });
});

describe('what is refused by HTTP/2', () => {
  it('is a head that is too large', async () => {
    const told = await ask(session, to('/x', { 'x-large': 'x'.repeat(33_000) }));
    expect([told.status, errorIn(told.body)]).toEqual([431, 'request.headers_too_large']);
    expect((await ask(session, to('/x'))).status).toBe(200);
  });

  it('is a body that is too large, told or not', async () => {
    const [body, length] = [Buffer.alloc(MAX_BODY_BYTES + 1), String(MAX_BODY_BYTES + 1)];
    for (const more of [{}, { 'content-length': length }] as Record<string, string>[]) {
      const told = await ask(session, to('/x', more), body);
      expect([told.status, errorIn(told.body)]).toEqual([413, 'request.too_large']);
    }
    await eventually(() => {
      expect(counts()).toEqual(NONE);
    });
  });

  it('is a request that comes too slowly', async () => {
    await gateway.close();
    gateway = await testGateway({ tlsPort: 0, tlsPair: filesIn(scratch.path), requestTimeoutMs: 300 });
    session = await http2Client(`https://127.0.0.1:${String(gateway.tlsPort)}`);
    gateway.feed(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
    const stream = session.request(to('/x'), { endStream: false });
    stream.write('half');
    const told = await toldOn(stream);
    expect([told.status, errorIn(told.body)]).toEqual([408, 'request.timeout']);
    await eventually(() => {
      expect(counts()).toEqual(NONE);
    });
  });

  it('is a CONNECT', async () => {
    const told = await ask(session, { ':method': 'CONNECT', ':authority': 'a.example:1' });
    expect(told.status).toBe(400);
    expect(session.remoteSettings.enableConnectProtocol ?? false).toBe(false);
  });
});

describe('a stream of events by HTTP/2', () => {
  const following = () => {
    const stream = session.request(to('/events'), { endStream: true });
    stream.on('error', () => undefined);
    return stream;
  };

  it('comes piece by piece, and ends at the replica when the caller cancels it', async () => {
    replica.state.handler = streamForEver;
    const stream = following();
    let pieces = 0;
    stream.on('data', () => pieces++);
    await eventually(() => {
      expect(pieces).toBeGreaterThan(3);
    });
    expect(counts()).toMatchObject({ inFlight: 1 });
    stream.close(constants.NGHTTP2_CANCEL);
    await eventually(() => {
      expect(replica.state.aborted).toBe(1);
      expect(counts()).toEqual(NONE);
    });
    expect(gateway.records).toMatchObject([{ outcome: 'client_gone', status: 200 }]);
    expect(session.destroyed).toBe(false);
  });

  it('ends at the replica when the connection is lost, like all others on it', async () => {
    replica.state.handler = streamForEver;
    for (let i = 0; i < 5; i++) following().resume();
    await eventually(() => {
      expect([counts().inFlight, replica.open.size]).toEqual([5, 5]);
    });
    session.destroy();
    await eventually(() => {
      expect(replica.state.aborted).toBe(5);
      expect(counts()).toEqual(NONE);
    });
  });

  it('does not look whole when the replica broke off', async () => {
    const broken = await rawUpstream((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n');
        setTimeout(() => socket.destroy(), 100);
      });
    });
    const other = endpointRequested({ name: 'other' });
    gateway.feed(other, replicaReady(other.data, { port: broken.port }));
    const told = await ask(session, to('/x', { ':path': `/api/d/${other.data.endpointId}/x` }));
    expect(told).toMatchObject({ status: 200, body: 'hello' });
    expect(told.code).toBe(constants.NGHTTP2_INTERNAL_ERROR);
    expect(gateway.records).toMatchObject([{ outcome: 'cut' }]);
    await broken.close();
  });

  it('waits while the caller does not read', async () => {
    let written = 0;
    replica.state.handler = (_req, res) => {
      res.writeHead(200);
      const write = (): void => {
        while (written < 64 * 1024 * 1024) {
          written += 65_536;
          if (!res.write(Buffer.alloc(65_536))) break;
        }
      };
      res.on('drain', write);
      write();
    };
    const stream = following();
    stream.pause();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(written).toBeLessThan(32 * 1024 * 1024);
    stream.close(constants.NGHTTP2_CANCEL);
    await eventually(() => {
      expect(counts()).toEqual(NONE);
    });
  });
});

describe('a connection of HTTP/2', () => {
  it('is ended when too many of its streams are reset', async () => {
    replica.state.handler = streamForEver;
    const head = { ':scheme': 'https', ':authority': 'localhost', ...to('/events') };
    expect(await resetRapidly(gateway.tlsPort, head, 5000)).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    expect(gateway.records.length).toBeLessThan(1500);
    await eventually(() => {
      expect(counts()).toEqual(NONE);
      expect(replica.open.size).toBe(0);
    });
    replica.state.handler = (_req, res) => res.end('well');
    expect((await ask(session, to('/x'))).body).toBe('well');
  });

  it('finishes what is under way when the gateway ends, and takes nothing new', async () => {
    let finish: () => void = () => undefined;
    replica.state.handler = (_req, res) => {
      res.writeHead(200).write('begun ');
      finish = () => res.end('and done');
    };
    const told = ask(session, to('/x'));
    await eventually(() => {
      expect(counts().inFlight).toBe(1);
    });
    let goneAway = false;
    session.on('goaway', () => (goneAway = true));
    const closed = gateway.door.onModuleDestroy();
    await eventually(() => {
      expect(goneAway).toBe(true);
    });
    expect(gateway.readiness.state()).toMatchObject({ 'front door': false });
    await expect(http2Client(`https://127.0.0.1:${String(gateway.tlsPort)}`)).rejects.toThrow('ECONNREFUSED');
    finish();
    expect(await told).toMatchObject({ body: 'begun and done', code: 0 });
    await closed;
  });

  it('without anything under way ends with the gateway', async () => {
    await ask(session, to('/x'));
    await gateway.door.onModuleDestroy();
    await eventually(() => {
      expect(session.destroyed).toBe(true);
    });
  });
});
