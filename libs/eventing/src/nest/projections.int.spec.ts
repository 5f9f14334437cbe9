import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, testService, type TestService } from '@tidegate/testing';
import type { QueryRunner } from 'typeorm';
import { type Projection, projection } from '../projection.ts';
import { sql } from '../sql.ts';
import { projectionConsumer } from './consumer.ts';
import { Db } from './db.ts';
import { EventStore } from './event.store.ts';
import { aCause, pause, rate, serviceOf, upTo } from './eventing.spec-helper.ts';
import { rebuild } from './rebuild.store.ts';

jest.setTimeout(60_000);

class CreatePrices {
  name = 'CreatePrices1763600000002';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table prices (
        stream_id text not null constraint prices_pkey primary key,
        total bigint not null, changes int not null default 1,
        constraint prices_changes_check check (changes > 0));
      create index prices_by_total on prices (total desc) where changes > 1;
      create table price_log (position bigint not null, constraint price_log_position_key unique (position));`);
  }
  async down(): Promise<void> {
    // Specs only go up.
  }
}

/** Version 2 counts double, and needs both tables to agree. */
const prices = (version: number, name = 'specs.prices'): Projection =>
  projection({
    name,
    version,
    tables: ['prices', 'price_log'],
    on: {
      RatePublished: ({ streamId, position, data }) => [
        sql`insert into prices (stream_id, total) values (${streamId}, ${data.priceNanoUsdPerHour * version})
            on conflict (stream_id) do update set total = prices.total + excluded.total, changes = prices.changes + 1`,
        sql`insert into price_log (position) values (${position})`,
      ],
    },
  });

const module = (version: number, relay = true) =>
  serviceOf({ relay, controllers: [projectionConsumer(prices(version))], migrations: [CreatePrices] });

type Total = { total: number; changes: number; logged: number };

describe('a projection', () => {
  let app: TestService;
  let db: Db;
  let store: EventStore;
  beforeAll(async () => {
    app = await testService({ service: 'specs', module: module(1) });
  });
  beforeEach(() => {
    [db, store] = [app.get(Db), app.get(EventStore)];
  });
  afterAll(() => app.close());

  const put = (price: number) =>
    store
      .append(`rate-${price % 7}`, 'any', [rate(price), rate(price)], aCause())
      .then(({ lastPosition }) => lastPosition);
  const total = async (): Promise<Total> => {
    const [row] = await db.query<Total>(sql`
      select coalesce(sum(total), 0)::int8 as total, coalesce(sum(changes), 0)::int8 as changes,
             (select count(*) from price_log)::int8 as logged from prices`);
    return row!;
  };
  const checkpoint = async () =>
    (
      await db.query<{ position: number; projection_version: number }>(
        sql`select position, projection_version from es.checkpoints where consumer = 'specs.prices'`,
      )
    )[0]!;
  const parts = () => ({ db, store, schema: 'specs' });

  it('follows the log', async () => {
    const last = await put(5);
    await eventually(async () => expect((await checkpoint()).position).toBe(last));
    expect(await total()).toEqual({ total: 10, changes: 2, logged: 2 });
  });

  it('is rebuilt while events keep coming and readers read, and is then what it would have been', async () => {
    let over = false;
    let last = 0;
    const writers = upTo(3).map(async (n) => {
      for (let i = n; !over; i += 3) {
        last = Math.max(last, await put(i));
        await pause(2);
      }
    });
    const halves: Total[] = [];
    let before = 0;
    const reader = (async () => {
      while (!over) {
        const now = await total();
        // All or nothing: both tables of one version, and never an older state than one that was read before.
        if (now.changes !== now.logged || now.changes < before) halves.push(now);
        before = now.changes;
        await pause(1);
      }
    })();
    await pause(400);
    for (let i = 0; i < 3; i++) {
      await rebuild(prices(1), parts());
      await pause(100);
    }
    over = true;
    await Promise.all([...writers, reader]);
    await eventually(async () => expect((await checkpoint()).position).toBe(last), 15_000);
    const live = await total();
    expect(halves).toEqual([]);
    expect(live.changes).toBe(await store.head());
    await rebuild(prices(1), parts());
    expect(await total()).toEqual(live);
  });

  it('has the same constraints and indexes after a rebuild, by the same names', async () => {
    const named = () =>
      db.query(sql`
        select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = 'specs.prices'::regclass
        union all select indexname, indexdef from pg_indexes where schemaname = 'specs' order by 1, 2`);
    const before = await named();
    expect(before.length).toBeGreaterThan(5);
    await rebuild(prices(1), parts());
    expect(await named()).toEqual(before);
    expect(await db.query(sql`select 1 from pg_namespace where nspname like 'next%'`)).toEqual([]);
  });

  it('stays as it is when a rebuild fails, and can be rebuilt afterwards', async () => {
    const before = await total();
    const broken = { ...prices(1), on: { RatePublished: () => sql`insert into nowhere values (1)` } };
    await expect(rebuild(broken, parts())).rejects.toThrow('nowhere');
    expect(await total()).toEqual(before);
    await rebuild(prices(1), parts());
    expect(await total()).toEqual(before);
  });

  it('is rebuilt once by several that start with a newer version, and not touched by an older one any more', async () => {
    const before = await total();
    const newer = await Promise.all(
      upTo(3).map(() => testService({ service: 'specs', module: module(2, false), beside: app })),
    );
    expect((await checkpoint()).projection_version).toBe(2);
    expect(await total()).toEqual({ ...before, total: before.total * 2 });
    const last = await put(100);
    await eventually(async () => expect((await checkpoint()).position).toBe(last));
    expect((await total()).total).toBe(before.total * 2 + 400);
    await Promise.all(newer.map((one) => one.close()));
    // Only the old one is left: it must not write what the new one would not understand.
    await put(1);
    await pause(500);
    expect((await checkpoint()).position).toBe(last);
  });
});

describe('two projections of one service', () => {
  it('are rebuilt at the same start', async () => {
    class CreateMore {
      name = 'CreateMore1763600000003';
      async up(runner: QueryRunner): Promise<void> {
        await runner.query('create table more (position bigint primary key)');
      }
      async down(): Promise<void> {
        // Specs only go up.
      }
    }
    const more = (version: number) =>
      projection({
        name: 'specs.more',
        version,
        tables: ['more'],
        on: { RatePublished: ({ position }) => sql`insert into more values (${position * version})` },
      });
    const both = (version: number) =>
      serviceOf({
        relay: true,
        controllers: [projectionConsumer(prices(version)), projectionConsumer(more(version))],
        migrations: [CreatePrices, CreateMore],
      });
    const app = await testService({ service: 'specs', module: both(1) });
    const { lastPosition } = await app
      .get(EventStore)
      .append('rate-x', 'any', upTo(3000).map(rate), aCause());
    const count = sql`select (select sum(total) from prices)::int8 as prices, (select max(position) from more) as more`;
    await eventually(async () => {
      expect(await app.get(Db).query(count)).toMatchObject([{ more: lastPosition }]);
    });
    const next = await testService({ service: 'specs', module: both(2), beside: app });
    expect(await next.get(Db).query(count)).toEqual([{ prices: 3000 * 3001, more: lastPosition * 2 }]);
    await next.close();
    await app.close();
  });
});
