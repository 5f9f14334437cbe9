import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Hour, type Request, momentOf } from './requests.ts';
import { EXIT, run } from './run.ts';

const ID = 'endpt-0123456789ab';
const request = (n: number, given: Partial<Request> = {}): Request => ({
  requestId: `req-${n}`,
  at: `2030-01-31T00:00:0${n % 10}.000Z`,
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  outcome: 'answered',
  code: null,
  clientAddress: '192.0.2.7',
  tokenId: 'tok-0123456789ab',
  tokenName: 'ci',
  replicaId: 'repl-0123456789ab',
  bytesIn: 512,
  bytesOut: 4096,
  durationMs: 1812.3,
  firstByteMs: 93.1,
  queueMs: 0,
  wakeMs: 0,
  promptTokens: 31,
  completionTokens: 128,
  ...given,
});
const spread = { p50: 12, p95: 120, p99: 1200 };
const hour: Hour = {
  hour: '2030-01-31T10:00:00.000Z',
  tokenId: null,
  tokenName: null,
  statusClass: '5xx',
  requests: 12,
  errors: 3,
  bytesIn: 2048,
  bytesOut: 3 * 1024 ** 2,
  promptTokens: 5,
  completionTokens: 6,
  durationMs: spread,
  firstByteMs: { p50: null, p95: null, p99: null },
};

let stored: (Request | Hour)[] = [];
let notRecorded: unknown[] = [];
const seen: URL[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((asked, response) => {
    const at = new URL(asked.url ?? '', url);
    seen.push(at);
    const from = Number(at.searchParams.get('cursor') ?? 0);
    const to = from + Number(at.searchParams.get('limit'));
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        items: stored.slice(from, to),
        nextCursor: to < stored.length ? String(to) : null,
        notRecorded: from === 0 ? notRecorded : [],
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  [stored, notRecorded] = [[], []];
  seen.length = 0;
});

const tidegate = async (...args: string[]) => {
  let [out, err] = ['', ''];
  const code = await run(['requests', ID, ...args], {
    defaults: { url, token: 'tok', keptToken: null },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { code, out, err };
};

describe('tidegate requests', () => {
  it('lists the newest last, and says what is not recorded', async () => {
    notRecorded = [{ requests: 7, from: '2030-01-31T00:00:00Z', until: '2030-01-31T00:00:01Z' }];
    stored = [
      request(2, {
        status: 503,
        outcome: 'refused',
        code: 'endpoint.waking',
        replicaId: null,
        firstByteMs: null,
      }),
      request(1),
    ];
    const { code, out } = await tidegate();
    expect(code).toBe(EXIT.done);
    expect(out.split('\n')).toEqual([
      'TIME                                  STATUS   TOTAL    FIRST  QUEUE  WAKE     IN    OUT  TOKENS            REPLICA  CALLER  REQUEST',
      '2030-01-31 00:00:01.000                  200  1.81 s  93.1 ms   0 ms  0 ms  512 B  4 KiB  31+128  repl-0123456789ab  ci@192.0.2.7  POST /v1/chat/completions  req-1',
      '2030-01-31 00:00:02.000  503 endpoint.waking  1.81 s        -   0 ms  0 ms  512 B  4 KiB  31+128                  -  ci@192.0.2.7  POST /v1/chat/completions  req-2',
      '7 requests from 2030-01-31T00:00:00Z to 2030-01-31T00:00:01Z are not recorded.',
      '',
    ]);
  });

  it('asks for what is wanted', async () => {
    const given =
      '--since 2h --until 2030-01-31T00:00:00Z --status 5xx --caller ci --replica r --request q --slower-ms 5';
    expect((await tidegate(...given.split(' '))).out).toBe('No such requests.\n');
    const { pathname, searchParams } = seen[0]!;
    expect(pathname).toBe(`/v1/endpoints/${ID}/requests`);
    const { since, ...rest } = Object.fromEntries(searchParams);
    expect(Math.abs(Date.now() - 7_200_000 - Date.parse(since!))).toBeLessThan(60_000);
    expect(rest).toEqual({
      until: '2030-01-31T00:00:00.000Z',
      status: '5xx',
      token: 'ci',
      replica: 'r',
      request: 'q',
      minDurationMs: '5',
      limit: '50',
    });
  });

  it('goes from page to page, as far as it is told to', async () => {
    stored = Array.from({ length: 450 }, (_, n) => request(n));
    const { out } = await tidegate('--limit', '430', '--json');
    expect((JSON.parse(out) as { items: unknown[] }).items).toEqual(stored.slice(0, 430));
    expect(seen.map(({ searchParams }) => searchParams.get('limit'))).toEqual(['200', '200', '30']);
  });

  it('lets no caller steer the terminal', async () => {
    stored = [request(1, { path: '/\u001b[2J\u202e', requestId: 'a\nb' })];
    const { out } = await tidegate();
    for (const odd of ['\u001b', '\u202e', 'a\nb']) expect(out).not.toContain(odd);
  });

  it('sums up by the hour', async () => {
    stored = [hour];
    expect((await tidegate('--hourly')).out).toBe(
      [
        'HOUR              REQUESTS  ERRORS    P50     P95    P99  FIRST P95     IN    OUT  TOKENS',
        '2030-01-31 10:00        12       3  12 ms  120 ms  1.2 s          -  2 KiB  3 MiB     5+6',
        '',
      ].join('\n'),
    );
    expect((await tidegate('--hourly', '--by', 'status')).out).toContain('5xx');
    expect((await tidegate('--hourly', '--by', 'token', '-o', 'json')).code).toBe(EXIT.done);
    expect(seen.map(({ searchParams }) => searchParams.get('by'))).toEqual(['hour', 'status', 'token']);
    stored = [];
    expect((await tidegate('--hourly')).out).toBe('No requests in that time.\n');
  });

  it.each([
    ['--since', 'moon'],
    ['--limit', '0'],
    ['--slower-ms', 'x'],
    ['--by', 'moon'],
    ['--hourly', '--status', '5xx'],
  ])('does not understand %s %s', async (...args) => {
    const { code, out, err } = await tidegate(...args);
    expect([code, out]).toEqual([EXIT.misused, '']);
    expect(err).not.toBe('');
  });
});

describe('a moment', () => {
  it('is so long before now, or a time', () => {
    const now = new Date('2030-01-31T12:00:00Z');
    expect(
      ['90s', '30m', '24h', '7d', '2030-01-01', 'moon', '5y'].map((text) => momentOf(text, now)),
    ).toEqual([
      '2030-01-31T11:58:30.000Z',
      '2030-01-31T11:30:00.000Z',
      '2030-01-30T12:00:00.000Z',
      '2030-01-24T12:00:00.000Z',
      '2030-01-01T00:00:00.000Z',
      undefined,
      undefined,
    ]);
  });
});
