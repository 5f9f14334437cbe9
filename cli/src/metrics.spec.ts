import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { courseOf, valueText } from './metrics.ts';
import { EXIT, run } from './run.ts';

const ID = 'endpt-0123456789ab';
const REPLICA = 'repl-0123456789ab';
const series = (replicaId: string | null) => ({
  from: '2031-02-01T00:00:00.000Z',
  until: '2031-02-01T01:00:00.000Z',
  stepSeconds: 60,
  series: [
    { metric: 'latency_p95_seconds', unit: 'seconds', endpointId: ID, replicaId, values: [null, 0.5, 1.5] },
    { metric: 'error_ratio', unit: 'ratio', endpointId: ID, replicaId, values: [null, null, null] },
  ],
});
const ENDPOINTS = {
  items: [
    { id: ID, name: 'chat\u001b[2J', state: 'running' },
    { id: 'endpt-00000000000b', name: 'asleep', state: 'sleeping' },
  ],
  nextCursor: null,
};
const VALUES = [
  { metric: 'ready_replicas', endpointId: ID, value: 2 },
  { metric: 'requests_per_second', endpointId: ID, value: 12.5 },
  { metric: 'memory_bytes', endpointId: ID, value: 3 * 1024 ** 3 },
  { metric: 'ready_replicas', endpointId: 'endpt-00000000000b', value: 0 },
].map((value) => ({ ...value, replicaId: null, at: '2031-02-01T00:00:10.000Z' }));

let server: Server;
let url = '';
const asked: URL[] = [];

const answerTo = ({ pathname, searchParams }: URL): unknown => {
  if (pathname === '/v1/endpoints') return ENDPOINTS;
  if (pathname === '/v1/metric-names')
    return { items: [{ name: 'in_flight', unit: 'requests', scopes: ['endpoint'], help: 'Busy.' }] };
  if (pathname === '/v1/metric-values') {
    const isFirst = searchParams.get('cursor') === null;
    return isFirst
      ? { items: VALUES.slice(0, 2), nextCursor: 'v1.0' }
      : { items: VALUES.slice(2), nextCursor: null };
  }
  return series(searchParams.get('perReplica') === 'true' ? REPLICA : null);
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const at = new URL(request.url ?? '', 'http://x');
    asked.push(at);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answerTo(at)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

const tidegate = async (...args: string[]) => {
  const said = { out: '', err: '' };
  const code = await run([...args, '--token', 'tg_x'], {
    defaults: { url, token: null, keptToken: null },
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { code, ...said };
};

describe('tidegate metrics', () => {
  it('shows the last hour of an endpoint, by its name', async () => {
    const { code, out } = await tidegate(
      'metrics',
      'asleep',
      'latency_p95_seconds',
      'error_ratio',
      '--step',
      '1m',
    );
    expect(code).toBe(EXIT.done);
    const at = asked.at(-1);
    expect(at?.pathname).toBe('/v1/endpoints/endpt-00000000000b/metrics');
    expect(at?.searchParams.get('names')).toBe('latency_p95_seconds,error_ratio');
    expect(at?.searchParams.get('step')).toBe('1m');
    const lines = out.split('\n');
    expect(lines[2]).toMatch(/^latency_p95_seconds +1\.5 s +0\.5 s +1 s +1\.5 s +·▁█$/);
    expect(lines[3]).toMatch(/^error_ratio +- +- +- +- +···$/);
  });

  it('shows each replica by itself, and the project as a whole', async () => {
    expect((await tidegate('metrics', ID, '--replicas')).out).toContain(REPLICA);
    await tidegate('metrics', '--all', 'in_flight');
    expect(asked.at(-1)?.pathname).toBe('/v1/metric-series');
    expect(asked.at(-1)?.searchParams.get('names')).toBe('in_flight');
  });

  it('lists what is measured', async () => {
    expect((await tidegate('metrics', '--list')).out).toMatch(/in_flight +requests +endpoint +Busy\./);
  });

  it('does not guess', async () => {
    for (const args of [['--replicas'], [ID, '--step', 'moon'], [ID, '--since', 'moon']])
      expect((await tidegate('metrics', ...args)).code).toBe(EXIT.misused);
    expect(asked).toEqual([]);
  });

  it('tells programs what the API answered', async () => {
    expect(JSON.parse((await tidegate('metrics', ID, '--json')).out)).toEqual(series(null));
  });
});

describe('tidegate top', () => {
  it('shows every endpoint, and what is not known as such', async () => {
    const { out } = await tidegate('top', '--sort', 'calls');
    const lines = out.split('\n');
    expect(lines[0]).toBe('2031-02-01T00:00:10.000Z');
    expect(lines[2]).toMatch(/^chat�\[2J +running +2 +- +12\.5 \/s .*3 GiB/);
    expect(lines[3]).toMatch(/^asleep +sleeping +0 +- +-/);
  });

  it('sorts by name where nothing is said, and repeats as it is told', async () => {
    const { out } = await tidegate('top', '--every', '1', '--times', '2', '--json');
    expect(out.match(/"asleep"[^]*"chat/g)).toHaveLength(1);
    expect(asked.filter(({ pathname }) => pathname === '/v1/endpoints')).toHaveLength(2);
    expect((await tidegate('top', '--times', '2')).code).toBe(EXIT.misused);
  });
});

describe('a course', () => {
  it('is as wide as it may be, however much there is', () => {
    expect(courseOf(Array.from({ length: 1000 }, (_, n) => n)).length).toBe(40);
    expect(courseOf([2, 2])).toBe('▁▁');
    expect(courseOf([])).toBe('');
  });
});

describe('a value', () => {
  it('has its unit', () => {
    expect(valueText(0.123, 'ratio')).toBe('12.3 %');
    expect(valueText(5 * 1024 ** 2, 'bytes')).toBe('5 MiB');
    expect(valueText(3, 'usd_per_hour')).toBe('$3.0000');
    expect(valueText(null, 'bytes')).toBe('-');
    expect(valueText(4, 'replicas')).toBe('4');
  });
});
