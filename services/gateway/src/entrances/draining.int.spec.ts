import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Socket, connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, upstream } from '../upstream.spec-helper.ts';
import { filesIn, issue, scratchFolder } from './certificates.spec-helper.ts';

const mine = token();
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let gateway: TestGateway;
let replica: Upstream;
let path = '';

beforeEach(async () => {
  scratch = await scratchFolder();
  await issue(filesIn(scratch.path));
  replica = await upstream();
  gateway = await testGateway({ tlsPort: 0, tlsPair: filesIn(scratch.path), drainMs: 20_000 });
  const chat = endpointRequested({ name: 'chat' });
  path = `/api/d/${chat.data.endpointId}/x`;
  gateway.feed(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
  await scratch.remove();
});

const connections = {
  plain: () => connect({ port: gateway.port, host: '127.0.0.1' }),
  TLS: () => connectTls({ port: gateway.tlsPort, host: '127.0.0.1', rejectUnauthorized: false }),
} as const;

/** A connection that keeps what it was told. */
const caller = (open: () => Socket) => {
  const socket = open();
  const state = { text: '', ended: false, error: '' };
  socket.on('data', (part: Buffer) => (state.text += part.toString()));
  socket.on('end', () => (state.ended = true));
  socket.on('error', (error) => (state.error = error.message));
  return {
    socket,
    state,
    send: (more = 'content-length: 2\r\n\r\nhi') =>
      socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${mine.text}\r\n${more}`),
    answers: () => state.text.match(/HTTP\/1\.1 200 /g)?.length ?? 0,
  };
};

describe.each(['plain', 'TLS'] as const)('a gateway that ends, to a connection that is kept (%s)', (kind) => {
  it.each([
    ['a canonical request', undefined],
    ['any other request', 'transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n'],
  ])('answers %s once more, and says that it was the last', async (_what, more) => {
    const { send, answers, state } = caller(connections[kind]);
    send(more);
    await eventually(() => {
      expect(answers()).toBe(1);
    });
    expect(state.text.toLowerCase()).not.toContain('connection: close');
    const closed = gateway.door.onModuleDestroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(state.ended).toBe(false);
    send(more);
    await eventually(() => {
      expect(answers()).toBe(2);
      expect(state.ended).toBe(true);
    });
    expect(state.text.toLowerCase()).toContain('connection: close');
    await closed;
    expect(state.error).toBe('');
  });

  it('finishes the answer that is under way, and says that it was the last', async () => {
    let finish: () => void = () => undefined;
    replica.state.handler = (_req, res) => (finish = () => res.end('done'));
    const { send, state } = caller(connections[kind]);
    send();
    await eventually(() => {
      expect(replica.open.size).toBe(1);
    });
    const closed = gateway.door.onModuleDestroy();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(state.ended).toBe(false);
    finish();
    await closed;
    await eventually(() => {
      expect(state.ended).toBe(true);
    });
    expect(state.text).toContain('done');
    expect(state.text.toLowerCase()).toContain('connection: close');
  });

  it('closes it after a while when nothing comes, and long before the limit', async () => {
    const { send, answers, state } = caller(connections[kind]);
    send();
    await eventually(() => {
      expect(answers()).toBe(1);
    });
    const beganAtMs = performance.now();
    await gateway.door.onModuleDestroy();
    expect(performance.now() - beganAtMs).toBeLessThan(15_000);
    await eventually(() => {
      expect(state.ended).toBe(true);
    });
  });
});

describe('a gateway that ends', () => {
  it('refuses connections, and is not ready', async () => {
    expect(gateway.readiness.state()).toMatchObject({ 'front door': true, 'routing table': true });
    const { send, answers } = caller(connections.plain);
    send();
    await eventually(() => {
      expect(answers()).toBe(1);
    });
    const closed = gateway.door.onModuleDestroy();
    expect(gateway.readiness.isReady).toBe(false);
    for (const open of Object.values(connections)) {
      const { state } = caller(open);
      await eventually(() => {
        expect(state.error).toContain('ECONNREFUSED');
      });
    }
    await closed;
  });
});
