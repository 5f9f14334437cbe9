import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Socket, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, closedPort, rawUpstream, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const MAX_BODY_BYTES = 1_000_000;
const FIRST_BYTE_MS = 300;
let gateway: TestGateway;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({
    firstByteTimeoutMs: FIRST_BYTE_MS,
    idleTimeoutMs: 1000,
    maxBodyBytes: MAX_BODY_BYTES,
    holdMs: 500,
  });
  chat = endpointRequested();
  gateway.feed(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const begin = (...headers: string[]) => {
  const socket = connect({ port: gateway.port, host: '127.0.0.1' });
  let heard = '';
  socket.on('error', () => undefined).on('data', (part: Buffer) => (heard += part.toString('latin1')));
  const first = `PUT /api/d/${chat.data.endpointId}/files/1 HTTP/1.1`;
  const lines = [first, 'host: x', `authorization: Bearer ${mine.text}`, 'transfer-encoding: chunked'];
  socket.write([...lines, ...headers, '', ''].join('\r\n'));
  return { socket, heard: () => heard };
};
const said = async ({ heard }: ReturnType<typeof begin>, status: number) => {
  await eventually(() => expect(heard()).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `)));
  return heard();
};
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const over = (...fields: string[]): string => ['0', ...fields, '', ''].join('\r\n');
const allOver = () =>
  eventually(() => {
    const { traffic, ready } = gateway.endpoint(chat.data.endpointId);
    expect([traffic.inFlight, traffic.waiting, ...ready.map((one) => one.inFlight)]).not.toContain(1);
    expect(replica.open.size).toBe(0);
  });

/** A replica that reads the head of each request and then does what the test says. */
const afterHead = (then: (socket: Socket) => void) =>
  rawUpstream((socket) => {
    socket.once('data', () => {
      then(socket);
    });
  });
const serveBy = ({ port }: Readonly<{ port: number }>): void => {
  gateway.feed(replicaReady(chat.data, { port }));
};

describe('fields that follow a body', () => {
  it('reach the replica when they were announced, and so do those of its answer the caller', async () => {
    replica.state.handler = (_req, res) => {
      res.writeHead(200, { trailer: 'x-answered' }).write('yes');
      res.addTrailers({ 'x-answered': 'é' });
      res.end();
    };
    const caller = begin('Trailer: X-Sum', 'Trailer: x-more,X-Absent', 'x-custom: 1');
    const fields = over('X-Sum: 7', 'x-more:  é ', 'x-unknown: 1');
    caller.socket.write(chunk('some ') + chunk('bytes') + fields, 'latin1');
    expect(await said(caller, 200)).toMatch(/3\r\nyes\r\n0\r\nx-answered: é\r\n\r\n$/);
    expect(replica.received).toMatchObject([
      {
        method: 'PUT',
        url: '/files/1',
        body: 'some bytes',
        headers: { 'x-custom': '1', trailer: 'x-sum, x-more, x-absent', host: expect.stringMatching(/^127/) },
      },
    ]);
    expect(replica.received[0]?.trailers).toEqual({ 'x-sum': '7', 'x-more': 'é' });
    await allOver();
    expect(gateway.records).toMatchObject([{ status: 200, outcome: 'answered', bytesIn: 10 }]);
    caller.socket.destroy();
  });

  it.each([
    'authorization',
    'content-type',
    'cookie',
    'host',
    'trailer',
    'x-forwarded-for',
    'x-request-id',
    'x-tidegate-project',
    'x-of-this-hop',
  ])('say nothing that the gateway decides by or says itself: %s', async (name) => {
    const caller = begin(`trailer: ${name}, x-sum`, 'connection: x-of-this-hop');
    caller.socket.write(chunk('body') + over(`${name}: 5`, 'x-sum: 7'));
    await said(caller, 200);
    expect(replica.received).toMatchObject([{ body: 'body', headers: { trailer: 'x-sum' } }]);
    expect(replica.received[0]?.trailers).toEqual({ 'x-sum': '7' });
    caller.socket.destroy();
  });

  it.each(['content-length', 'transfer-encoding'])(
    'end the request when they frame it anew: %s',
    async (name) => {
      const caller = begin(`trailer: ${name}, x-sum`);
      const closed = new Promise((resolve) => caller.socket.once('close', resolve));
      caller.socket.write(chunk('body') + over(`${name}: 5`, 'x-sum: 7'));
      await closed;
      await allOver();
      expect(replica.received).toEqual([]);
    },
  );

  it('may hold any byte: the replica gets it, or the request ends', async () => {
    const ends = await Promise.all(
      Array.from({ length: 256 }, async (_, code) => {
        const caller = begin('trailer: x-sum', `x-code: ${String(code)}`);
        const told = new Promise((resolve) => caller.socket.once('close', resolve).once('data', resolve));
        caller.socket.write(chunk('body') + over(`x-sum: a${String.fromCharCode(code)}b`), 'latin1');
        await told;
        caller.socket.destroy();
        return caller.heard() !== '';
      }),
    );
    await allOver();
    for (const { headers, trailers } of replica.received)
      expect(trailers['x-sum']).toBe(`a${String.fromCharCode(Number(headers['x-code']))}b`);
    expect(replica.received).toHaveLength(ends.filter((isAnswered) => isAnswered).length);
    expect(replica.received.length).toBeGreaterThanOrEqual(0x80 + 0x5f);
  });

  it('go where their body goes: to another replica when the first cannot be reached', async () => {
    const port = await closedPort();
    gateway.endpoint(chat.data.endpointId).ready.splice(0);
    serveBy({ port });
    const caller = begin('trailer: x-sum');
    caller.socket.write(chunk('body'));
    await pause(50);
    serveBy(replica);
    caller.socket.write(over('x-sum: 7'));
    await said(caller, 200);
    expect(replica.received).toMatchObject([{ body: 'body', trailers: { 'x-sum': '7' } }]);
    expect(gateway.records).toMatchObject([{ outcome: 'answered', attempts: 2 }]);
    caller.socket.destroy();
  });
});

describe('a request that fields are to follow', () => {
  it('may come slowly: a replica is late only when it is its turn', async () => {
    const caller = begin('trailer: x-sum');
    caller.socket.write(chunk('a'));
    await pause(2 * FIRST_BYTE_MS);
    caller.socket.write(chunk('b') + over('x-sum: 7'));
    await said(caller, 200);
    expect(replica.received).toMatchObject([{ body: 'ab' }]);
    replica.state.handler = () => undefined;
    const waiting = begin('trailer: x-sum');
    waiting.socket.write(chunk('c') + over('x-sum: 7'));
    expect(await said(waiting, 504)).toContain('replica.timeout');
    await allOver();
    for (const { socket } of [caller, waiting]) socket.destroy();
  });

  it('ends at the replica when its caller hangs up', async () => {
    const caller = begin('trailer: x-sum');
    caller.socket.write(chunk('a'));
    await eventually(() => expect(gateway.endpoint(chat.data.endpointId).traffic.inFlight).toBe(1));
    caller.socket.destroy();
    await allOver();
    expect(gateway.records).toMatchObject([{ outcome: 'client_gone' }]);
  });

  it('may not be larger than others', async () => {
    const caller = begin('trailer: x-sum');
    caller.socket.write(chunk('x'.repeat(MAX_BODY_BYTES + 1)));
    await said(caller, 413);
    await allOver();
    caller.socket.destroy();
  });

  it('is answered before it is over when the replica does so', async () => {
    const early = await afterHead((socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno');
    });
    gateway.endpoint(chat.data.endpointId).ready.splice(0);
    serveBy(early);
    const caller = begin('trailer: x-sum');
    caller.socket.write(chunk('a'));
    expect(await said(caller, 403)).toMatch(/no$/);
    await allOver();
    caller.socket.destroy();
    await early.close();
  });

  it.each<[string, (socket: Socket) => void, number]>([
    ['ends without an answer', (socket) => socket.end(), 502],
    ['answers with something else', (socket) => socket.end('nonsense\r\n\r\n'), 502],
    [
      'switches protocols unasked',
      (socket) => socket.end('HTTP/1.1 101 x\r\nupgrade: y\r\nconnection: upgrade\r\n\r\n'),
      502,
    ],
  ])('fails when its replica %s', async (_what, then, status) => {
    const bad = await afterHead(then);
    gateway.endpoint(chat.data.endpointId).ready.splice(0);
    serveBy(bad);
    const caller = begin('trailer: x-sum');
    caller.socket.write(chunk('a') + over('x-sum: 7'));
    await said(caller, status);
    await allOver();
    caller.socket.destroy();
    await bad.close();
  });

  it('has its answer cut where its replica ends in the middle of it', async () => {
    const half = await afterHead((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf');
    });
    gateway.endpoint(chat.data.endpointId).ready.splice(0);
    serveBy(half);
    const caller = begin('trailer: x-sum');
    const closed = new Promise((resolve) => caller.socket.once('close', resolve));
    caller.socket.write(chunk('a') + over('x-sum: 7'));
    await closed;
    expect(caller.heard()).toMatch(/half$/);
    expect(gateway.records).toMatchObject([{ outcome: 'cut' }]);
    await allOver();
    await half.close();
  });
});
