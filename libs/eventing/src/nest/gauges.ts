import { type BatchObservableResult, type Counter, type ObservableResult, metrics } from '@opentelemetry/api';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Sql } from '../sql.ts';
import type { Queries } from './db.ts';

type Stop = () => void;

// Asked for when they are first used, not when this file is loaded: before the process has its telemetry they would count nothing.
const meter = () => metrics.getMeter('tidegate');

const observe = (name: string, description: string, take: (result: ObservableResult) => void): Stop => {
  const gauge = meter().createObservableGauge(name, { description });
  gauge.addCallback(take);
  return () => {
    gauge.removeCallback(take);
  };
};

/** Up to where a consumer or follower of the log has come. Its lag is what the log's end is ahead of it. */
export const observePosition = (consumer: string, position: () => number): Stop =>
  observe(
    'tidegate_log_consumer_position',
    'Position in the log up to which a reader has come.',
    (result) => {
      result.observe(position(), { consumer });
    },
  );

/** The connections of one of the process's pools. */
export const observePool = (
  pool: string,
  read: () => Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount'> | undefined,
): Stop =>
  observe(
    'tidegate_postgres_pool_connections',
    'Connections to Postgres, by pool: `used` or `idle`; `waiting`: work that waits for one.',
    (result) => {
      const found = read();
      if (!found) return;
      const { totalCount, idleCount, waitingCount } = found;
      result.observe(totalCount - idleCount, { pool, state: 'used' });
      result.observe(idleCount, { pool, state: 'idle' });
      result.observe(waitingCount, { pool, state: 'waiting' });
    },
  );

export const observeBus = (isConnected: () => boolean): Stop =>
  observe('tidegate_bus_connected', 'Whether the process has its connection to NATS: 1 or 0.', (result) => {
    result.observe(isConnected() ? 1 : 0);
  });

let worked: Counter | undefined;
const WORKED = ['done', 'again', 'dead'] as const;

/** At a worker’s start: what is first seen at 1 has not grown for whoever watches. */
export const countNoWork = (worker: string): void => {
  for (const result of WORKED) countWorked(worker, result, 0);
};

/** Messages of work queues that are over, by worker. */
export const countWorked = (worker: string, result: (typeof WORKED)[number], messages = 1): void => {
  worked ??= meter().createCounter('tidegate_worker_messages', {
    description: 'Messages of work queues: `done`, to be tried `again`, or `dead`.',
  });
  worked.add(messages, { worker, result });
};

/** What was appended to the log, and how long that took. */
export class AppendMetrics {
  readonly #appends = meter().createCounter('tidegate_log_appends', {
    description: 'Appends to the log by outcome: ok, duplicate, conflict, failed.',
  });
  readonly #seconds = meter().createHistogram('tidegate_log_append_seconds', {
    description: 'From the wish to append to its being in Postgres.',
    unit: 's',
    advice: {
      explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    },
  });

  constructor() {
    for (const outcome of ['ok', 'failed']) this.#appends.add(0, { outcome });
  }

  async measure<T extends { outcome: string }>(append: Promise<T>): Promise<T> {
    const sinceMs = performance.now();
    let outcome = 'failed';
    try {
      const result = await append;
      ({ outcome } = result);
      return result;
    } finally {
      this.#appends.add(1, { outcome });
      this.#seconds.record((performance.now() - sinceMs) / 1000);
    }
  }
}

type Point = Readonly<{ value: number; labels?: Readonly<Record<string, string>> }>;
export type RowGauge<Row> = Readonly<{
  name: string;
  description: string;
  of: (row: Row) => Point | undefined;
}>;

/** Whoever scrapes does not wait longer for what a server does not say. */
const ROWS_WITHIN_MS = 2000;

/** Gauges that one statement tells, each time that somebody looks. A server that does not answer leaves them out. */
export const observeRows = <Row>(db: Queries, statement: Sql, gauges: readonly RowGauge<Row>[]): Stop => {
  const own = meter();
  const told = gauges.map(({ name, description, of }) => ({
    gauge: own.createObservableGauge(name, { description }),
    of,
  }));
  const instruments = told.map(({ gauge }) => gauge);
  const take = async (result: BatchObservableResult): Promise<void> => {
    const rows = await Promise.race([
      db.query<Row>(statement).catch(() => []),
      pause(ROWS_WITHIN_MS, [], { ref: false }),
    ]);
    for (const row of rows)
      for (const { gauge, of } of told) {
        const point = of(row);
        if (point) result.observe(gauge, point.value, point.labels);
      }
  };
  own.addBatchObservableCallback(take, instruments);
  return () => {
    own.removeBatchObservableCallback(take, instruments);
  };
};
