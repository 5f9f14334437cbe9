import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXIT, run } from './run.ts';

const ALERT = 'alert-0123456789ab';
const CHANNEL = 'chan-0123456789ab';
const ID = 'endpt-0123456789ab';
const alert = {
  ...{ id: ALERT, name: 'Slow', severity: 'warning', scope: 'endpoint', endpointId: null, firing: 2 },
  ...{ metric: 'latency_p95_seconds', aggregate: 'avg', operator: 'above', threshold: 2.5, forSeconds: 120 },
  ...{ state: 'firing', isMuted: false, problem: null },
};
const channel = {
  ...{ id: CHANNEL, name: 'On call', kind: 'email', addresses: ['a@example.com'], url: null },
  ...{ notices: ['invoice.ready'], state: 'failing', waiting: 3, lastError: 'the mail server said 550' },
};
const page = (...items: unknown[]) => ({ items, nextCursor: null });
const at = '2031-01-01T10:00:00.000Z';
const ANSWERS: Record<string, unknown> = {
  'GET /v1/alerts': page(alert),
  'POST /v1/alerts': { ...alert, state: 'normal', firing: 0 },
  [`GET /v1/alerts/${ALERT}/history`]: page({
    ...{ endpointId: ID, replicaId: null, to: 'firing', cause: 'value', value: 3.14159, threshold: 2.5 },
    ...{ isMuted: true, at },
  }),
  [`GET /v1/alerts/${ALERT}/instances`]: page({
    ...{ endpointId: ID, replicaId: null, state: 'firing', since: at, value: null },
  }),
  [`POST /v1/alerts/${ALERT}/mute`]: alert,
  [`POST /v1/alerts/${ALERT}/test`]: { deliveryIds: ['one', 'two'] },
  'GET /v1/endpoints': page({ id: ID, name: 'chat' }),
  'GET /v1/channels': page(channel),
  'POST /v1/channels': channel,
  [`GET /v1/channels/${CHANNEL}/deliveries`]: page({
    ...{ id: 'd', number: 1, type: 'alert.firing', title: 'Slow: chat\u001b[2J', state: 'failed', tries: 8 },
    ...{ lastError: null, lastStatus: 503, queuedAt: at },
  }),
  [`POST /v1/channels/${CHANNEL}/replay`]: { deliveries: 4 },
};

const asked: { what: string; query: Record<string, string>; body: unknown }[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const to = new URL(request.url ?? '', url);
      const what = `${request.method ?? ''} ${to.pathname}`;
      asked.push({ what, query: Object.fromEntries(to.searchParams), body: body ? JSON.parse(body) : null });
      const isRemoval = request.method === 'DELETE';
      const answer = isRemoval ? undefined : ANSWERS[what];
      response.writeHead(isRemoval ? 204 : answer ? 200 : 404);
      response.end(isRemoval ? undefined : JSON.stringify(answer ?? { title: 'No', code: 'no' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked.length = 0;
});

const tidegate = async (...args: string[]) => {
  let [out, err] = ['', ''];
  const code = await run(args, {
    defaults: { url, token: 'tok', keptToken: null },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { code, out, err };
};

describe('tidegate alerts', () => {
  it('lists them with what they say now', async () => {
    const { code, out } = await tidegate('alerts', '--state', 'firing');
    expect(code).toBe(EXIT.done);
    expect(out.split('\n')).toEqual([
      'ALERT  ID                  METRIC               WHEN   THRESHOLD  SECONDS  OF  SEVERITY  STATE   FIRING  MUTED',
      'Slow   alert-0123456789ab  latency_p95_seconds  above        2.5      120   -  warning   firing       2  no',
      '',
    ]);
    expect(asked[0]?.query['state']).toBe('firing');
  });

  it('creates one, with its endpoint and channels called by their names', async () => {
    const words =
      '--metric latency_p95_seconds --above 2.5 --for 5m --endpoint chat --without-data keep --channel'.split(
        ' ',
      );
    expect((await tidegate('alerts', 'create', 'Slow', ...words, 'On call')).code).toBe(EXIT.done);
    expect(asked.at(-1)).toMatchObject({
      what: 'POST /v1/alerts',
      body: {
        ...{ name: 'Slow', metric: 'latency_p95_seconds', operator: 'above', threshold: 2.5 },
        ...{ forSeconds: 300, windowSeconds: 300, endpointId: ID, channelIds: [CHANNEL], noData: 'keep' },
      },
    });
    const neither = await tidegate('alerts', 'create', 'Slow', '--metric', 'x');
    expect(neither).toMatchObject({
      code: EXIT.misused,
      err: expect.stringContaining('--above and --below'),
    });
  });

  it('shows one, tells its past, and mutes, tests and removes it', async () => {
    expect((await tidegate('alerts', 'show', 'Slow')).out).toMatch(new RegExp(`${ID} +- +firing`));
    expect(JSON.parse((await tidegate('alerts', 'show', 'Slow', '-o', 'json')).out)).toMatchObject({
      items: [{ state: 'firing' }],
    });
    expect((await tidegate('alerts', 'history', ALERT)).out).toContain(
      'firing  value   3.14        2.5  yes',
    );
    expect((await tidegate('alerts', 'mute', 'Slow', '--for', '2h')).err).toMatch(/^Muted until 2/);
    const { until } = asked.at(-1)?.body as { until: string };
    expect(Math.abs(Date.parse(until) - Date.now() - 7_200_000)).toBeLessThan(60_000);
    expect((await tidegate('alerts', 'test', 'Slow')).out).toContain('one,two');
    expect((await tidegate('alerts', 'remove', 'Slow')).err).toBe('Slow is removed.\n');
    expect(asked.at(-1)?.what).toBe(`DELETE /v1/alerts/${ALERT}`);
  });

  it('says when there is none of that name, and when the platform refuses', async () => {
    expect(await tidegate('alerts', 'show', 'Fast')).toMatchObject({
      code: EXIT.notFound,
      err: expect.stringContaining('There is no alert “Fast”'),
    });
    expect(await tidegate('alerts', 'unmute', 'Slow')).toMatchObject({ code: EXIT.notFound });
  });
});

describe('tidegate channels', () => {
  it('lists them with how they fare', async () => {
    const { out } = await tidegate('channels');
    expect(out).toContain('failing  the mail server said 550');
    expect(JSON.parse((await tidegate('channels', '-o', 'json')).out)).toEqual({ items: [channel] });
  });

  it('creates one of one kind', async () => {
    await tidegate('channels', 'create', 'On call', '--email', 'a@example.com', '--hears', 'invoice.ready');
    expect(asked.at(-1)?.body).toEqual({
      ...{ name: 'On call', kind: 'email', addresses: ['a@example.com'], notices: ['invoice.ready'] },
    });
    const both = await tidegate('channels', 'create', 'x', '--slack', 'https://a', '--webhook', 'https://b');
    expect(both.code).toBe(EXIT.misused);
  });

  it('lists deliveries, and lets nothing in them steer the terminal', async () => {
    const { out } = await tidegate('channels', 'deliveries', 'On call', '--state', 'failed');
    expect(out).toMatch(/Slow: chat\ufffd\[2J {2}failed +8 +503/);
    expect(asked.at(-1)?.query).toMatchObject({ state: 'failed', limit: '200' });
  });

  it('replays what was given up, and removes one', async () => {
    expect((await tidegate('channels', 'replay', CHANNEL)).err).toBe('4 are on their way again.\n');
    expect((await tidegate('channels', 'remove', 'On call')).err).toBe('On call is removed.\n');
  });
});
