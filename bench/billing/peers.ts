import pg from 'pg';
import type { Figures } from '../benchmark.ts';

const IN_A_TRANSACTION = 1000;
const MEASURED_MS = 3000;

const PEER = `
create schema if not exists peer;
create table peer.usage_events (
  account text not null, source text not null, id text not null, type text not null, at timestamptz not null, data jsonb not null,
  constraint usage_events_pkey primary key (account, source, id))`;

const DATA = JSON.stringify({ sku: 'h100-1x', gpus: 1, us: 61_234_567, endpointId: 'endpt-000000000001' });
const hex = (n: number): string => n.toString(16).padStart(12, '0');

/** What a client of Postgres sends after a COPY has begun. */
type CopyIn = Readonly<{ sendCopyFromChunk: (chunk: Buffer) => void; endCopyFrom: () => void }>;

const copy = (client: pg.Client, text: string, chunk: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const query = new pg.Query(text) as pg.Query & { handleCopyInResponse: (connection: CopyIn) => void };
    query.handleCopyInResponse = (connection) => {
      connection.sendCopyFromChunk(chunk);
      connection.endCopyFrom();
    };
    query.on('end', () => {
      resolve();
    });
    query.on('error', reject);
    client.query(query);
  });

/** How many rows a second, by work that makes a thousand each time. */
const rowsPerSecond = async (thousand: (from: number) => Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  let rows = 0;
  for (; performance.now() - startedAt < MEASURED_MS; rows += IN_A_TRANSACTION) await thousand(rows);
  return rows / ((performance.now() - startedAt) / 1000);
};

/** The same number of events kept by plain means: a prepared insert for each, a thousand in a transaction; and COPY. */
export const measurePeers = async (databaseUrl: string): Promise<Figures> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(PEER);
    const preparedInsertsPerSecond = await rowsPerSecond(async (from) => {
      await client.query('begin');
      for (let n = from; n < from + IN_A_TRANSACTION; n++)
        await client.query({
          name: 'usage-event',
          text: `insert into peer.usage_events (account, source, id, type, at, data) values ($1, $2, $3, $4, $5, $6)
                 on conflict do nothing`,
          values: [`proj-${hex(n % 50)}`, `repl-${hex(n)}`, hex(n), 'usage', new Date(), DATA],
        });
      await client.query('commit');
    });
    await client.query('truncate peer.usage_events');
    const copyRowsPerSecond = await rowsPerSecond((from) => {
      const lines = Array.from({ length: IN_A_TRANSACTION }, (_, i) => {
        const n = from + i;
        return `proj-${hex(n % 50)}\trepl-${hex(n)}\t${hex(n)}\tusage\t2031-02-01T00:00:00Z\t${DATA}\n`;
      });
      return copy(client, 'copy peer.usage_events from stdin', Buffer.from(lines.join('')));
    });
    return { preparedInsertsPerSecond, copyRowsPerSecond };
  } finally {
    await client.end();
  }
};
