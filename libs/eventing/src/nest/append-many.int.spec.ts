import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Append, ANY, appendOf, columnsOf } from './append.ts';
import { CreateLog1763600000000 } from './log.migration.ts';
import { aCause, rate, upTo } from './eventing.spec-helper.ts';

jest.setTimeout(60_000);

const CALL =
  'select outcome, first_position, version from es.append_many($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) order by item';
type Row = { outcome: string; first_position: number | null; version: number };

describe('the append function', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await testDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 16, options: '-c lock_timeout=20s' });
    pool.on('error', () => undefined);
    await pool.query('create schema es');
    await new CreateLog1763600000000().up({ query: (text: string) => pool.query(text) } as never);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const item = (
    streamId: string,
    expected: number | 'any',
    count: number,
    commandId = randomUUID(),
  ): Append =>
    appendOf(streamId, expected, {
      events: upTo(count).map((n) => rate(n)),
      cause: aCause(commandId),
      at: new Date(),
    });
  const append = async (items: readonly Append[], on: pg.Pool | pg.PoolClient = pool): Promise<Row[]> =>
    (await on.query<Row>(CALL, columnsOf(items))).rows;
  const head = async (): Promise<number> =>
    (await pool.query<{ n: number }>('select coalesce(max(position), 0)::int as n from es.events')).rows[0]!
      .n;

  it('tells of each item by itself: done, a conflict, done before', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const start = await head();
    const first = await append([item('a', 0, 2, one), item('b', 5, 1), item('c', 'any', 3, two)]);
    expect(first).toEqual([
      { outcome: 'ok', first_position: start + 1, version: 2 },
      { outcome: 'conflict', first_position: null, version: 0 },
      { outcome: 'ok', first_position: start + 3, version: 3 },
    ]);
    const again = await append([
      item('c', 'any', 3, two),
      item('a', 0, 2, one),
      item('a', 2, 1),
      item('a', 2, 1),
    ]);
    expect(again.map(({ outcome }) => outcome)).toEqual(['duplicate', 'duplicate', 'ok', 'conflict']);
    expect(again[1]).toEqual({ ...first[0], outcome: 'duplicate' });
    expect(await head()).toBe(start + 6);
  });

  it('refuses a stream that must be new and is not, and one that must be there and is not', async () => {
    const stream = randomUUID();
    expect((await append([item(stream, 1, 1)]))[0]?.outcome).toBe('conflict');
    expect((await append([item(stream, 0, 1)]))[0]?.outcome).toBe('ok');
    expect((await append([item(stream, 0, 1)]))[0]?.outcome).toBe('conflict');
    expect((await append([item(stream, 'any', 2)]))[0]).toMatchObject({ outcome: 'ok', version: 3 });
  });

  it('knows any version from none', () => {
    expect(item('a', 'any', 1).expected).toBe(ANY);
  });

  it('keeps events as they are: no update, no delete, no truncate', async () => {
    await append([item(randomUUID(), 0, 1)]);
    for (const statement of [
      `update es.events set type = 'Other'`,
      'delete from es.events',
      'truncate es.events',
      'truncate es.events cascade',
    ])
      await expect(pool.query(statement)).rejects.toMatchObject({ code: 'ES003' });
  });

  it('stores what a program may print: NUL and halves of characters', async () => {
    const append_ = appendOf(randomUUID(), 0, {
      events: [{ type: 'RatePublished', data: { ...rate(1).data, sku: 'a\0b\ud800c' } }],
      cause: { ...aCause(), requestId: 'x\0' },
      at: new Date(),
    });
    expect((await append([append_]))[0]?.outcome).toBe('ok');
  });

  it('keeps the log dense and in the order of commits under 12 writers, of which one in ten takes back what it wrote', async () => {
    const start = await head();
    const streams = upTo(20).map((n) => `contended-${n}`);
    const random = (n: number): number => Math.floor(Math.random() * n);
    const seen: number[] = [];
    let over = false;
    // Whoever sees a position sees all before it: read from a checkpoint while the writers run.
    const reader = (async () => {
      let at = start;
      while (!over) {
        const { rows } = await pool.query<{ position: number }>(
          'select position from es.events where position > $1 order by position',
          [at],
        );
        for (const { position } of rows) seen.push((at = position));
      }
    })();
    const committed = { items: 0, events: 0 };
    const writer = async (): Promise<void> => {
      for (let round = 0; round < 40; round++) {
        const items = upTo(1 + random(5)).map(() => {
          const expected = random(3) === 0 ? random(6) : ('any' as const);
          return item(streams[random(streams.length)]!, expected, 1 + random(4));
        });
        const client = await pool.connect();
        try {
          await client.query('begin');
          const rows = await append(items, client);
          if (random(10) === 0) await client.query('rollback');
          else {
            await client.query('commit');
            const done = items.filter((_, i) => rows[i]?.outcome === 'ok');
            committed.items += done.length;
            committed.events += done.reduce((sum, { events }) => sum + events.length, 0);
          }
        } finally {
          client.release();
        }
      }
    };
    await Promise.all(upTo(12).map(writer));
    const end = await head();
    while (seen.at(-1) !== end) await new Promise((resolve) => setTimeout(resolve, 5));
    over = true;
    await reader;
    expect(committed.events).toBeGreaterThan(500);
    expect(end - start).toBe(committed.events);
    expect(seen).toEqual(upTo(end - start).map((n) => start + n));
    const { rows: drift } = await pool.query(`
      select s.stream_id from es.streams s join es.events e using (stream_id) group by s.stream_id, s.version
      having s.version <> count(*) or s.version <> max(e.version) or min(e.version) <> 1`);
    expect(drift).toEqual([]);
    const { rows: inverted } = await pool.query(`
      select 1 from (select position, lag(position) over (partition by stream_id order by version) as before from es.events) e
      where before > position`);
    expect(inverted).toEqual([]);
  }, 60_000);
});
