import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api.ts';
import { type Line, followed } from './logs.ts';
import { EXIT, run } from './run.ts';

const ID = 'endpt-0123456789ab';
const REPLICA = 'repl-0123456789ab';
const line = (n: number, given: Partial<Line> = {}): Line => ({
  cursor: String(n),
  replicaId: REPLICA,
  at: `2030-01-31T00:00:0${n % 10}.000Z`,
  stream: 'stdout',
  severity: 'info',
  text: `line ${n}`,
  ...given,
});

let stored: Line[] = [];
/** After so many lines a connection is cut; then it answers so often with 503. */
let cutAfter = Infinity;
let away = 0;
let status = 503;
const seen: URL[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((asked, response) => {
    const at = new URL(asked.url ?? '', url);
    seen.push(at);
    if (away > 0) {
      away--;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ title: 'A part is away', code: 'service.unavailable' }));
      return;
    }
    const after = Number(at.searchParams.get('after') ?? 0);
    const found = stored.filter(({ cursor }) => Number(cursor) > after);
    if (at.searchParams.get('follow') !== 'true')
      response.end(found.map((one) => `${JSON.stringify(one)}\n`).join(''));
    else {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('retry: 2000\n\n: still here\n\n');
      for (const one of found.slice(0, cutAfter))
        response.write(`id: ${one.cursor}\nevent: line\ndata: ${JSON.stringify(one)}\n\n`);
      // In the middle of an event.
      response.write('id: 99\nevent: li', () => response.destroy());
      away = 1;
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  [stored, cutAfter, away, status] = [[], Infinity, 0, 503];
  seen.length = 0;
});

const tidegate = async (...args: string[]) => {
  let [out, err] = ['', ''];
  const code = await run(['logs', ID, ...args], {
    defaults: { url, token: 'tok', keptToken: null },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { code, out, err };
};

describe('tidegate logs', () => {
  it('shows lines as they were written, after who wrote them', async () => {
    stored = [line(1), line(2, { replicaId: null, stream: 'platform', text: 'placed' })];
    const { code, out } = await tidegate();
    expect([code, out]).toEqual([EXIT.done, `${REPLICA} line 1\nplatform          placed\n`]);
    expect((await tidegate('--replica', REPLICA, '-t')).out).toContain('2030-01-31T00:00:01.000Z line 1\n');
    expect((await tidegate('--json')).out).toBe(stored.map((one) => `${JSON.stringify(one)}\n`).join(''));
  });

  it('asks for what is wanted', async () => {
    const given =
      '--tail all --until 2030-01-31T00:00:00Z --search a&b -i --regex --replica r -p --severity warn --stream stderr --trace t --request q';
    expect((await tidegate('--since', '2h', ...given.split(' '))).code).toBe(EXIT.done);
    const { since, ...rest } = Object.fromEntries(seen[0]!.searchParams);
    expect(Math.abs(Date.now() - 7_200_000 - Date.parse(since!))).toBeLessThan(60_000);
    expect(rest).toEqual({
      until: '2030-01-31T00:00:00.000Z',
      q: 'a&b',
      case: 'false',
      regex: 'true',
      replica: 'r',
      previous: 'true',
      severity: 'warn',
      stream: 'stderr',
      traceId: 't',
      requestId: 'q',
      format: 'ndjson',
      tail: 'all',
    });
  });

  it('lets no program steer the terminal, and shows several lines as several', async () => {
    stored = [line(1, { text: '\u001b[31mred\u001b[0m\n\tat x\u0007\u202e\r' })];
    expect((await tidegate()).out).toBe(`${REPLICA} red\n\tat x\ufffd\ufffd\ufffd\n`);
  });

  it.each([['--tail', '0'], ['--since', 'moon'], ['--regex'], ['-f', '--previous'], ['--severity', 'bad']])(
    'does not understand %s %s',
    async (...args) => {
      const { code, out } = await tidegate(...args);
      expect([code, out]).toEqual([EXIT.misused, '']);
    },
  );
});

describe('a log that is followed', () => {
  const follow = async (count: number) => {
    const cursors: string[] = [];
    const api = new Api({ url, token: 'tok' });
    for await (const { cursor } of followed(api, ID, { tail: '5' }, () => Promise.resolve())) {
      cursors.push(cursor);
      if (cursors.length === count) break;
    }
    return cursors;
  };

  it('goes on after the last line that came, however often its connection breaks', async () => {
    stored = Array.from({ length: 9 }, (_, n) => line(n + 1));
    cutAfter = 2;
    expect(await follow(9)).toEqual(stored.map(({ cursor }) => cursor));
    expect(seen.filter(({ searchParams }) => searchParams.has('tail'))).toHaveLength(1);
  });

  it('says so when the platform stays away, and at once when it is refused', async () => {
    away = 100;
    await expect(follow(1)).rejects.toThrow('A part is away');
    expect(seen).toHaveLength(9);
    status = 404;
    await expect(follow(1)).rejects.toThrow('A part is away');
    expect(seen).toHaveLength(10);
  });
});
