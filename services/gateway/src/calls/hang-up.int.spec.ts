import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Socket, connect } from 'node:net';
import { endpointRequested, replicaDraining, replicaReady, token } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Handler, type Upstream, answerOk, streamForEver, upstream } from '../upstream.spec-helper.ts';

const mine = token();
let gateway: TestGateway;
let replica: Upstream;
let id: string;
let chat: ReturnType<typeof endpointRequested>;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({ idleTimeoutMs: 1000, firstByteTimeoutMs: 1000 });
  chat = endpointRequested();
  id = chat.data.endpointId;
  gateway.feed(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const say = (text: string): Socket => {
  const socket = connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
};
const head = (path: string, ...headers: string[]) =>
  [
    `POST /api/d/${id}/${path} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${mine.text}`,
    ...headers,
    '',
    '',
  ].join('\r\n');
const whole = (path = 'x') => `${head(path, 'content-length: 2')}{}`;
const inFlight = () => gateway.endpoint(id).traffic.inFlight;
/** A caller who is gone must be gone upstream within a tenth of a second; the rest is for a slow test machine. */
const WITHIN_MS = 200;
const allOver = () =>
  eventually(() => {
    expect(inFlight()).toBe(0);
    expect(gateway.endpoint(id).ready.every((one) => one.inFlight === 0)).toBe(true);
    expect(replica.open.size).toBe(0);
  }, WITHIN_MS);

const never: Handler = () => undefined;
const headersOnly: Handler = (_req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.flushHeaders();
};

describe('a caller that hangs up', () => {
  it.each<[string, Handler, (socket: Socket) => unknown]>([
    ['before the answer begins, by closing', never, (socket) => socket.destroy()],
    ['before the answer begins, by a reset', never, (socket) => socket.resetAndDestroy()],
    ['before the answer begins, by half-closing', never, (socket) => socket.end()],
    ['after the headers, by closing', headersOnly, (socket) => socket.destroy()],
    ['after the headers, by half-closing', headersOnly, (socket) => socket.end()],
    ['in the middle of a stream, by closing', streamForEver, (socket) => socket.destroy()],
    ['in the middle of a stream, by a reset', streamForEver, (socket) => socket.resetAndDestroy()],
    ['in the middle of a stream, by half-closing', streamForEver, (socket) => socket.end()],
  ])('%s ends its request at the replica', async (_how, handler, hangUp) => {
    replica.state.handler = handler;
    const socket = say(whole());
    await eventually(() => expect(replica.received).toHaveLength(1));
    if (handler !== never) await new Promise((resolve) => socket.once('data', resolve));
    expect(inFlight()).toBe(1);
    hangUp(socket);
    await allOver();
    expect(replica.state.aborted).toBe(1);
    expect(gateway.records).toMatchObject([{ outcome: 'client_gone' }]);
    expect(gateway.endpoint(id).traffic.errorsTotal).toBe(0);
    socket.destroy();
  });

  it('in the middle of its body ends what the replica has of it', async () => {
    const socket = say(`${head('x', 'content-length: 100000')}some`);
    await eventually(() => expect(inFlight()).toBe(1));
    socket.destroy();
    await allOver();
  });

  it('in the middle of a body that is read before it is sent leaves no trace', async () => {
    const socket = say(`${head('chat/completions', 'content-length: 100000')}{"mod`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    await eventually(() => expect(gateway.records).toMatchObject([{ outcome: 'client_gone' }]), WITHIN_MS);
    expect(replica.received).toHaveLength(0);
  });

  it('in the middle of its headers does not become a request', async () => {
    const socket = say('POST /api/d/x HTTP/1.1\r\nhost: ');
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(gateway.records).toEqual([]);
  });

  it('with several requests on one connection ends them all', async () => {
    replica.state.handler = never;
    const socket = say(whole('a') + whole('b') + whole('c'));
    await eventually(() => expect(replica.received.length).toBeGreaterThan(0));
    socket.destroy();
    await allOver();
    expect(gateway.records).toHaveLength(replica.received.length);
  });

  it('with nonsense after its request gets nothing mixed into its answer', async () => {
    replica.state.handler = headersOnly;
    const socket = say(whole());
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await eventually(() => expect(text).toContain('200 OK'));
    socket.write('nonsense\r\n\r\n');
    await new Promise((resolve) => socket.once('end', resolve));
    expect(text).not.toContain('400');
    await allOver();
  });

  it('is heard by the scheduler when the replica drains and is empty by that', async () => {
    replica.state.handler = never;
    const socket = say(whole());
    await eventually(() => expect(replica.received).toHaveLength(1));
    const { id: replicaId } = gateway.endpoint(id).ready[0]!;
    gateway.feed(replicaDraining(chat.data, replicaId));
    gateway.reports.length = 0;
    socket.destroy();
    await eventually(() => expect(gateway.reports.at(-1)?.draining).toEqual({ [replicaId]: 0 }), WITHIN_MS);
  });

  it('does not stop an answer that was complete', async () => {
    const socket = say(whole());
    const text = await new Promise<string>((resolve) =>
      socket.once('data', (chunk) => resolve(chunk.toString())),
    );
    expect(text).toContain('{"ok":true}');
    socket.destroy();
    await allOver();
    expect(gateway.records).toMatchObject([{ outcome: 'answered', status: 200 }]);
  });
});

describe('a slow party', () => {
  const answerOf = async (): Promise<Response> =>
    fetch(`${gateway.url}/api/d/${id}/x`, {
      method: 'POST',
      body: '{}',
      headers: { authorization: `Bearer ${mine.text}` },
    });

  it('is the replica that does not begin: the caller hears of it', async () => {
    replica.state.handler = never;
    const answer = await answerOf();
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({ error: { code: 'replica.timeout' } });
    await allOver();
  });

  it('is the replica that falls silent: the answer is cut', async () => {
    replica.state.handler = headersOnly;
    const answer = await answerOf();
    await expect(answer.text()).rejects.toThrow();
    await allOver();
  });

  it('is the caller that does not read: the replica waits for it, and it is cut off in the end', async () => {
    let written = 0;
    replica.state.handler = (_req, res) => {
      res.writeHead(200);
      const chunk = Buffer.alloc(65_536);
      const more = (): void => {
        while (!res.destroyed && res.write(chunk)) written += chunk.length;
      };
      res.on('drain', more);
      more();
    };
    const socket = say(whole());
    socket.pause();
    await eventually(() => expect(inFlight()).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = written;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(written).toBe(before);
    expect(written).toBeLessThan(32 * 1024 * 1024);
    await eventually(() => expect(inFlight()).toBe(0), 3000);
    expect(gateway.records).toMatchObject([{ outcome: 'cut' }]);
    socket.destroy();
  });
});

describe('requests that end in every way at any moment', () => {
  it('leave no request in flight, none waiting, no byte held', async () => {
    const handlers: Handler[] = [answerOk, never, headersOnly, streamForEver, (_req, res) => res.destroy()];
    let turn = 0;
    replica.state.handler = (req, res, body) => handlers[turn++ % handlers.length]!(req, res, body);
    const step = fc.record({
      path: fc.constantFrom('x', 'chat/completions'),
      cut: fc.constantFrom('close', 'reset', 'half', 'body'),
      afterMs: fc.nat(25),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        await Promise.all(
          steps.map(async ({ path, cut, afterMs }) => {
            const socket = say(cut === 'body' ? `${head(path, 'content-length: 50')}{"a` : whole(path));
            await new Promise((resolve) => setTimeout(resolve, afterMs));
            if (cut === 'half') socket.end();
            else if (cut === 'reset') socket.resetAndDestroy();
            else socket.destroy();
          }),
        );
        await eventually(() => {
          expect(gateway.endpoint(id).traffic).toMatchObject({ inFlight: 0, waiting: 0 });
          expect(gateway.endpoint(id).ready.map((one) => one.inFlight)).toEqual([0]);
          expect(gateway.means.room.heldBytes).toBe(0);
        });
      }),
      { numRuns: 15 },
    );
  });
});
