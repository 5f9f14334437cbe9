import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  Refusal,
  type RequestHourView,
  type RequestView,
  questions,
} from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';

type List = typeof questions.requests;
type Hours = typeof questions.requestHours;

const ENDPOINT = 'endpt-0123456789ab';
const request = (n: number, given: Partial<RequestView> = {}): RequestView => ({
  requestId: `req-${String(n)}`,
  endpointId: ENDPOINT,
  at: new Date(n).toISOString(),
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  outcome: 'answered',
  code: null,
  clientAddress: '192.0.2.7',
  tokenId: null,
  replicaId: null,
  bytesIn: 1,
  bytesOut: 2,
  durationMs: 3.5,
  firstByteMs: 1.5,
  queueMs: 0,
  wakeMs: 0,
  attempts: 1,
  promptTokens: null,
  completionTokens: null,
  tokensEstimated: false,
  stream: false,
  traceId: null,
  ...given,
});
const hour = (tokenId: string | null): RequestHourView => ({
  hour: new Date(0).toISOString(),
  endpointId: null,
  tokenId,
  statusClass: null,
  requests: 5,
  errors: 1,
  bytesIn: 1,
  bytesOut: 1,
  promptTokens: 0,
  completionTokens: 0,
  requestsWithTokens: 0,
  requestsWithTokensEstimated: 0,
  durationMs: { mean: 1, p50: 1, p95: 1, p99: 1, longest: 1 },
  firstByteMs: { mean: null, p50: null, p95: null, p99: null },
  firstAt: new Date(0).toISOString(),
  lastAt: new Date(0).toISOString(),
});

/** The logs service, in memory: a list in pages of any size, and what it was asked. */
let stored: RequestView[] = [];
let failures = 0;
const asked: (AskOf<List> | AskOf<Hours>)[] = [];
let hours: RequestHourView[] = [];

@Controller()
class MemoryLogs {
  @Answers(questions.requests)
  list(ask: AskOf<List>): Promise<AnswerOf<List>> {
    asked.push(ask);
    if (failures-- > 0) throw new Refusal('service.unavailable', { service: 'logs' });
    const from = Number(ask.cursor ?? 0);
    const to = Math.min(from + Math.min(ask.limit, 400), stored.length);
    return Promise.resolve({
      items: stored.slice(from, to),
      nextCursor: to < stored.length ? String(to) : null,
      notRecorded: [{ endpointId: ENDPOINT, requests: 7, from: request(0).at, until: request(1).at }],
    });
  }

  @Answers(questions.requestHours)
  hourly(ask: AskOf<Hours>): Promise<AnswerOf<Hours>> {
    asked.push(ask);
    return Promise.resolve({ items: hours, nextCursor: null, notRecorded: [] });
  }
}
@Module({ imports: [EventingModule.forRoot({ service: 'logs' })], controllers: [MemoryLogs] })
class MemoryLogsModule {}

let api: TestApi;
let logs: TestService;
let project: { id: string; token: string };
let endpointId: string;
let tokenId: string;

beforeAll(async () => {
  api = await testApi();
  const { databaseUrl, natsUrl, natsToken } = api.app;
  logs = await testService({
    service: 'logs',
    module: MemoryLogsModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
  project = await api.newProject();
  const wish = { name: 'chat', model: 'tidegate/tiny' };
  endpointId = (await api.call('POST', '/v1/endpoints', { token: project.token, body: wish })).body.id;
  const issued = await api.call('POST', `/v1/projects/${project.id}/tokens`, {
    token: project.token,
    body: { name: 'ci', scopes: ['invoke'] },
  });
  tokenId = issued.body.id;
});
afterAll(async () => {
  await logs.close();
  await api.close();
});
beforeEach(() => {
  [stored, hours, failures] = [[], [], 0];
  asked.length = 0;
});

const get = (path: string) => api.call('GET', path, { token: project.token });
const all = (search = '') => get(`/v1/endpoints/${endpointId}/requests?${search}`);
const exported = (search = '') => get(`/v1/endpoints/${endpointId}/requests/export?${search}`);

describe('the requests of an endpoint', () => {
  it('are told with the names of their tokens, and what is not recorded', async () => {
    stored = [request(2, { tokenId }), request(1, { tokenId: 'tok-ffffffffffff' }), request(0)];
    await api.eventually(async () =>
      expect((await all()).body).toMatchObject({
        items: [
          { requestId: 'req-2', tokenId, tokenName: 'ci' },
          { tokenId: 'tok-ffffffffffff', tokenName: null },
          { tokenId: null, tokenName: null },
        ],
        nextCursor: null,
        notRecorded: [{ requests: 7 }],
      }),
    );
  });

  it('are asked for as the caller wants them', async () => {
    await api.eventually(async () => expect((await all('token=ci')).status).toBe(200));
    asked.length = 0;
    const search = [
      'limit=2&cursor=1&status=5xx&outcome=refused&token=ci&replica=repl-0123456789ab&request=abc',
      'since=2030-01-01T00:00:00Z&until=2030-01-02T00:00:00Z&minDurationMs=1500',
    ].join('&');
    expect((await all(search)).status).toBe(200);
    expect(asked).toEqual([
      {
        projectId: project.id,
        endpointId,
        status: { from: 500, to: 599 },
        outcome: 'refused',
        tokenIds: [tokenId],
        replicaId: 'repl-0123456789ab',
        requestId: 'abc',
        sinceUs: Date.UTC(2030, 0, 1) * 1000,
        untilUs: Date.UTC(2030, 0, 2) * 1000,
        minDurationUs: 1_500_000,
        limit: 2,
        cursor: '1',
      },
    ]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'status=6xx',
    'status=20',
    'outcome=moon',
    'token=nobody',
    'replica=moon',
    'request=',
    'since=moon',
    'until=moon',
    'since=2030-01-02T00:00:00Z&until=2030-01-01T00:00:00Z',
    'minDurationMs=-1',
    'moon=1',
  ])('are refused with %s, which is named', async (search) => {
    const { status, body } = await all(search);
    expect([status, body.errors[0]?.pointer]).toEqual([400, `?${search.split('=')[0] ?? ''}`]);
    expect(body.errors[0]?.message).not.toBe('');
  });

  it('are nobody else’s', async () => {
    const other = await api.newProject();
    for (const path of ['requests', 'requests/hourly', 'requests/export'])
      expect(
        (await api.call('GET', `/v1/endpoints/${endpointId}/${path}`, { token: other.token })).body.code,
      ).toBe('endpoint.not_found');
    expect(asked).toEqual([]);
  });
});

describe('requests by the hour', () => {
  it('are told of an endpoint, and of its whole project', async () => {
    hours = [hour(tokenId), hour(null)];
    const path = `/v1/endpoints/${endpointId}/requests/hourly?by=token&since=2030-01-01T00:00:00Z&until=2030-01-02T00:00:00Z`;
    await api.eventually(async () =>
      expect((await get(path)).body).toMatchObject({ items: [{ tokenName: 'ci' }, { tokenName: null }] }),
    );
    expect(asked.at(-1)).toEqual({
      projectId: project.id,
      endpointId,
      by: 'token',
      limit: 50,
      cursor: null,
      sinceUs: Date.UTC(2030, 0, 1) * 1000,
      untilUs: Date.UTC(2030, 0, 2) * 1000,
    });
    expect((await get('/v1/requests/hourly')).status).toBe(200);
    expect(asked.at(-1)).toMatchObject({ projectId: project.id, endpointId: null, by: 'hour' });
    expect((await api.call('GET', '/v1/requests/hourly', { token: operator })).body.code).toBe(
      'project.not_chosen',
    );
  });

  it('are refused when they are asked for wrongly', async () => {
    for (const search of ['by=moon', 'limit=0', 'since=moon'])
      expect((await get(`/v1/requests/hourly?${search}`)).body.errors[0]?.pointer).toBe(
        `?${search.split('=')[0] ?? ''}`,
      );
  });
});

describe('an export', () => {
  it('has every request once, in order, in lines of JSON', async () => {
    stored = Array.from({ length: 2500 }, (_, n) => request(n));
    const { status, headers, text } = await exported();
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="requests-${endpointId}.ndjson"`);
    const lines = text.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      stored.map((one) => ({ ...one, tokenName: null })),
    );
    // What arrives while it runs is not in it.
    expect(new Set(asked.map(({ untilUs }) => untilUs)).size).toBe(1);
    expect(asked[0]?.untilUs).toBeGreaterThan(0);
  });

  it('is a table with a head, in which no cell is a formula', async () => {
    stored = [request(1, { requestId: '=cmd()', path: '/a,"b"' })];
    const { headers, text } = await exported('format=csv&status=200');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, line, end] = text.split('\r\n');
    expect([head?.startsWith('at,requestId,'), end]).toEqual([true, '']);
    expect(line).toContain(",'=cmd(),");
    expect(line).toContain(',"/a,""b""",');
  });

  it('waits for the logs service when that is away for a moment, and misses nothing', async () => {
    stored = Array.from({ length: 1000 }, (_, n) => request(n));
    const reading = exported();
    await api.eventually(() => expect(asked.length).toBeGreaterThan(0));
    failures = 2;
    expect((await reading).text.split('\n')).toHaveLength(1001);
  });

  it('is refused at once when it cannot begin, and when its filters are wrong', async () => {
    failures = 1;
    expect((await exported()).body.code).toBe('service.unavailable');
    expect((await exported('format=xml')).body.errors[0]?.pointer).toBe('?format');
    expect((await exported('limit=5')).body.errors[0]?.pointer).toBe('?limit');
  });

  it('is one of two of its project at once; whoever leaves makes room', async () => {
    const pages = 100;
    stored = new Array<RequestView>(400 * pages).fill(request(1, { path: '/x'.repeat(250) }));
    const end = new AbortController();
    const begun = await Promise.all(
      [1, 2].map(() =>
        fetch(`${api.app.url}/v1/endpoints/${endpointId}/requests/export`, {
          headers: { authorization: `Bearer ${project.token}` },
          signal: end.signal,
        }),
      ),
    );
    expect(begun.map(({ status }) => status)).toEqual([200, 200]);
    expect((await exported()).body).toMatchObject({ code: 'request_export.too_many', status: 429 });
    // Nobody reads: what was asked for so far is what fits the buffers, and not all there is.
    expect(asked.length).toBeLessThan(2 * pages);
    end.abort();
    stored = [request(1)];
    await api.eventually(async () => expect((await exported()).status).toBe(200));
  });
});
