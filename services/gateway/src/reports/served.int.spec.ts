import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Handler, type Upstream, closedPort, streamForEver, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };
let gateway: TestGateway;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({ firstByteTimeoutMs: 2000, holdMs: 100 });
  chat = endpointRequested();
  gateway.feed(mine.issued, chat);
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const ready = (given: { port?: number; replicaId?: string } = {}): void => {
  gateway.feed(replicaReady(chat.data, { port: replica.port, ...given }));
};
const call = (path = 'x', init: RequestInit = {}) =>
  fetch(`${gateway.url}/api/d/${chat.data.endpointId}/${path}`, {
    method: 'POST',
    body: '{}',
    ...init,
    headers: { ...AUTH, ...init.headers },
  });
const answerAfter =
  (ms: number, status = 200): Handler =>
  (_req, res) => {
    setTimeout(() => res.writeHead(status).end('ok'), ms);
  };
const traffic = () => gateway.endpoint(chat.data.endpointId).traffic;
/** Timers are a little early at times, and a busy machine is late. */
const expectServed = (finished: number, [least, most]: readonly [number, number]): void => {
  expect(traffic()).toMatchObject({ inFlight: 0, finishedTotal: finished });
  expect(traffic().servedSecondsTotal).toBeGreaterThan(least - 0.01 * finished);
  expect(traffic().servedSecondsTotal).toBeLessThan(most);
};

describe('what is counted as served', () => {
  it('is each answer with its time at the replica, and told', async () => {
    ready();
    replica.state.handler = answerAfter(120);
    await Promise.all([call(), call(), call()].map(async (answer) => (await answer).text()));
    replica.state.handler = answerAfter(60, 500);
    await (await call()).text();
    expectServed(4, [0.42, 1.4]);
    await eventually(() =>
      expect(gateway.samplesOf(chat.data.endpointId).at(-1)).toMatchObject({
        in_flight: 0,
        requests_total: 4,
        finished_total: 4,
        served_seconds_total: traffic().servedSecondsTotal,
      }),
    );
  });

  it('is a stream to its last byte', async () => {
    ready();
    replica.state.handler = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      setTimeout(() => res.end('data: 2\n\n'), 200);
    };
    const answer = await call();
    expect(traffic()).toMatchObject({ inFlight: 1, finishedTotal: 0 });
    await answer.text();
    expectServed(1, [0.2, 0.7]);
  });

  it('is a stream whose caller hangs up, until then', async () => {
    ready();
    replica.state.handler = streamForEver;
    const caller = new AbortController();
    await call('x', { signal: caller.signal });
    await pause(150);
    caller.abort();
    await eventually(() => expectServed(1, [0.15, 0.65]));
  });

  it('is a request whose caller hangs up before any answer', async () => {
    ready();
    replica.state.handler = () => undefined;
    const caller = new AbortController();
    const asked = call('x', { signal: caller.signal }).catch(() => undefined);
    await eventually(() => expect(traffic().inFlight).toBe(1));
    await pause(100);
    caller.abort();
    await asked;
    await eventually(() => expectServed(1, [0.1, 0.6]));
  });

  it('is a request that the replica lets fall', async () => {
    ready();
    replica.state.handler = (req) => void setTimeout(() => req.socket.destroy(), 100);
    expect((await call()).status).toBe(502);
    expectServed(1, [0.1, 0.6]);
  });

  it('is a request that was tried elsewhere once, with the time at the replica that had it', async () => {
    replica.state.handler = answerAfter(100);
    // Of two dead ones and one that lives, the dead ones are tried again and again by chance.
    for (const port of [await closedPort(), await closedPort(), replica.port]) ready({ port });
    for (let n = 0; n < 5; n++) expect((await call()).status).toBe(200);
    expectServed(5, [0.5, 1.5]);
  });

  it('is not a request that no replica had', async () => {
    expect((await call()).status).toBe(503);
    ready({ port: await closedPort() });
    expect((await call()).status).toBe(503);
    expect(traffic()).toMatchObject({
      requestsTotal: 2,
      inFlight: 0,
      finishedTotal: 0,
      servedSecondsTotal: 0,
    });
  });

  it('is a WebSocket from its request to its close', async () => {
    replica.server.on('upgrade', (_req, socket: Socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
      socket.resume();
    });
    ready();
    const path = `/api/d/${chat.data.endpointId}/live`;
    const headers = { ...AUTH, connection: 'Upgrade', upgrade: 'websocket' };
    const joined = await new Promise<Socket>((resolve, reject) => {
      const asked = httpRequest({ port: gateway.port, path, headers });
      asked.on('upgrade', (_res, socket: Socket) => {
        resolve(socket);
      });
      asked.on('error', reject).end();
    });
    await pause(150);
    expect(traffic()).toMatchObject({ inFlight: 1, finishedTotal: 0 });
    joined.end();
    await eventually(() => expectServed(1, [0.15, 0.65]));
  });
});

describe('a sample of an endpoint with several replicas', () => {
  it('says which of them have how many requests', async () => {
    replica.state.handler = () => undefined;
    ready({ replicaId: 'repl-00000000000a' });
    const asked = [call(), call()];
    await eventually(() => expect(traffic().inFlight).toBe(2));
    ready({ replicaId: 'repl-00000000000b' });
    ready({ replicaId: 'repl-00000000000c' });
    asked.push(call());
    await eventually(() => expect(traffic().inFlight).toBe(3));
    const last = () =>
      gateway.signals.findLast(({ type }) => type === 'MetricSampled')?.data as {
        replicasInFlight?: unknown;
      };
    await eventually(() => {
      const busy = Object.values(last().replicasInFlight ?? {});
      expect(busy.toSorted()).toEqual([1, 2]);
      expect(last()).toMatchObject({ replicasInFlight: { 'repl-00000000000a': 2 } });
    });
    for (const response of replica.open) response.end();
    await Promise.all(asked);
  });
});
