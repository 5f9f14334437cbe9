import { finished } from 'node:stream/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Sql } from '../sql.ts';
import { Connections } from './connections.ts';
import { EVENTING_OPTIONS, type EventingOptions, type Queries, QUERY_LIMIT_MS, SESSION } from './db.ts';
import { PooledClient } from './pooled-client.ts';

/** Statements inside one transaction, and COPY among them. */
export type CopyTx = Queries &
  Readonly<{
    /** @param into a table and its columns @param rows in the text format of COPY */
    copy: (into: string, rows: string) => Promise<void>;
  }>;

const POOL_SIZE = 2;

/** Connections for COPY, which those that are shared do not speak. A service that copies provides it itself. */
@Injectable()
export class Copies implements OnApplicationShutdown {
  readonly #log = new Logger(Copies.name);
  #pool: pg.Pool | undefined;

  constructor(
    private readonly connections: Connections,
    @Inject(EVENTING_OPTIONS) private readonly options: EventingOptions,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.#pool?.end();
  }

  /** One transaction at READ COMMITTED. A connection whose transaction failed is not used again. */
  async transaction<T>(work: (tx: CopyTx) => Promise<T>): Promise<T> {
    this.#pool ??= this.#open();
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work({
        query: async <Row>({ text, values }: Sql) => (await client.query(text, [...values])).rows as Row[],
        copy: (into, rows) => copied(client, into, rows),
      });
      await client.query('commit');
      return result;
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  #open(): pg.Pool {
    const { service } = this.options;
    const pool = new pg.Pool({
      connectionString: this.connections.databaseUrl,
      application_name: `tidegate-${service}-copy`,
      connectionTimeoutMillis: 5000,
      query_timeout: QUERY_LIMIT_MS,
      keepAlive: true,
      max: POOL_SIZE,
      Client: PooledClient,
      options: `-c search_path=${service},es ${SESSION}`,
    });
    pool.on('error', (error) => {
      this.#log.warn(`Postgres connection lost: ${error.message}`);
    });
    return pool;
  }
}

const copied = async (client: pg.PoolClient, into: string, rows: string): Promise<void> => {
  const stream = client.query(copyFrom(`copy ${into} from stdin`));
  stream.end(rows);
  await finished(stream, { readable: false, signal: AbortSignal.timeout(QUERY_LIMIT_MS) });
};
