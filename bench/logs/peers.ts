import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { finished } from 'node:stream/promises';
import type { Figures } from '../benchmark.ts';

const BATCH = 10_000;
const INSERTED = 256;
const TEXT = 'x'.repeat(200);

/** What Postgres takes of the same rows from one connection that does nothing else. */
export const measurePeers = async (client: pg.Client, seconds: number): Promise<Figures> => {
  await client.query('create table bench_lines (like log_lines including all)');
  let cursor = 0;
  const copyPerSecond = await perSecond(seconds, async () => {
    let rows = '';
    for (let n = 0; n < BATCH; n++)
      rows += `endpt-00000000000a\t${String(++cursor)}\tproj-00000000000a\trepl-000000000001\t${String(cursor)}\t1\t0\t2\t420\t${TEXT}\t\\N\t\\N\t\\N\n`;
    const stream = client.query(copyFrom('copy bench_lines from stdin'));
    stream.end(rows);
    await finished(stream, { readable: false });
    return BATCH;
  });
  const insertPerSecond = await perSecond(seconds, async () => {
    const cursors = Array.from({ length: INSERTED }, () => ++cursor);
    await client.query(
      `insert into bench_lines (endpoint_id, cursor, project_id, replica_id, sequence, at_us, stream, severity, bytes, text)
       select 'endpt-00000000000a', c, 'proj-00000000000a', 'repl-000000000001', c, 1, 0, 2, 420, t
       from unnest($1::bigint[], $2::text[]) as l(c, t)`,
      [cursors, cursors.map(() => TEXT)],
    );
    return INSERTED;
  });
  await client.query('drop table bench_lines');
  return { copyPerSecond, insertPerSecond };
};

const perSecond = async (seconds: number, write: () => Promise<number>): Promise<number> => {
  const startedAt = performance.now();
  let rows = 0;
  while (performance.now() - startedAt < seconds * 1000) rows += await write();
  return rows / ((performance.now() - startedAt) / 1000);
};
