import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { eventually, testService, type TestService } from '@tidegate/testing';
import { sql } from '../sql.ts';
import { Consumer, On } from './consumer.ts';
import { Db } from './db.ts';
import { EventStore } from './event.store.ts';
import { aCause, mortalNats, mortalPostgres, rate, serviceOf } from './eventing.spec-helper.ts';

jest.setTimeout(60_000);

@Consumer('specs.note', { parkAfter: 1 })
class Note {
  @On('RatePublished')
  note(): Promise<void> {
    return Promise.resolve();
  }
}

describe('what the process that carries the log tells of it', () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // Looked at by hand, never by itself.
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  let nats: Awaited<ReturnType<typeof mortalNats>>;
  let postgres: Awaited<ReturnType<typeof mortalPostgres>>;
  let app: TestService;
  beforeAll(async () => {
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
    [nats, postgres] = await Promise.all([mortalNats(), mortalPostgres()]);
    app = await testService({
      service: 'specs',
      module: serviceOf({ relay: true, controllers: [Note] }),
      beside: { ...nats, databaseUrl: postgres.databaseUrl },
    });
  });
  afterAll(async () => {
    await app.close();
    await reader.shutdown();
    metrics.disable();
    await Promise.all([nats.drop(), postgres.drop()]);
  });

  type Point = Readonly<{ value: unknown; attributes: Record<string, unknown> }>;
  const look = async (name: string): Promise<readonly Point[]> => {
    exporter.reset();
    await reader.forceFlush();
    const found = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap((scope) => scope.metrics)
      .find(({ descriptor }) => descriptor.name === name);
    return found?.dataPoints ?? [];
  };
  const one = async (name: string): Promise<unknown> => (await look(name))[0]?.value;

  it('is its end, how far it was carried, and how far each reader has come', async () => {
    const { lastPosition } = await app.get(EventStore).append('rate-a', 'any', [rate(1), rate(2)], aCause());
    await eventually(async () => {
      expect(await one('tidegate_log_head_position')).toBe(lastPosition);
      expect(await one('tidegate_log_relayed_position')).toBe(lastPosition);
      expect(await look('tidegate_log_consumer_position')).toEqual([
        expect.objectContaining({ value: lastPosition, attributes: { consumer: 'specs.note' } }),
      ]);
    });
  });

  it('is what lies in JetStream', async () => {
    const head = await app.get(EventStore).head();
    const messages = await look('tidegate_jetstream_stream_messages');
    expect(messages.find(({ attributes }) => attributes['stream'] === 'LOG')?.value).toBe(head);
    expect(messages.length).toBeGreaterThan(3);
  });

  it('is what waits for somebody to look: none by consumer, and each that is set aside', async () => {
    const parked = () => look('tidegate_log_parked_streams');
    expect(await parked()).toEqual([
      expect.objectContaining({ value: 0, attributes: { consumer: 'specs.note' } }),
    ]);
    expect(await one('tidegate_dead_letters')).toBe(0);
    await app.get(Db).query(sql`
      insert into es.parked (consumer, stream_id, from_position, error) values ('specs.note', 'rate-odd', 1, 'odd')`);
    expect((await parked()).map(({ value }) => value)).toEqual([1]);
  });

  it('is how often the log was appended to', async () => {
    const appends = await look('tidegate_log_appends');
    expect(appends.find(({ attributes }) => attributes['outcome'] === 'ok')?.value).toBe(1);
    expect(appends.find(({ attributes }) => attributes['outcome'] === 'failed')?.value).toBe(0);
  });
});
