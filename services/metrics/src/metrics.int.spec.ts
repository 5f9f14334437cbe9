import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type MetricAsk,
  type RequestRecord,
  metricQuestions,
  packRequests,
  reportQuestions,
} from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { Answers, Asker, Bus, Clock, EventStore, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, endpointSpec, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { MetricsModule } from './metrics.module.ts';
import { requestRecord } from './metrics.spec-helper.ts';
import { RecordSteps } from './recording/record.loop.ts';

const projectId = 'proj-000000000001';
const endpointId = 'endpt-000000000001';
const other = { projectId: 'proj-000000000002', endpointId: 'endpt-000000000002' };
const replicaId = 'repl-000000000001';
const nodeId = 'node-000000000001';

/** Billing, in memory: this endpoint costs three dollars an hour. */
@Controller()
class MemoryBilling {
  @Answers(reportQuestions.burn)
  burn(): Promise<AnswerOf<typeof reportQuestions.burn>> {
    const usd = {
      burnUsdPerHour: '3.00',
      soFarUsd: '0.00',
      forecastUsd: '0.00',
      lowUsd: '0.00',
      highUsd: '0.00',
    };
    const nano = { soFarNanoUsd: '0', forecastNanoUsd: '0', lowNanoUsd: '0', highNanoUsd: '0' };
    const figures = { ...usd, ...nano, burnNanoUsdPerHour: '3000000000', basis: 'nothing' as const };
    const at = new Date(0).toISOString();
    return Promise.resolve({
      asOf: at,
      period: '2031-02',
      from: at,
      until: at,
      timeZone: 'UTC',
      ...figures,
      formula: '',
      endpoints: [{ endpointId, name: null, ...figures }],
      endpointsLeftOut: 0,
    });
  }

  @Answers(reportQuestions.usage)
  usage(): Promise<AnswerOf<typeof reportQuestions.usage>> {
    const at = new Date(0).toISOString();
    return Promise.resolve({ from: at, until: at, asOf: at, timeZone: 'UTC', items: [], nextCursor: null });
  }
}

@Module({
  imports: [EventingModule.forRoot({ service: 'billing', relay: true })],
  controllers: [MemoryBilling],
})
class Around {}

let around: TestService;
let first: TestService;
let second: TestService;
let sequence = 0;
let talking: NodeJS.Timeout;

const append = (stream: string, event: Parameters<EventStore['append']>[2][number]) =>
  around
    .get(EventStore)
    .append(stream, 'any', [event], causeOf({ commandId: randomUUID(), actor: 'operator' }));
const create = (whose: { projectId: string; endpointId: string }, name: string) =>
  append(whose.endpointId, {
    type: 'EndpointRequested',
    data: { ...whose, revision: 1, spec: endpointSpec({ name }) },
  });
const becomeReady = async (): Promise<void> => {
  const whose = { replicaId, endpointId, projectId, revision: 1 };
  await append(replicaId, {
    type: 'ReplicaRequested',
    data: { ...whose, cluster: 'local', hardware: endpointSpec({}).hardware },
  });
  const nowUs = around.get(Clock).nowUs();
  await append(replicaId, {
    type: 'ReplicaReady',
    data: { ...whose, nodeId, host: '127.0.0.1', port: 1, readyAtUs: nowUs + 2_000_000 },
  });
};
const record = (records: readonly Partial<RequestRecord>[]) =>
  around.get(Bus).signal('RequestsRecorded', {
    gatewayId: 'gateway-a',
    sequence: ++sequence,
    count: records.length,
    records: packRequests(
      records.map((each) => requestRecord({ atMs: Date.now(), projectId, endpointId, replicaId, ...each })),
    ),
    lost: [],
  });
const talk = async (): Promise<void> => {
  const sampledAtUs = around.get(Clock).nowUs();
  const bus = around.get(Bus);
  await bus.signal('MetricSampled', {
    endpointId,
    replicaId: null,
    nodeId: null,
    source: 'gateway-a',
    sampledAtUs,
    metrics: { in_flight: 3, waiting: 1 },
  });
  await bus.signal('MetricSampled', {
    endpointId,
    replicaId,
    nodeId,
    source: nodeId,
    sampledAtUs,
    metrics: { memory_bytes: 1024, GPUUtilization: 40, 'vllm:num_requests_running': 2 },
  });
};

const series = (given: Partial<AskOf<typeof metricQuestions.series>>) => {
  const nowUs = around.get(Clock).nowUs();
  return around.get(Asker).ask(metricQuestions.series, {
    projectId,
    endpointId,
    replicaId: null,
    perReplica: false,
    names: ['requests_per_second'],
    fromUs: nowUs - 300_000_000,
    untilUs: nowUs,
    stepSeconds: 10,
    ...given,
  });
};
const ask = (metric: string, given: Partial<MetricAsk> = {}): MetricAsk => ({
  key: metric,
  projectId,
  endpointId,
  scope: 'endpoint',
  metric,
  aggregate: 'avg',
  windowSeconds: 300,
  ...given,
});
const values = async (asks: MetricAsk[]) =>
  (await around.get(Asker).ask(metricQuestions.values, { asks, cursor: null })).items;
const scrape = async (whose: string | null): Promise<string> => {
  let text = '';
  for (let cursor: string | null = null; ;) {
    const page: AnswerOf<typeof metricQuestions.exposition> = await around
      .get(Asker)
      .ask(metricQuestions.exposition, { projectId: whose, cursor });
    text += page.text;
    cursor = page.nextCursor;
    if (cursor === null) return text;
  }
};
const sampleOf = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find((each) => each.startsWith(name));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
};
const requestsIn = `tidegate_endpoint_requests_total{endpoint="${endpointId}",code="200"}`;

beforeAll(async () => {
  around = await testService({ service: 'billing', module: Around });
  await create({ projectId, endpointId }, 'chat');
  await create(other, 'theirs');
  [first, second] = await Promise.all([
    testService({ service: 'metrics', module: MetricsModule, beside: around }),
    testService({ service: 'metrics', module: MetricsModule, beside: around }),
  ]);
  await around.eventually(() => {
    expect([first, second].filter((each) => each.get(RecordSteps).isRecording)).toHaveLength(1);
  }, 30_000);
  await becomeReady();
  talking = setInterval(() => void talk().catch(() => undefined), 1000);
}, 90_000);
afterAll(async () => {
  clearInterval(talking);
  await Promise.all([first.close(), second.close()]);
  await around.close();
});

describe('an endpoint that was called', () => {
  it('has its numbers by step, once for all processes of the service', async () => {
    await record([
      ...Array.from({ length: 18 }, () => ({ durationMs: 40, firstByteMs: 9, completionTokens: 5 })),
      { status: 500, durationMs: 900 },
      { status: 503, outcome: 'refused' as const, replicaId: '' },
    ]);
    const names = [
      'requests_per_second',
      'latency_p50_seconds',
      'in_flight',
      'error_ratio',
      'ready_replicas',
    ];
    await around.eventually(async () => {
      const answer = await series({ names });
      const [rate, latency, inFlight, errors, ready] = answer.series.map(({ values: all }) => all);
      const at = rate?.findLastIndex((value) => value !== null && value > 0) ?? -1;
      expect(at).toBeGreaterThanOrEqual(0);
      const counted = (rate ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
      expect(counted).toBeGreaterThanOrEqual(2);
      expect(latency?.[at]).toBeGreaterThan(0.02);
      expect(latency?.[at]).toBeLessThan(0.05);
      expect(inFlight?.findLast((value) => value !== null)).toBe(3);
      expect(errors?.[at]).toBeCloseTo(0.1);
      expect(ready?.findLast((value) => value !== null)).toBe(1);
      // Before somebody watched, and after what is kept, nothing is known.
      expect(rate?.[0]).toBeNull();
    }, 45_000);
    expect(await values([ask('requests_per_second', { aggregate: 'sum' })])).toMatchObject([{ value: 20 }]);
  });

  it('has those of each replica, what runtimes say among them', async () => {
    await around.eventually(async () => {
      const { series: all } = await series({
        perReplica: true,
        names: ['in_flight', 'memory_bytes', 'gpu_utilization_ratio', 'runtime:vllm:num_requests_running'],
      });
      expect(all.map((each) => [each.replicaId, each.values.findLast((value) => value !== null)])).toEqual([
        [replicaId, 3],
        [replicaId, 1024],
        [replicaId, expect.closeTo(0.4)],
        [replicaId, 2],
      ]);
    }, 30_000);
  });

  it('makes those of its project', async () => {
    const { series: all } = await series({ endpointId: null, names: ['in_flight', 'queue_depth'] });
    expect(all.map((each) => each.values.findLast((value) => value !== null))).toEqual([3, 1]);
  });

  it('has values for alerts, quiet endpoints zeros, and strangers none', async () => {
    await create({ projectId, endpointId: 'endpt-000000000003' }, 'quiet');
    await around.eventually(async () => {
      const found = await values([
        ask('in_flight', { endpointId: null, aggregate: 'last' }),
        ask('memory_bytes', { endpointId: null, scope: 'replica', aggregate: 'last' }),
        ask('cold_start_p95_seconds'),
        ask('in_flight', { key: 'stranger', endpointId: other.endpointId }),
        ask('no_such_metric'),
      ]);
      expect(found.map((each) => [each.key, each.endpointId, each.replicaId, each.value])).toEqual([
        ['in_flight', endpointId, null, 3],
        ['in_flight', 'endpt-000000000003', null, 0],
        ['memory_bytes', endpointId, replicaId, 1024],
        ['cold_start_p95_seconds', endpointId, null, expect.closeTo(2.4, -1)],
      ]);
    }, 30_000);
  });

  it('costs what billing says', async () => {
    await around.eventually(async () => {
      expect(await values([ask('cost_usd_per_hour', { aggregate: 'last' })])).toMatchObject([{ value: 3 }]);
    }, 45_000);
  });
});

describe('another project', () => {
  it('learns nothing of it', async () => {
    await expect(series({ projectId: other.projectId })).rejects.toMatchObject({
      code: 'endpoint.not_found',
    });
    const text = await scrape(other.projectId);
    expect(text).toContain(other.endpointId);
    expect(text).not.toContain(endpointId);
  });
});

describe('a wrong question', () => {
  it('is told which field, and what would be right', async () => {
    await expect(series({ names: ['latency'] })).rejects.toMatchObject({
      code: 'request.invalid',
      problems: [{ pointer: '?names', message: expect.stringContaining('/v1/metric-names') }],
    });
    await expect(
      around.get(Asker).ask(metricQuestions.exposition, { projectId, cursor: 'x' }),
    ).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

describe('a scrape', () => {
  it('is the same at the service’s own address', async () => {
    const text = await (await fetch(`${first.url}/metrics/endpoints`)).text();
    expect(sampleOf(text, requestsIn)).toBe(18);
    expect(text).toContain(
      `tidegate_endpoint_info{endpoint="${endpointId}",project="${projectId}",name="chat"} 1`,
    );
    expect(text).toContain(`tidegate_endpoint_replicas{endpoint="${endpointId}",state="ready"} 1`);
    expect(sampleOf(text, `tidegate_endpoint_request_duration_seconds_count{endpoint="${endpointId}"`)).toBe(
      19,
    );
    expect(text).toContain(other.endpointId);
  });
});

describe('a service that ends and comes back', () => {
  it('goes on where it was: counters never fall, and nothing counts twice', async () => {
    await Promise.all([first.close(), second.close()]);
    [first, second] = await Promise.all([
      testService({ service: 'metrics', module: MetricsModule, beside: around }),
      testService({ service: 'metrics', module: MetricsModule, beside: around }),
    ]);
    await around.eventually(() => {
      expect([first, second].some((each) => each.get(RecordSteps).isRecording)).toBe(true);
    }, 30_000);
    expect(sampleOf(await scrape(projectId), requestsIn)).toBe(18);
    await record([{ durationMs: 3 }]);
    sequence--;
    await record([{ durationMs: 3 }]);
    await around.eventually(async () => {
      expect(sampleOf(await scrape(projectId), requestsIn)).toBe(19);
    }, 45_000);
    expect(
      sampleOf(
        await scrape(projectId),
        `tidegate_endpoint_cold_start_seconds_count{endpoint="${endpointId}"`,
      ),
    ).toBe(1);
  }, 90_000);
});
