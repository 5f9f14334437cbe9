import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const ID = 'endpt-0123456789ab';
const policy = (name: string) => ({
  name,
  gpuSeconds: 0,
  replicaSeconds: 3600,
  costNanoUsd: '50000000',
  coldStarts: 1,
  starts: 1,
  changesPerHour: 2,
  mostReplicas: 1,
  waitSeconds: { p50: 0, p95: 0.25, p99: 12.3456, mean: 0.1 },
  within1s: 0.9999,
  within5s: null,
});
const scaling = {
  now: {
    at: '2030-01-01T00:00:00.000Z',
    current: 1,
    desired: 1,
    text: 'stays at 1: the last replica stays for its idle time.',
    formula: 'idle 3 s of 60 s = 1',
    limitedBy: ['idle_timeout'],
    mayMoveInSeconds: 57,
    learned: {
      serviceSeconds: 5,
      startSeconds: 30,
      starts: [29, 31],
      gaps: { seen: 4 },
      forecastError: 0.152,
      idlePlan: { keepSeconds: 60, fromSeconds: 500, toSeconds: 700 },
    },
  },
  decisions: [
    { at: '2030-01-01T00:00:00.000Z', from: 0, to: 1, cause: 'wake', text: '0 → 1: a request waits.' },
  ],
};

const seen: { url: string; token: string | undefined; body: unknown }[] = [];
let server: Server;
let url: string;

type Body = { policies?: { name: string }[] } | undefined;

const listed = (path: string): [number, unknown] =>
  path.includes('cursor=next')
    ? [200, { items: [{ id: ID, name: 'chat' }], nextCursor: null }]
    : [200, { items: [], nextCursor: 'next' }];

const simulated = (body: Body): [number, unknown] => {
  const policies = body?.policies?.map(({ name }) => policy(name)) ?? [];
  if (policies.some(({ name }) => name === 'odd')) return [200, 'not json'];
  if (policies.some(({ name }) => name === 'broken')) return [200, 'broken off'];
  const window = { from: '2030-01-01T00:00:00.000Z', to: '2030-01-02T00:00:00.000Z' };
  return [
    200,
    { endpointId: ID, ...window, requests: 12, hardwareId: 'cpu-1x', policies, notes: ['A note.'] },
  ];
};

/** What a platform would answer. */
const answerTo = (path: string, body: Body): [number, unknown] => {
  if (path.startsWith('/v1/endpoints?')) return listed(path);
  if (path === `/v1/endpoints/${ID}/simulate`) return simulated(body);
  if (path.startsWith(`/v1/endpoints/${ID}/scaling`)) return [200, scaling];
  return [
    404,
    {
      title: 'There is no such endpoint',
      detail: `No endpoint ${path}.`,
      code: 'endpoint.not_found',
      remedy: 'Check the id.',
      requestId: 'r-1',
      errors: [{ pointer: '/policies/0/name', message: 'must be short' }],
    },
  ];
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const body = text === '' ? undefined : (JSON.parse(text) as Body);
      seen.push({ url: request.url ?? '', token: request.headers.authorization, body });
      const [status, answer] = answerTo(request.url ?? '', body);
      if (answer === 'broken off') {
        response.writeHead(status, { 'content-length': 1000 });
        response.write('{', () => response.destroy());
        return;
      }
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer === 'not json' ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const tidegate = (
  args: string[],
  env: Record<string, string> = { TIDEGATE_URL: url, TIDEGATE_TOKEN: 'tok' },
) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const plain = { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', TIDEGATE_HOME: '/nonexistent', ...env };
    const child = execFile(process.execPath, [MAIN, ...args], { env: plain }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

describe('tidegate simulate', () => {
  it('finds an endpoint by its name, and shows policies side by side', async () => {
    const { code, out, err } = await tidegate([
      'simulate',
      'chat',
      '--policy',
      'lean',
      '--policy',
      'nights=fast',
    ]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        `${ID} on cpu-1x, 12 requests from 2030-01-01T00:00:00.000Z to 2030-01-02T00:00:00.000Z`,
        '',
        'POLICY   REPLICA-SECONDS     COST  COLD STARTS  STARTS  CHANGES/H  MOST  WAIT P50     P95     P99   MEAN  WITHIN 1 S  5 S',
        ...['current', 'lean   ', 'nights '].map(
          (name) =>
            `${name}             3600  $0.0500            1       1          2     1       0 s  0.25 s  12.3 s  0.1 s      99.9 %    -`,
        ),
        '',
        '- A note.',
        '',
      ].join('\n'),
    );
    expect(seen.at(-1)).toMatchObject({
      token: 'Bearer tok',
      body: {
        policies: [
          { name: 'current', scaling: {} },
          { name: 'lean', scaling: { waitPrice: 'lean' } },
          { name: 'nights', scaling: { waitPrice: 'fast' } },
        ],
      },
    });
  });

  it('sets fields of one policy, or of all', async () => {
    const sets = ['--set', 'maxReplicas=4', '--set', 'a:idleTimeoutSeconds=null', '--set', 'b:x.y=[1]'];
    const { code, out } = await tidegate([
      'simulate',
      ID,
      '--policy',
      'a',
      '--policy',
      'b',
      ...sets,
      '-o',
      'json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ requests: 12, policies: [{}, {}, { name: 'b' }] });
    expect(seen.at(-1)?.body).toEqual({
      policies: [
        { name: 'current', scaling: {} },
        { name: 'a', scaling: { maxReplicas: 4, idleTimeoutSeconds: null } },
        { name: 'b', scaling: { maxReplicas: 4, x: { y: [1] } } },
      ],
    });
    await tidegate(['simulate', ID, '--set', 'maxReplicas=4', '--from', '2030-01-01T00:00:00Z']);
    expect(seen.at(-1)?.body).toEqual({
      from: '2030-01-01T00:00:00Z',
      policies: [
        { name: 'current', scaling: {} },
        { name: 'changed', scaling: { maxReplicas: 4 } },
      ],
    });
  });
});

describe('tidegate why', () => {
  it('says the sentence, the figures, and how it came', async () => {
    const { code, out } = await tidegate(['why', ID, '--decisions', '3']);
    expect(code).toBe(0);
    expect(seen.at(-1)?.url).toContain('decisions=3');
    expect(out.split('\n')).toEqual([
      'stays at 1: the last replica stays for its idle time.',
      '',
      '1 now, 1 wanted, limited by idle_timeout',
      'idle 3 s of 60 s = 1',
      'A lower count is possible in 57 s if nothing new happens.',
      'Learned: an answer takes 5 s; a start 30 s (of the last 2); 4 pauses; forecasts off by 15.2 %.',
      'The last replica stays 60 s with nothing to do, and one is there again from 500 s to 700 s.',
      '',
      'Before:',
      '2030-01-01T00:00:00.000Z  0 → 1: a request waits.',
      '',
    ]);
    expect(JSON.parse((await tidegate(['why', ID, '-o', 'json'])).out)).toEqual(scaling);
  });
});

describe('what goes wrong', () => {
  it('is told with the field, the remedy and the request, and ends with what it is', async () => {
    const { code, out, err } = await tidegate(['why', 'endpt-ffffffffffff']);
    expect([code, out]).toEqual([3, '']);
    expect(err.split('\n')).toEqual([
      'tidegate: There is no such endpoint (endpoint.not_found)',
      'No endpoint /v1/endpoints/endpt-ffffffffffff/scaling?decisions=10.',
      '  /policies/0/name must be short',
      'Check the id.',
      'Request r-1',
      '',
    ]);
    expect((await tidegate(['why', 'nobody'])).err).toContain('no endpoint “nobody”');
    expect((await tidegate(['simulate', ID, '--policy', 'odd=fast'])).err).toContain('is it a Tidegate?');
    const broken = await tidegate(['simulate', ID, '--policy', 'broken=fast']);
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('cannot be reached')]);
    const away = await tidegate(['why', ID, '--url', 'http://127.0.0.1:9', '--token', 't']);
    expect([away.code, away.err]).toEqual([1, expect.stringContaining('cannot be reached')]);
  });

  it.each([
    [[]],
    [['dance']],
    [['why']],
    [['why', ID, '--decisions', '0']],
    [['why', ID, '--url', 'moon']],
    [['simulate', ID, '-o', 'xml']],
    [['simulate', ID, '--policy', 'a=free']],
    [['simulate', ID, '--policy', 'quick']],
    [['simulate', ID, '--policy', 'a', '--policy', 'a']],
    [['simulate', ID, '--set', 'maxReplicas']],
    [['simulate', ID, '--set', 'b:maxReplicas=1']],
  ])('is a usage that is not understood, and ends with 2: %j', async (args) => {
    const { code, out, err } = await tidegate(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });
});

describe('tidegate billing verify', () => {
  it('says where the books can be checked, where no platform is kept', async () => {
    const { code, out, err } = await tidegate(['billing', 'verify', '--period', '2031-02'], {});
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/keeps no platform|not built yet/);
    expect(err).toContain('could not be verified');
  });
});

describe('who asks', () => {
  it('is not repeated when it cannot be a token', async () => {
    const env = { TIDEGATE_URL: url, TIDEGATE_TOKEN: 'abc\ndef' };
    const { code, out, err } = await tidegate(['why', ID], env);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('The token has characters that no token has');
    expect(err).not.toContain('abc');
  });

  it('is the key that the launcher keeps on this machine, and for this machine only', async () => {
    const home = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));
    mkdirSync(join(home, 'secrets'));
    writeFileSync(join(home, 'secrets', 'token'), 'kept\n');
    const local = await tidegate(['why', ID], { TIDEGATE_HOME: home });
    const elsewhere = await tidegate(['why', ID, '--url', url], { TIDEGATE_HOME: home });
    rmSync(home, { recursive: true });
    // Whether or not a platform runs here: there is somebody to ask as.
    expect(local.err).not.toContain('No token');
    expect([elsewhere.code, elsewhere.err]).toEqual([4, expect.stringContaining('No token')]);
  });
});
