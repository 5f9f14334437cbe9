import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { type AnswerOf, type AskOf, type BurnView, Refusal, reportQuestions } from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { grpcClient } from '../grpc/grpc.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';

type Usage = typeof reportQuestions.usage;
type Burn = typeof reportQuestions.burn;
type Export = typeof reportQuestions.export;

const DAY = new Date(0).toISOString();
const amounts = {
  ...{ burnNanoUsdPerHour: '1', burnUsdPerHour: '0.000000001', soFarNanoUsd: '1', soFarUsd: '0.000000001' },
  ...{ forecastNanoUsd: '1', forecastUsd: '0.000000001', lowNanoUsd: '1', lowUsd: '0.000000001' },
  ...{ highNanoUsd: '1', highUsd: '0.000000001', basis: 'nothing' as const },
};

/** The billing service, in memory: parts of an export, and what it was asked. */
let parts: string[] = [];
let failures = 0;
const asked: (AskOf<Usage> | AskOf<Burn> | AskOf<Export>)[] = [];

@Controller()
class MemoryBilling {
  @Answers(reportQuestions.usage)
  usage(ask: AskOf<Usage>): Promise<AnswerOf<Usage>> {
    asked.push(ask);
    const figures = { heldMicroseconds: '5', coveredMicroseconds: '0', gpuMicroseconds: '5' };
    const item = {
      ...figures,
      group: { day: '2031-02-01', 'tag:team': null },
      endpointName: null,
      gpuThousandthsMicroseconds: '5000',
      vcpuMillisMicroseconds: '1',
      costNanoUsd: '7',
      costUsd: '0.000000007',
    };
    const span = { from: DAY, until: DAY, asOf: DAY };
    return Promise.resolve({ ...span, timeZone: 'UTC', items: [item], nextCursor: 'x' });
  }

  @Answers(reportQuestions.burn)
  burn(ask: AskOf<Burn>): Promise<BurnView> {
    asked.push(ask);
    const month = { period: '2031-02', asOf: DAY, from: DAY, until: DAY, timeZone: 'UTC' };
    return Promise.resolve({ ...month, ...amounts, formula: 'So far.', endpoints: [], endpointsLeftOut: 0 });
  }

  @Answers(reportQuestions.export)
  export(ask: AskOf<Export>): Promise<AnswerOf<Export>> {
    asked.push(ask);
    if (failures-- > 0) throw new Refusal('service.unavailable', { service: 'billing' });
    const nth = Number(ask.cursor ?? 0);
    return Promise.resolve({
      text: parts[nth] ?? '',
      nextCursor: nth + 1 < parts.length ? String(nth + 1) : null,
    });
  }
}
@Module({ imports: [EventingModule.forRoot({ service: 'billing' })], controllers: [MemoryBilling] })
class MemoryBillingModule {}

let api: TestApi;
let billing: TestService;
let project: { id: string; token: string };
let endpointId: string;

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  const { databaseUrl, natsUrl, natsToken } = api.app;
  billing = await testService({
    service: 'billing',
    module: MemoryBillingModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
  project = await api.newProject();
  const wish = { name: 'chat', model: 'tidegate/tiny' };
  endpointId = (await api.call('POST', '/v1/endpoints', { token: project.token, body: wish })).body.id;
});
afterAll(async () => {
  await billing.close();
  await api.close();
});
beforeEach(() => {
  [parts, failures] = [[], 0];
  asked.length = 0;
});

const get = (path: string, token = project.token) => api.call('GET', `/v1/billing/${path}`, { token });

describe('usage', () => {
  it('is asked for as the caller wants it', async () => {
    const search =
      'from=2031-02-01T00:00:00Z&until=2031-03-01T00:00:00Z&groupBy=day,tag:team&groupBy=endpoint&tag=team=a&limit=7&cursor=c';
    await api.eventually(async () =>
      expect((await get(`usage?${search}&endpointId=${endpointId}`)).status).toBe(200),
    );
    expect(asked.at(-1)).toEqual({
      projectId: project.id,
      endpointId,
      fromUs: Date.UTC(2031, 1, 1) * 1000,
      untilUs: Date.UTC(2031, 2, 1) * 1000,
      groupBy: ['day', 'tag:team', 'endpoint'],
      tag: { key: 'team', value: 'a' },
      limit: 7,
      cursor: 'c',
    });
    expect((await get('usage')).body).toMatchObject({ items: [{ costUsd: '0.000000007' }], nextCursor: 'x' });
    expect(asked.at(-1)).toMatchObject({
      endpointId: null,
      groupBy: ['day'],
      tag: null,
      limit: 100,
      cursor: null,
    });
  });

  it('is refused by the field that is wrong', async () => {
    for (const search of [
      'groupBy=moon',
      'groupBy=tag:',
      'groupBy=hour,day',
      'groupBy=day,day',
      'groupBy=day,endpoint,replica,phase,kind',
      'until=moon',
      'until=%2B275760-09-13T00:00:00Z',
      'from=9999-01-01T00:00:00Z',
      'until=2031-01-01T00:00:00Z&from=2031-01-02T00:00:00Z',
      'until=2031-01-01T00:00:00Z&from=2020-01-01T00:00:00Z',
      'endpointId=chat',
      'tag=%3D',
      'limit=501',
    ]) {
      const { status, body } = await get(`usage?${search}`);
      expect([search, status, body.errors[0]?.pointer]).toEqual([
        search,
        400,
        `?${search.split('=')[0] ?? ''}`,
      ]);
    }
    expect(asked).toEqual([]);
  });

  it('is nobody else’s', async () => {
    const other = await api.newProject();
    for (const path of ['usage', 'burn', 'export'])
      expect((await get(`${path}?endpointId=${endpointId}`, other.token)).body.code).toBe(
        'endpoint.not_found',
      );
    expect((await get('usage', operator)).body.code).toBe('project.not_chosen');
    expect(asked).toEqual([]);
  });

  it('is told over gRPC too', async () => {
    const client = grpcClient(api.app.get(GrpcServer).port);
    const usage = await client.call(
      'ReportService',
      'GetUsage',
      { groupBy: ['day', 'tag:team'] },
      { token: project.token },
    );
    expect(usage).toMatchObject({
      groups: [{ group: { day: '2031-02-01' }, costNanoUsd: '7' }],
      nextCursor: 'x',
    });
    expect(asked.at(-1)).toMatchObject({ projectId: project.id, groupBy: ['day', 'tag:team'] });
    const burn = await client.call('ReportService', 'GetBurn', { endpointId }, { token: project.token });
    expect(burn).toMatchObject({ period: '2031-02', burnUsdPerHour: '0.000000001', basis: 'nothing' });
    client.close();
  });
});

describe('an export of usage', () => {
  it('is a file of all parts', async () => {
    parts = ['a,b\r\n', '1,2\r\n', '', '3,4\r\n'];
    const { status, headers, text } = await get(
      'export?from=2031-02-01T00:00:00Z&until=2031-03-01T00:00:00Z',
    );
    expect([status, headers.get('content-type'), text]).toEqual([
      200,
      'text/csv; charset=utf-8',
      parts.join(''),
    ]);
    expect(headers.get('content-disposition')).toBe('attachment; filename="usage.csv"');
    expect(asked[0]).toMatchObject({ format: 'csv', fromUs: Date.UTC(2031, 1, 1) * 1000, cursor: null });
    expect((await get('export?format=ndjson')).headers.get('content-type')).toBe(
      'application/x-ndjson; charset=utf-8',
    );
  });

  it('has whole hours in FOCUS', async () => {
    expect((await get('export?format=focus')).headers.get('content-disposition')).toContain('focus.csv');
    expect((asked[0] as AskOf<Export>).untilUs % 3_600_000_000).toBe(0);
    const odd = await get('export?format=focus&from=2031-02-01T00:30:00Z&until=2031-02-02T00:00:00Z');
    expect(odd.body.errors[0]?.pointer).toBe('?from');
  });

  it('waits for the billing service when that is away for a moment, and misses nothing', async () => {
    parts = Array.from({ length: 50 }, (_, n) => `${String(n)}\n`.repeat(2000));
    const reading = get('export');
    await api.eventually(() => expect(asked.length).toBeGreaterThan(0));
    failures = 2;
    expect((await reading).text).toBe(parts.join(''));
  });

  it('is refused at once when it cannot begin', async () => {
    failures = 1;
    expect((await get('export')).body.code).toBe('service.unavailable');
    expect((await get('export?format=xml')).body.errors[0]?.pointer).toBe('?format');
  });

  it('is one of two of its project at once, held up by who does not read; whoever leaves makes room', async () => {
    parts = new Array<string>(200).fill('x'.repeat(200_000));
    const end = new AbortController();
    const begun = await Promise.all(
      [1, 2].map(() =>
        fetch(`${api.app.url}/v1/billing/export`, {
          headers: { authorization: `Bearer ${project.token}` },
          signal: end.signal,
        }),
      ),
    );
    expect(begun.map(({ status }) => status)).toEqual([200, 200]);
    expect((await get('export')).body).toMatchObject({ code: 'billing_export.too_many', status: 429 });
    expect(asked.length).toBeLessThan(parts.length);
    end.abort();
    parts = ['x'];
    await api.eventually(async () => expect((await get('export')).status).toBe(200));
  });
});
