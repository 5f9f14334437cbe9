import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestTimeouts } from '@tidegate/contracts';
import { endpointRequested, replicaReady, token, updated } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Handler, type Upstream, streamForEver, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };
const NONE: RequestTimeouts = { firstByteSeconds: null, idleSeconds: null, totalSeconds: null };

let gateway: TestGateway;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;
let id: string;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway();
  chat = endpointRequested();
  id = chat.data.endpointId;
  gateway.feed(mine.issued, chat);
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const limited = (timeouts: Partial<RequestTimeouts>) =>
  gateway.feed(updated(chat.data, { requestTimeouts: { ...NONE, ...timeouts } }));
const ready = () => gateway.feed(replicaReady(chat.data, { port: replica.port }));
const post = (path: string, body = '{}') =>
  fetch(`${gateway.url}/api/d/${id}/${path}`, { method: 'POST', body, headers: AUTH });
const errorOf = async (answer: Response) =>
  ((await answer.json()) as { error: { code: string; message: string } }).error;
const allOver = () =>
  eventually(() => {
    expect(gateway.endpoint(id).traffic).toMatchObject({ inFlight: 0, waiting: 0 });
    expect(replica.open.size).toBe(0);
  });
const never: Handler = () => undefined;
const headersOnly: Handler = (_req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.flushHeaders();
};

describe('an endpoint with limits of its own', () => {
  it('gives its replicas so long for the first byte', async () => {
    replica.state.handler = never;
    ready();
    limited({ firstByteSeconds: 1 });
    const answer = await post('x');
    expect(answer.status).toBe(504);
    const { code, message } = await errorOf(answer);
    expect([code, message]).toEqual(['replica.timeout', expect.stringContaining('within 1 s')]);
    await allOver();
  });

  it('cuts a stream that falls silent for so long', async () => {
    replica.state.handler = headersOnly;
    ready();
    limited({ idleSeconds: 1 });
    const answer = await post('x');
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    await allOver();
  });

  it('ends whatever lasts longer in all: a request not answered yet, and a stream in the middle', async () => {
    ready();
    limited({ totalSeconds: 1 });
    replica.state.handler = never;
    const late = await post('x');
    expect([late.status, (await errorOf(late)).code]).toEqual([504, 'replica.timeout']);
    replica.state.handler = streamForEver;
    const stream = await post('x');
    expect(stream.status).toBe(200);
    await expect(stream.text()).rejects.toThrow();
    await allOver();
    expect(gateway.records.at(-1)).toMatchObject({ outcome: 'cut', status: 200 });
  });

  it('counts the wait for a replica as part of the whole', async () => {
    limited({ totalSeconds: 1 });
    const waited = await post('chat/completions', '{"stream":true}');
    expect([waited.status, (await errorOf(waited)).code]).toEqual([503, 'endpoint_waking']);
    await allOver();
  });

  it('ends a WebSocket that lasts longer', async () => {
    const upgraded: Socket[] = [];
    replica.server.on('upgrade', (_req, socket: Socket) => {
      upgraded.push(socket);
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
      socket.resume();
    });
    ready();
    limited({ totalSeconds: 1 });
    const path = `/api/d/${id}/live`;
    const headers = { ...AUTH, connection: 'Upgrade', upgrade: 'websocket' };
    const joined = await new Promise<Socket>((resolve, reject) => {
      const asked = httpRequest({ port: gateway.port, path, headers });
      asked.on('upgrade', (_res, socket: Socket) => {
        resolve(socket);
      });
      asked.on('error', reject);
      asked.end();
    });
    joined.on('error', () => undefined).resume();
    expect(gateway.endpoint(id).traffic.inFlight).toBe(1);
    await new Promise((resolve) => joined.once('close', resolve));
    await eventually(() => expect(upgraded[0]!.readableEnded).toBe(true));
    await allOver();
  });

  it('has those of the gateway again when it names none any more', async () => {
    replica.state.handler = (_req, res) => setTimeout(() => res.end('late'), 1500);
    ready();
    limited({ firstByteSeconds: 1, totalSeconds: 1 });
    limited({});
    const answer = await post('x');
    expect([answer.status, await answer.text()]).toEqual([200, 'late']);
  });
});
