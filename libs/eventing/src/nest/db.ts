import { Inject, Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import type { DataSource, EntityTarget, MigrationInterface, ObjectLiteral, Repository } from 'typeorm';
import type { Sql } from '../sql.ts';
import { Connections } from './connections.ts';
import { isConnectionError } from './connection-error.ts';
import { FilterHistoryInItsIndex1764000000000 } from './history-index.migration.ts';
import { CreateLog1763600000000 } from './log.migration.ts';
import { observePool } from './gauges.ts';
import { LoopPause } from './loop-pause.ts';
import { PooledClient } from './pooled-client.ts';

export type MigrationClass = new () => MigrationInterface;
export const EVENTING_OPTIONS = Symbol('eventing options');
export type EventingOptions = Readonly<{
  /** The service's name: its Postgres schema, its consumers' prefix. */
  service: string;
  /** True where this process may carry the relay from the log to the bus. */
  relay: boolean;
  migrations: readonly MigrationClass[];
}>;

/** Whatever takes statements: a transaction, or the database for a single one. */
export type Queries = Readonly<{ query: <Row>(statement: Sql) => Promise<Row[]> }>;

/** Statements inside one transaction. */
export type Tx = Queries &
  Readonly<{
    /** Called right after the commit, never after a rollback: for words to others who will look at what was written. */
    afterCommit: (then: () => void) => void;
  }>;

// int8 arrives as text; positions, microseconds and counts are far below 2^53, and what is not must not pass silently.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`int8 ${text} does not fit a double`);
  return value;
});

/** The server ends what takes longer; the client's own limit is for a server that says nothing at all. */
export const SESSION =
  '-c idle_in_transaction_session_timeout=30s -c lock_timeout=15s -c statement_timeout=60s';
export const QUERY_LIMIT_MS = 70_000;
/** A migration may take its time once it has its locks. */
const MIGRATION_SESSION = '-c lock_timeout=15s';

/** The first half of the key of every advisory lock of `exclusively`. */
const EXCLUSIVE = 4711;
const POOL_SIZE = 10;
const START_LIMIT_MS = 60_000;

/** All that a service may ask of Postgres. TypeORM's DataSource stands behind it, in this library and nowhere else. */
@Injectable()
export class Db {
  readonly #log = new Logger(Db.name);
  readonly #pause = new LoopPause();
  #opened: DataSource | undefined;
  #unobserve: () => void = () => undefined;

  constructor(
    private readonly connections: Connections,
    @Inject(EVENTING_OPTIONS) private readonly options: EventingOptions,
  ) {}

  /** Connects and migrates; tried again for a minute while the server is still starting. */
  async connect(): Promise<void> {
    this.#unobserve = observePool(
      'service',
      () => (this.#opened?.driver as { master?: pg.Pool } | undefined)?.master,
    );
    if (!this.connections.databaseUrl)
      throw new Error('DATABASE_URL is not set: this service keeps its data in Postgres');
    const until = performance.now() + START_LIMIT_MS;
    for (let failures = 1; !this.#opened; failures++)
      try {
        await this.exclusively('migrations', () => this.#migrate());
        this.#opened = await (
          await this.#sourceFor(this.options.service, { poolSize: POOL_SIZE })
        ).initialize();
      } catch (error) {
        if (!isConnectionError(error) || performance.now() > until) throw error;
        if (failures === 5) this.#log.warn(`waiting for Postgres: ${(error as Error).message}`);
        await this.#pause.afterFailure(failures, { firstMs: 100, mostMs: 1000 });
      }
  }

  async query<Row>({ text, values }: Sql): Promise<Row[]> {
    return rowsOf<Row>(await this.#source.query(text, [...values]));
  }

  /** One transaction at READ COMMITTED. Appends to the log do not belong inside: they go through the EventStore. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const afterwards: (() => void)[] = [];
    const result = await this.#source.transaction((manager) =>
      work({
        query: async <Row>({ text, values }: Sql) => rowsOf<Row>(await manager.query(text, [...values])),
        afterCommit: (then) => afterwards.push(then),
      }),
    );
    for (const then of afterwards) then();
    return result;
  }

  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.#source.getRepository(entity);
  }

  /**
   * Runs the work while no other process runs one of this name: whoever comes second waits. The connection that holds
   * the lock is the work's own; it sends what it is asked without waiting for each answer.
   */
  async exclusively<T>(name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: this.connections.databaseUrl,
      application_name: `tidegate-${this.options.service}-${name}`,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      options: MIGRATION_SESSION,
      pipeline: true,
    });
    client.on('error', () => undefined); // a dead connection also fails the query that waits on it
    await client.connect();
    try {
      await client.query('select pg_advisory_lock($1, hashtext($2))', [EXCLUSIVE, name]);
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Called last, when nothing of the service runs any more. */
  async close(): Promise<void> {
    this.#pause.stop();
    this.#unobserve();
    const source = this.#opened;
    this.#opened = undefined;
    await source?.destroy();
  }

  get #source(): DataSource {
    if (!this.#opened) throw new Error('not connected to Postgres');
    return this.#opened;
  }

  /** The log's own schema first, then the service's. */
  async #migrate(): Promise<void> {
    for (const [schema, migrations] of [
      ['es', [CreateLog1763600000000, FilterHistoryInItsIndex1764000000000]],
      [this.options.service, this.options.migrations],
    ] as const) {
      const source = await this.#sourceFor(schema, { migrations, poolSize: 2, session: MIGRATION_SESSION });
      await source.initialize();
      try {
        await source.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
        if (migrations.length > 0) await source.runMigrations({ transaction: 'each' });
      } finally {
        await source.destroy();
      }
    }
  }

  async #sourceFor(
    schema: string,
    given: { poolSize: number; migrations?: readonly MigrationClass[]; session?: string },
  ): Promise<DataSource> {
    // Loaded here, so that a service without Postgres does not carry it.
    const typeorm = await import('typeorm');
    return new typeorm.DataSource({
      type: 'postgres',
      url: this.connections.databaseUrl ?? '',
      schema,
      migrations: [...(given.migrations ?? [])],
      migrationsTableName: 'migrations',
      installExtensions: false,
      poolSize: given.poolSize,
      applicationName: `tidegate-${this.options.service}`,
      extra: {
        Client: PooledClient,
        options: `-c search_path=${schema},es ${given.session ?? SESSION}`,
        connectionTimeoutMillis: 5000,
        keepAlive: true,
        ...(!given.session && { query_timeout: QUERY_LIMIT_MS }),
      },
      poolErrorHandler: (error: Error) => {
        this.#log.warn(`Postgres connection lost: ${error.message}`);
      },
    });
  }
}

/** TypeORM answers updates and deletes as [rows, count]. */
const rowsOf = <Row>(result: unknown): Row[] =>
  Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number'
    ? (result[0] as Row[])
    : (result as Row[]);
