import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Socket, connect } from 'node:net';
import { endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { answerOk, rawUpstream, upstream } from '../upstream.spec-helper.ts';

const mine = token();
let gateway: TestGateway;
let chat: ReturnType<typeof endpointRequested>;
let id: string;
const closing: (() => Promise<unknown>)[] = [];

const start = async (port: number, settings: Parameters<typeof testGateway>[0] = {}): Promise<void> => {
  gateway = await testGateway({
    fastLane: true,
    idleTimeoutMs: 2000,
    firstByteTimeoutMs: 2000,
    silenceMs: 100,
    ...settings,
  });
  closing.unshift(() => gateway.close());
  chat = endpointRequested();
  id = chat.data.endpointId;
  gateway.feed(mine.issued, chat);
  if (port > 0) gateway.feed(replicaReady(chat.data, { port }));
};

/** A replica below HTTP that says the same to everybody, once it was asked. */
const saying = async (...pieces: string[]): Promise<void> => {
  const replica = await rawUpstream((socket) => {
    socket.on('data', () => {
      void (async () => {
        for (const piece of pieces) {
          if (piece === 'END') socket.end();
          else if (piece === 'RESET') socket.resetAndDestroy();
          else socket.write(piece, 'latin1');
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();
    });
  });
  closing.push(() => replica.close());
  await start(replica.port);
};

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const request = (path = 'x', body = '{}', ...headers: string[]): string =>
  [
    `POST /api/d/${id}/${path} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${mine.text}`,
    ...headers,
    `content-length: ${String(Buffer.byteLength(body))}`,
    '',
    body,
  ].join('\r\n');

const open = (text = ''): { socket: Socket; said: () => string; isClosed: () => boolean } => {
  const socket = connect({ port: gateway.port, host: '127.0.0.1' });
  let said = '';
  let closed = false;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => (said += chunk.toString('latin1')));
  socket.on('close', () => (closed = true));
  socket.write(text, 'latin1');
  closing.unshift(() => Promise.resolve(socket.destroy()));
  return { socket, said: () => said, isClosed: () => closed };
};

const call = async (): Promise<{ status: number; body: string; headers: Headers }> => {
  const answer = await fetch(`${gateway.url}/api/d/${id}/x`, {
    method: 'POST',
    headers: { authorization: `Bearer ${mine.text}` },
    body: '{}',
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
};
const settled = (): Promise<void> =>
  eventually(() => expect(gateway.endpoint(id).traffic.inFlight).toBe(0), 2000);
const count = (text: string, piece: string): number => text.split(piece).length - 1;

describe('an answer that another parser must read', () => {
  it.each<[string, string[], string]>([
    ['ends with its connection', ['HTTP/1.1 200 OK\r\n\r\nall', ' of it', 'END'], 'all of it'],
    ['is of HTTP/1.0', ['HTTP/1.0 200 OK\r\ncontent-length: 3\r\n\r\nold', 'END'], 'old'],
    [
      'is preceded by word that it comes',
      ['HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'],
      'ok',
    ],
    ['says nothing but its status', ['HTTP/1.1 204 No Content\r\n\r\n'], ''],
    [
      'announces trailers',
      [
        'HTTP/1.1 200 OK\r\ntrailer: x-sum\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
        '0\r\nx-sum: 9\r\n\r\n',
      ],
      'abc',
    ],
  ])('is handed on whole when it %s', async (_how, pieces, body) => {
    await saying(...pieces);
    const answer = await call();
    expect(answer.status).toBe(pieces[0]!.includes('204') ? 204 : 200);
    expect(answer.body).toBe(body);
    expect(answer.headers.get('x-request-id')).toMatch(/^req-/);
    await settled();
  });
});

describe('an answer in pieces', () => {
  it.each<[string, string[]]>([
    ['within its head', ['HTTP/1.1 200 O', 'K\r\ncontent-len', 'gth: 4\r\n\r', '\nbody']],
    ['within its body', ['HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n', 'bo', 'dy']],
    [
      'within its frames',
      [
        'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n',
        '2',
        '\r\nb',
        'o\r',
        '\n2;x=1\r\ndy\r\n0',
        '\r\n\r\n',
      ],
    ],
    [
      'after its frames',
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n', '\r', '\n'],
    ],
    [
      'with fields after it',
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nx-a', ': 1\r\n\r\n'],
    ],
  ])('is the same: %s', async (_where, pieces) => {
    await saying(...pieces);
    expect(await call()).toMatchObject({ status: 200, body: 'body' });
    expect(await call()).toMatchObject({ status: 200, body: 'body' });
    await settled();
    expect(gateway.endpoint(id).traffic.errorsTotal).toBe(0);
  });
});

describe('a replica that lies about its answer', () => {
  it.each<[string, string[]]>([
    ['by two lengths', ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab']],
    [
      'by a length and frames',
      ['HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ],
    ['by no HTTP at all', ['hello\r\n\r\n', 'END']],
    ['by ending too soon', ['HTTP/1.1 200 OK\r\ncontent-le', 'END']],
    ['by a folded header', ['HTTP/1.1 200 OK\r\nx-a: 1\r\n 2\r\ncontent-length: 0\r\n\r\n\u0000', 'RESET']],
  ])('is not believed: %s', async (_how, pieces) => {
    await saying(...pieces);
    const answer = await call().catch((error: unknown) => error as Error);
    // Either nothing of it was handed on, or whoever reads it notices that it broke off.
    if ('status' in answer && answer.status === 200) expect(answer.body).not.toContain('\u0000');
    else if ('status' in answer) expect(answer.status).toBe(502);
    await settled();
  });

  it.each<[string, string[]]>([
    ['by more than its length', ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n']],
    [
      'by more after its frames',
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
    ],
    ['by sizes that are none', ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n-1\r\n']],
    ['by line ends that are none', ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\nok\n0\n\n']],
    [
      'by framing that comes last',
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\ncontent-length: 5\r\n\r\n'],
    ],
    ['by breaking off', ['HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nok', 'END']],
  ])('is cut off, and its caller notices: %s', async (_how, pieces) => {
    await saying(...pieces);
    await expect(call()).rejects.toThrow();
    await settled();
    expect(gateway.records).toMatchObject([{ outcome: 'cut' }]);
  });

  it.each(['099', '000'])(
    'with a status that is none, %s, fails by itself, whichever way it is read',
    async (status) => {
      await saying(`HTTP/1.1 ${status} Odd\r\ncontent-length: 2\r\n\r\nok`);
      expect((await call()).status).toBe(502);
      const { said, isClosed } = open(request('x', '{}', 'connection: close'));
      await eventually(() => expect(isClosed()).toBe(true), 5000);
      expect(said()).toMatch(/^HTTP\/1\.1 502 /);
      await settled();
    },
  );

  it('gets no request on a connection where it spoke without being asked', async () => {
    let connections = 0;
    const replica = await rawUpstream((socket) => {
      connections++;
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
        setTimeout(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil'), 20);
      });
    });
    closing.push(() => replica.close());
    await start(replica.port);
    expect((await call()).body).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await call()).body).toBe('ok');
    expect(connections).toBe(2);
  });

  it('or may have closed meanwhile is not asked again, even when nobody had time to look', async () => {
    let connections = 0;
    const replica = await rawUpstream((socket) => {
      connections++;
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
    });
    closing.push(() => replica.close());
    await start(replica.port);
    await call();
    await call();
    expect(connections).toBe(1);
    const [now, lateMs] = [performance.now.bind(performance), 4500];
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + lateMs);
    expect((await call()).body).toBe('ok');
    clock.mockRestore();
    expect(connections).toBe(2);
  });
});

describe('a connection of a caller', () => {
  let port: number;
  beforeEach(async () => {
    const replica = await upstream((_req, res, body) => {
      const times = Number(/^\d+ times/.exec(body)?.[0].slice(0, -6) ?? 1);
      res.writeHead(200, { 'content-type': 'text/plain' }).end(`<${body}>`.repeat(times));
    });
    closing.push(() => replica.close());
    port = replica.port;
    await start(port);
  });

  it('has its requests answered in order, however they come', async () => {
    const many = Array.from({ length: 50 }, (_, i) => request('x', String(i))).join('');
    const { socket, said } = open();
    for (let at = 0; at < many.length; at += 997) {
      socket.write(many.slice(at, at + 997));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(() => expect(count(said(), 'HTTP/1.1 200')).toBe(50), 5000);
    const bodies = [...said().matchAll(/<(\d+)>/g)].map(([, n]) => Number(n));
    expect(bodies).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('may bring something odd after something plain, and something plain after that', async () => {
    const odd = request('x', 'two', 'transfer-encoding: chunked').replace(/content-length: 3\r\n/, '');
    const { said } = open(
      request('x', 'one') + odd.replace(/two$/, '3\r\ntwo\r\n0\r\n\r\n') + request('x', 'three'),
    );
    await eventually(() => expect(count(said(), 'HTTP/1.1 200')).toBe(3), 5000);
    expect(said().replaceAll(/[^]*?(<\w+>)[^<]*/g, '$1')).toBe('<one><two><three>');
  });

  it('is refused what two readers could read in two ways', async () => {
    const { said, isClosed } = open(request('x', 'one', 'content-length: 5'));
    await eventually(() => expect(isClosed()).toBe(true), 5000);
    expect(said()).toMatch(/^HTTP\/1\.1 400 /);
    expect(gateway.records).toHaveLength(0);
  });

  it('is not the end of the gateway when it asks for another protocol oddly, and breaks', async () => {
    const upgrade = (...lines: string[]): string =>
      [`GET /api/d/${id}/x HTTP/1.1`, ...lines, 'connection: upgrade', 'upgrade: websocket', '', ''].join(
        '\r\n',
      );
    const twoHosts = open(upgrade('host: a', 'host: b'));
    await eventually(() => expect(twoHosts.said()).toMatch(/^HTTP\/1\.1 400 /), 5000);
    twoHosts.socket.resetAndDestroy();
    const impatient = open(`GET /v1/models HTTP/1.1\r\nhost: a\r\nx-a: \t1\r\n\r\n${upgrade('host: a')}`);
    await eventually(() => expect(impatient.isClosed()).toBe(true), 5000);
    expect(await call()).toMatchObject({ status: 200, body: '<{}>' });
  });

  it('is refused at once what begins like no request', async () => {
    const { said, isClosed } = open('\x16\x03\x01\x02\x00\x01\x00');
    await eventually(() => expect(isClosed()).toBe(true), 5000);
    expect(said()).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('is told so when a request does not come to its end', async () => {
    closing.splice(0, 1);
    await gateway.close();
    await start(1, { headersTimeoutMs: 300 });
    const { said, isClosed } = open(request().slice(0, 40));
    await eventually(() => expect(isClosed()).toBe(true), 5000);
    expect(said()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that reads nothing gets no more answers piled up', async () => {
    closing.splice(0, 1);
    await gateway.close();
    // It is not what cuts off who takes nothing that is looked at here.
    await start(port, { idleTimeoutMs: 60_000 });
    const big = 'x'.repeat(60_000);
    const { socket, said } = open();
    socket.pause();
    const one = request('x', big);
    for (let i = 0; i < 600; i++) socket.write(one);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(gateway.records.length).toBeLessThan(450);
    socket.resume();
    await eventually(() => expect(count(said(), 'HTTP/1.1 200')).toBe(600), 30_000);
    expect(count(said(), `<${big}>`)).toBe(600);
  });

  it('that asks little by little for much, and reads nothing, gets no more answers piled up either', async () => {
    closing.splice(0, 1);
    await gateway.close();
    await start(port, { idleTimeoutMs: 60_000 });
    const { socket, said } = open();
    socket.pause();
    const body = '3000 times';
    for (let i = 0; i < 400; i++) {
      socket.write(request('x', body));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(gateway.records.length).toBeLessThan(300);
    socket.resume();
    await eventually(() => expect(count(said(), 'HTTP/1.1 200')).toBe(400), 30_000);
    expect(count(said(), `<${body}>`)).toBe(400 * 3000);
  });
});

describe('a request for the api', () => {
  it.each([
    ['without a body', '', 'content-length: 0'],
    ['with one', '{"a":1}', 'content-length: 7'],
    ['with a long one', 'x'.repeat(100_000), 'content-length: 100000'],
    ['with one in pieces', '3\r\nabc\r\n0\r\n\r\n', 'transfer-encoding: chunked'],
  ])('says one length, or that it has frames: %s', async (_with, body, framing) => {
    const heads: string[] = [];
    const api = await rawUpstream((socket) => {
      socket.once('data', (chunk) => {
        heads.push(chunk.toString('latin1').split('\r\n\r\n')[0] ?? '');
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    closing.push(() => api.close());
    await start(0, { apiUrl: `http://127.0.0.1:${String(api.port)}` });
    const { said } = open(`POST /v1/x/stop HTTP/1.1\r\nhost: x\r\n${framing}\r\n\r\n${body}`);
    await eventually(() => expect(said()).toMatch(/^HTTP\/1\.1 200 /), 5000);
    const lines = (heads[0] ?? '').toLowerCase().split('\r\n');
    expect(lines.filter((line) => /^(content-length|transfer-encoding):/.test(line))).toEqual([framing]);
  });
});

describe('a stream that began before its replica was there', () => {
  it('goes on in frames of its own, and ends', async () => {
    const replica = await upstream((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('data: {"n":1}\n\n');
      setTimeout(() => res.end('data: [DONE]\n\n'), 20);
    });
    closing.push(() => replica.close());
    await start(0);
    const answer = await fetch(`${gateway.url}/api/d/${id}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mine.text}`, 'content-type': 'application/json' },
      body: '{"stream":true}',
    });
    gateway.feed(replicaReady(chat.data, { port: replica.port }));
    const text = await answer.text();
    expect(text).toMatch(/^data: \{.*"delta":\{/);
    expect(text.endsWith('data: {"n":1}\n\ndata: [DONE]\n\n')).toBe(true);
  });
});

describe('the end of the gateway', () => {
  it('is said with the last answers, and takes waiting connections along', async () => {
    let answer: () => void = () => undefined;
    const replica = await upstream((req, res, body) => {
      answer = () => {
        answerOk(req, res, body);
      };
    });
    closing.push(() => replica.close());
    await start(replica.port, { drainMs: 10_000 });
    const [busy, idle] = [open(request()), open()];
    await eventually(() => expect(replica.received).toHaveLength(1), 5000);
    closing.splice(closing.length - 2, 1);
    const closed = gateway.close();
    answer();
    await closed;
    await eventually(() => expect(busy.isClosed() && idle.isClosed()).toBe(true), 5000);
    expect(busy.said()).toMatch(/^HTTP\/1\.1 200 [^]*connection: close\r\n[^]*\{"ok":true\}/i);
  });
});
