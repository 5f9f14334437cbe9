import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { type AnswerOf, type AskOf, METRICS, metricQuestions } from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';
import { grpcClient } from '../grpc/grpc.spec-helper.ts';

type Series = typeof metricQuestions.series;
type Values = typeof metricQuestions.values;
type Exposition = typeof metricQuestions.exposition;

/** The metrics service, in memory: what it was asked, and a scrape in pages. */
const asked: unknown[] = [];
let pages: string[] = [];

@Controller()
class MemoryMetrics {
  @Answers(metricQuestions.series)
  series(ask: AskOf<Series>): Promise<AnswerOf<Series>> {
    asked.push(ask);
    const series = ask.names.map((metric) => ({
      metric,
      unit: 'none' as const,
      endpointId: ask.endpointId,
      replicaId: ask.replicaId,
      values: [1, null],
    }));
    return Promise.resolve({ fromUs: 0, untilUs: 20_000_000, stepSeconds: 10, series });
  }

  @Answers(metricQuestions.values)
  values(ask: AskOf<Values>): Promise<AnswerOf<Values>> {
    asked.push(ask);
    const [first] = ask.asks;
    return Promise.resolve({
      items: [{ key: first?.key ?? '', endpointId: null, replicaId: null, value: 2, atUs: 10_000_000 }],
      nextCursor: 'v0.1',
    });
  }

  @Answers(metricQuestions.exposition)
  exposition(ask: AskOf<Exposition>): Promise<AnswerOf<Exposition>> {
    asked.push(ask);
    const page = Number(ask.cursor ?? 0);
    return Promise.resolve({
      text: pages[page] ?? '',
      nextCursor: page + 1 < pages.length ? String(page + 1) : null,
    });
  }
}
@Module({ imports: [EventingModule.forRoot({ service: 'metrics' })], controllers: [MemoryMetrics] })
class MemoryMetricsModule {}

let api: TestApi;
let metrics: TestService;
let project: { id: string; token: string };
let endpointId: string;

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  const { databaseUrl, natsUrl, natsToken } = api.app;
  metrics = await testService({
    service: 'metrics',
    module: MemoryMetricsModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
  project = await api.newProject();
  const wish = { name: 'chat', model: 'tidegate/tiny' };
  endpointId = (await api.call('POST', '/v1/endpoints', { token: project.token, body: wish })).body.id;
  await api.eventually(async () =>
    expect((await get(`/v1/endpoints/${endpointId}/metrics`)).status).toBe(200),
  );
});
afterAll(async () => {
  await metrics.close();
  await api.close();
});
beforeEach(() => {
  asked.length = 0;
  pages = [];
});

const get = (path: string) => api.call('GET', path, { token: project.token });

describe('the metrics of an endpoint', () => {
  it('are asked for as the caller wants them', async () => {
    const search = [
      'names=in_flight,latency_p95_seconds&step=5m&replica=repl-0123456789ab',
      'from=2030-01-01T00:00:00Z&until=2030-01-02T00:00:00Z',
    ].join('&');
    const { body } = await get(`/v1/endpoints/${endpointId}/metrics?${search}`);
    expect(asked).toEqual([
      {
        projectId: project.id,
        endpointId,
        replicaId: 'repl-0123456789ab',
        perReplica: false,
        names: ['in_flight', 'latency_p95_seconds'],
        fromUs: Date.UTC(2030, 0, 1) * 1000,
        untilUs: Date.UTC(2030, 0, 2) * 1000,
        stepSeconds: 300,
      },
    ]);
    expect(body).toMatchObject({
      from: '1970-01-01T00:00:00.000Z',
      until: '1970-01-01T00:00:20.000Z',
      stepSeconds: 10,
      series: [{ metric: 'in_flight', endpointId, values: [1, null] }, { metric: 'latency_p95_seconds' }],
    });
  });

  it('are those of the last hour where nothing is said', async () => {
    await get(`/v1/endpoints/${endpointId}/metrics`);
    const { fromUs, untilUs, stepSeconds, names } = asked[0] as AskOf<Series>;
    expect([untilUs - fromUs, stepSeconds]).toEqual([3_600_000_000, null]);
    expect(names).toContain('requests_per_second');
  });

  it.each([
    ['from', 'from=moon'],
    ['from', 'from=2030-13-01T00:00:00Z'],
    ['until', 'until='],
    ['step', 'step=9'],
    ['step', 'step=2d'],
    ['names', 'names='],
    ['names', 'names=in_flight,in_flight'],
    ['replica', 'replica=moon'],
    ['perReplica', 'perReplica=moon'],
    ['perReplica', 'perReplica=true&replica=repl-0123456789ab'],
    ['moon', 'moon=1'],
  ])('are refused when %s is wrong, which is named: %s', async (name, search) => {
    const { status, body } = await get(`/v1/endpoints/${endpointId}/metrics?${search}`);
    expect([status, body.errors[0]?.pointer]).toEqual([400, `?${name}`]);
    expect(asked).toEqual([]);
  });

  it('are nobody else’s', async () => {
    const { token } = await api.newProject();
    const paths = [`/v1/endpoints/${endpointId}/metrics`, `/v1/metric-values?endpointId=${endpointId}`];
    for (const path of paths)
      expect((await api.call('GET', path, { token })).body.code).toBe('endpoint.not_found');
    expect(asked).toEqual([]);
  });
});

describe('the metrics of a project', () => {
  it('are those of the caller’s', async () => {
    await get('/v1/metric-series?names=in_flight');
    expect(asked).toMatchObject([{ projectId: project.id, endpointId: null, names: ['in_flight'] }]);
  });

  it('are told as they are now, a page at a time', async () => {
    const { body } = await get(
      '/v1/metric-values?names=in_flight&window=5m&aggregate=max&scope=replica&cursor=v0.0',
    );
    expect(asked).toEqual([
      {
        asks: [
          {
            key: 'in_flight',
            projectId: project.id,
            endpointId: null,
            scope: 'replica',
            metric: 'in_flight',
            aggregate: 'max',
            windowSeconds: 300,
          },
        ],
        cursor: 'v0.0',
      },
    ]);
    expect(body).toMatchObject({
      items: [{ metric: 'in_flight', value: 2, at: '1970-01-01T00:00:10.000Z' }],
      nextCursor: 'v0.1',
    });
  });

  it.each([
    ['names', 'names=latency'],
    ['names', 'names=cost_usd_today&scope=replica'],
    ['window', 'window=2d'],
    ['scope', 'scope=moon'],
    ['aggregate', 'aggregate=moon'],
  ])('are refused when %s is wrong, which is named: %s', async (name, search) => {
    const { status, body } = await get(`/v1/metric-values?${search}`);
    expect([status, body.errors[0]?.pointer]).toEqual([400, `?${name}`]);
  });

  it('are all named, with what they are told of', async () => {
    const { items } = (await get('/v1/metric-names')).body;
    expect(items).toHaveLength(METRICS.length);
    expect(items[0]).toMatchObject({
      name: 'requests_per_second',
      scopes: ['endpoint', 'replica', 'project'],
    });
  });
});

describe('the same over gRPC', () => {
  it('is the same, what is not known left out', async () => {
    const client = grpcClient(api.app.get(GrpcServer).port);
    const { token } = project;
    const found = await client.call(
      'MetricService',
      'GetEndpointMetrics',
      { endpointId, names: ['in_flight'], step: '1m', replicaId: 'repl-0123456789ab' },
      { token },
    );
    expect(found).toMatchObject({
      stepSeconds: 10,
      series: [{ metric: 'in_flight', endpointId, points: [{ value: 1 }, {}] }],
    });
    expect(asked).toMatchObject([{ names: ['in_flight'], stepSeconds: 60, replicaId: 'repl-0123456789ab' }]);
    const values = await client.call(
      'MetricService',
      'ListMetricValues',
      { names: ['in_flight'] },
      { token },
    );
    expect(values).toMatchObject({ values: [{ metric: 'in_flight', value: 2 }], nextCursor: 'v0.1' });
    const names = await client.call('MetricService', 'ListMetricNames', {}, { token });
    expect(names).toMatchObject({ metrics: METRICS.map(({ name }) => ({ name })) });
    client.close();
  });
});

describe('a scrape', () => {
  it('is whole, page after page', async () => {
    pages = ['a 1\n', 'b 2\n', 'c 3\n'];
    const { text, headers } = await get('/v1/metrics');
    expect(text).toBe('a 1\nb 2\nc 3\n');
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(asked).toEqual([null, '1', '2'].map((cursor) => ({ projectId: project.id, cursor })));
  });

  it('needs a token that may read', async () => {
    expect((await api.call('GET', '/v1/metrics', { token: null })).status).toBe(401);
  });
});
