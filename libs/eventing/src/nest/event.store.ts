import {
  type AnyEvent,
  type Event,
  Refusal,
  type Recorded,
  SUBJECTS,
  upcast,
  upcastVersion,
} from '@tidegate/contracts';
import { Inject, Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import type { Cause } from '../cause.ts';
import { type Append, type Outcome, appendOf, columnsOf } from './append.ts';
import { Clock } from './clock.ts';
import { Combiner, CombinerFull } from './combiner.ts';
import { isConnectionError } from './connection-error.ts';
import { Connections } from './connections.ts';
import { EVENTING_OPTIONS, type EventingOptions, QUERY_LIMIT_MS, SESSION } from './db.ts';
import { AppendMetrics, observePool } from './gauges.ts';
import { copyLog, type CopyRange, type Fact } from './log-copy.ts';
import { Nats } from './nats.ts';
import { PooledClient } from './pooled-client.ts';
import { type WantedHistory, historyClauses } from './wanted-history.ts';

/** The stream is not where the caller thought: load it again and decide anew. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

export type Appended = Readonly<{
  outcome: 'ok' | 'duplicate';
  firstPosition: number;
  lastPosition: number;
  version: number;
}>;

/** A state as of a stream's version. */
export type Kept = Readonly<{ version: number; state: unknown }>;

/** More events than this at once mean that the aggregate was cut wrongly, or that its state should be kept. */
const LONGEST_STREAM = 20_000;
/** An append whose connection broke is tried again: its ids make that harmless. */
const TRIES = 3;
/** No further try after so long: the caller waits. */
const TRY_WITHIN_MS = 2000;
const COLUMNS = `position, stream_id, version, id, type, schema_version, tenant_id, correlation_id, causation_id, data, meta, occurred_at`;

/** The log. Appends of one process that meet are combined into one statement: one commit for all of them. */
@Injectable()
export class EventStore {
  readonly #log = new Logger(EventStore.name);
  readonly #pool: pg.Pool;
  readonly #combiner: Combiner<Append, Outcome>;
  /** By the id of their first event. */
  readonly #onTheWay = new Map<string, Promise<Outcome>>();
  readonly #metrics = new AppendMetrics();
  readonly #unobserve: () => void;

  constructor(
    connections: Connections,
    private readonly nats: Nats,
    private readonly clock: Clock,
    @Inject(EVENTING_OPTIONS) options: EventingOptions,
  ) {
    this.#pool = new pg.Pool({
      connectionString: connections.databaseUrl,
      Client: PooledClient,
      max: 4,
      application_name: `tidegate-${options.service}-log`,
      options: `-c search_path=es ${SESSION}`,
      connectionTimeoutMillis: 5000,
      query_timeout: QUERY_LIMIT_MS,
      keepAlive: true,
    });
    this.#pool.on('error', (error) => {
      this.#log.warn(`Postgres connection lost: ${error.message}`);
    });
    this.#unobserve = observePool('log', () => this.#pool);
    this.#combiner = new Combiner((appends) => this.#appendMany(appends), {
      batch: 256,
      queue: 20_000,
      concernsAll: (error) => error instanceof Refusal,
    });
  }

  /**
   * A stream, upcast to today's schemas.
   * @param after the version from which on it is wanted: a caller that has kept a state needs only what came since
   * @param limit for a caller that pages
   */
  async read<E extends Event>(
    streamId: string,
    after = 0,
    limit = LONGEST_STREAM + 1,
  ): Promise<{ events: Recorded<E>[]; version: number }> {
    const { rows } = await this.#pool.query<LogRow>({
      name: 'read-stream',
      text: `select ${COLUMNS} from es.events where stream_id = $1 and version > $2 order by version limit $3`,
      values: [streamId, after, limit],
    });
    if (rows.length > LONGEST_STREAM)
      throw new Error(`stream ${streamId} is longer than ${String(LONGEST_STREAM)} events`);
    const events = rows.map((row) => recordedFrom(row) as Recorded<E>);
    return { events, version: events.at(-1)?.version ?? after };
  }

  /** Where an event is in the log; undefined when it is not there. */
  async positionOf(eventId: string): Promise<number | undefined> {
    const { rows } = await this.#pool.query<{ position: number }>({
      name: 'position-of',
      text: 'select position from es.events where id = $1',
      values: [eventId],
    });
    return rows[0]?.position;
  }

  /** A state kept for a long stream, if it is of this form. Only a shortcut: the events say the same. */
  async keptState(streamId: string, form: number): Promise<Kept | undefined> {
    const { rows } = await this.#pool.query<{ position: number; state: unknown }>({
      name: 'kept-state',
      text: 'select position, state from es.snapshots where name = $1 and version = $2',
      values: [`state:${streamId}`, form],
    });
    return rows[0] && { version: rows[0].position, state: rows[0].state };
  }

  async keepState(streamId: string, form: number, { version, state }: Kept): Promise<void> {
    await this.#pool.query({
      name: 'keep-state',
      text: `insert into es.snapshots as s (name, version, types, position, state) values ($1, $2, '{}', $3, $4)
             on conflict (name) do update
               set version = excluded.version, position = excluded.position, state = excluded.state, taken_at = clock_timestamp()
               where s.position < excluded.position or s.version <> excluded.version`,
      values: [`state:${streamId}`, form, version, JSON.stringify(state)],
    });
  }

  /**
   * Appends events to one stream: all or none, once per command.
   * @param expected the version the caller decided on; 0 = the stream must not exist; 'any' = no check
   * @throws Conflict when the stream is elsewhere; Refusal `service.unavailable` when Postgres is
   */
  async append(
    streamId: string,
    expected: number | 'any',
    events: readonly Event[],
    cause: Cause,
  ): Promise<Appended> {
    const append = appendOf(streamId, expected, { events, cause, at: new Date(this.clock.nowUs() / 1000) });
    const result = await this.#metrics.measure(this.#once(append));
    if (result.outcome === 'conflict')
      throw new Conflict(`${streamId} is not at version ${String(expected)}`);
    if (result.outcome === 'ok') this.nats.publish(SUBJECTS.appended);
    return { ...result, outcome: result.outcome, lastPosition: result.firstPosition + events.length - 1 };
  }

  /** A page of the whole log in order, after a position. */
  async readLog({
    after,
    limit = 500,
    types,
  }: {
    after: number;
    limit?: number;
    types?: readonly string[];
  }): Promise<Recorded<AnyEvent>[]> {
    const { rows } = await this.#pool.query<LogRow>(
      types
        ? {
            name: 'read-log-types',
            text: `select ${COLUMNS} from es.events where position > $1 and type = any($3) order by position limit $2`,
            values: [after, limit, types],
          }
        : {
            name: 'read-log',
            text: `select ${COLUMNS} from es.events where position > $1 order by position limit $2`,
            values: [after, limit],
          },
    );
    return rows.map(recordedFrom);
  }

  /** The events of some types after one position and up to another, in order: for reading the whole log. */
  copyLog(range: CopyRange): Promise<Fact[]> {
    return copyLog(this.#pool, range);
  }

  /** The last position of the log; 0 when it is empty. */
  async head(): Promise<number> {
    const { rows } = await this.#pool.query<{ head: number }>({
      name: 'head',
      text: 'select coalesce(max(position), 0) as head from es.events',
    });
    return rows[0]?.head ?? 0;
  }

  /** A page of what happened to one endpoint, or in one project. */
  async history(wanted: WantedHistory): Promise<Recorded<AnyEvent>[]> {
    const { text, values } = historyClauses(wanted);
    const { rows } = await this.#pool.query<LogRow>({
      text: `select ${COLUMNS} from es.events where ${text}`,
      values,
    });
    return rows.map(recordedFrom);
  }

  /** What is on its way is appended, then the connections end. */
  async close(): Promise<void> {
    this.#unobserve();
    await this.#combiner.flush();
    await this.#pool.end();
  }

  /** The same command twice at once, in one statement, would be two events with one id: the second one waits. */
  async #once(append: Append): Promise<Outcome> {
    const id = append.events[0]?.id ?? '';
    for (let twin; (twin = this.#onTheWay.get(id));) await twin.catch(() => undefined);
    const adding = this.#combiner.add(append, append.events.length);
    this.#onTheWay.set(id, adding);
    try {
      return await adding;
    } catch (error) {
      throw error instanceof CombinerFull ? unavailable() : error;
    } finally {
      this.#onTheWay.delete(id);
    }
  }

  async #appendMany(appends: readonly Append[]): Promise<Outcome[]> {
    const statement = {
      name: 'append-many',
      text: 'select outcome, first_position, version from es.append_many($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) order by item',
      values: columnsOf(appends),
    };
    const { rows } = await this.#trying(() => this.#pool.query<OutcomeRow>(statement));
    return rows.map(({ outcome, first_position, version }) => ({
      outcome,
      firstPosition: first_position ?? 0,
      version,
    }));
  }

  async #trying<T>(query: () => Promise<T>): Promise<T> {
    const until = performance.now() + TRY_WITHIN_MS;
    for (let attempt = 1; ; attempt++)
      try {
        return await query();
      } catch (error) {
        const away = isConnectionError(error);
        const again = attempt < TRIES && performance.now() < until;
        if (!again || !(away || isSameCommandAtOnce(error))) throw away ? unavailable() : error;
        await new Promise((resolve) => setTimeout(resolve, attempt === 1 ? 0 : 200));
      }
  }
}

const unavailable = (): Refusal => new Refusal('service.unavailable', { service: 'database' });

/** Two processes appended the same command at once: the second look finds the first one's events. */
const isSameCommandAtOnce = (error: unknown): boolean =>
  (error as { constraint?: string }).constraint === 'events_id_key';

type OutcomeRow = { outcome: Outcome['outcome']; first_position: number | null; version: number };
type LogRow = {
  position: number;
  stream_id: string;
  version: number;
  id: string;
  type: string;
  schema_version: number;
  tenant_id: string | null;
  correlation_id: string;
  causation_id: string;
  data: unknown;
  meta: Recorded['meta'];
  occurred_at: Date;
};

const recordedFrom = (row: LogRow): Recorded<AnyEvent> =>
  ({
    id: row.id,
    position: row.position,
    streamId: row.stream_id,
    version: row.version,
    schemaVersion: upcastVersion(row.type, row.schema_version),
    tenantId: row.tenant_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    occurredAt: row.occurred_at,
    meta: row.meta,
    type: row.type,
    data: upcast(row.type, row.schema_version, row.data),
  }) as Recorded<AnyEvent>;
