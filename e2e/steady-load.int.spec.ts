import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SteadyLoad } from './steady-load.ts';

let server: Server;
let answer: (response: ServerResponse, isStream: boolean) => void;
let load: SteadyLoad;

const event = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';
const well = (response: ServerResponse, isStream: boolean): void => {
  response.setHeader('x-tidegate-replica', 'repl-000000000001');
  response.end(isStream ? `${event}data: [DONE]\n\n` : '{"choices":[]}');
};
const begin = (given: Partial<ConstructorParameters<typeof SteadyLoad>[0]> = {}): void => {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  load = new SteadyLoad({ url, token: 't', model: 'm', perSecond: 100, streamShare: 0.5, ...given });
};

beforeEach(async () => {
  answer = well;
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => answer(response, body.includes('"stream":true')));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(async () => {
  await load.stop();
  server.closeAllConnections();
  server.close();
});

describe('a steady load', () => {
  it('calls plainly and in streams, and says who answered', async () => {
    begin();
    await pause(500);
    const { begun, answered, streams, failed, cut, left, byReplica } = await load.stop();
    expect(begun).toBeGreaterThan(5);
    expect(streams).toBe(Math.floor(begun / 2));
    expect([answered, failed, cut, left]).toEqual([begun, 0, 0, 0]);
    expect(byReplica).toEqual({ 'repl-000000000001': begun });
  });

  it('goes on calling while nobody answers, and counts the silence', async () => {
    const held: (() => void)[] = [];
    answer = (response, isStream) => held.push(() => well(response, isStream));
    begin();
    await pause(600);
    for (const release of held.splice(0)) release();
    answer = well;
    const { longestSilenceMs, slowestMs, failed, begun } = await load.stop();
    expect(begun).toBeGreaterThan(5);
    expect(failed).toBe(0);
    expect(longestSilenceMs).toBeGreaterThan(400);
    expect(slowestMs).toBeGreaterThan(400);
  });

  it('tells failures from streams that were cut, counts all and keeps the first', async () => {
    answer = (response, isStream) => {
      if (!isStream) response.writeHead(503).end('{"error":"away"}');
      else {
        response.write(event);
        setTimeout(() => response.destroy(), 20);
      }
    };
    begin({ perSecond: 400 });
    await pause(800);
    const { begun, answered, failed, cut, failures } = await load.stop();
    expect([answered, failed + cut]).toEqual([0, begun]);
    expect([failed, cut].every((count) => count > 0)).toBe(true);
    expect(failures.length).toBeLessThanOrEqual(50);
    expect(failures.find(({ stream }) => !stream)?.what).toBe('503 {"error":"away"}');
    expect(failures.find(({ stream }) => stream)?.what).toMatch(/^the stream was cut/);
  });

  it.each([
    ['ends without its last event', event, /^the stream ended early/],
    [
      'ends with an error',
      `${event}data: {"error":{"message":"gone"}}\n\ndata: [DONE]\n\n`,
      /^an error within/,
    ],
  ])('takes a stream that %s for cut', async (_, body, words) => {
    answer = (response) => response.end(body);
    begin({ streamShare: 1 });
    await pause(200);
    const { cut, begun, failures } = await load.stop();
    expect(cut).toBe(begun);
    expect(failures[0]?.what).toMatch(words);
  });

  it('counts anew from a mark on', async () => {
    answer = (response) => response.writeHead(500).end();
    begin();
    await pause(200);
    answer = well;
    await pause(200);
    load.mark();
    await pause(200);
    expect((await load.stop()).failed).toBe(0);
  });
});
