import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { eventually, testService, type TestService } from '@tidegate/testing';
import type { QueryRunner } from 'typeorm';
import { type Sql, sql } from '../sql.ts';
import { Consumer, type EventOf, On } from './consumer.ts';
import { Db, type Tx } from './db.ts';
import { EventStore } from './event.store.ts';
import {
  aCause,
  mortalNats,
  mortalPostgres,
  pause,
  priceOf,
  rate,
  serviceOf,
  upTo,
} from './eventing.spec-helper.ts';
import { type Listener, LogFeed } from './log-feed.ts';
import { LogConsumer, type LogConsumerOptions } from './log.consumer.ts';

jest.setTimeout(60_000);

class CreateEffects {
  name = 'CreateEffects1763600000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table effects (consumer text, position bigint, n serial, primary key (consumer, position))',
    );
  }
  async down(): Promise<void> {
    // Specs only go up.
  }
}

/** A feed whose deliveries the spec makes. */
const feedOf = () => {
  const listeners = new Set<Listener>();
  const feed = {
    listen: (listener: Listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as LogFeed;
  return { feed, deliver: (event: Recorded<AnyEvent>) => listeners.forEach((listen) => listen(event)) };
};

describe('a log consumer', () => {
  let app: TestService;
  let db: Db;
  let store: EventStore;
  const running: LogConsumer[] = [];
  let name = '';
  let n = 0;
  beforeAll(async () => {
    app = await testService({ service: 'specs', module: serviceOf({ migrations: [CreateEffects] }) });
    [db, store] = [app.get(Db), app.get(EventStore)];
  });
  beforeEach(() => {
    name = `specs.consumer-${++n}`;
  });
  afterEach(() => Promise.all(running.splice(0).map((consumer) => consumer.stop())));
  afterAll(() => app.close());

  /** Writes one row per event, which a second time would break its key. */
  const effect = (event: Recorded<AnyEvent>, tx: Tx) =>
    tx.query(sql`insert into effects (consumer, position) values (${name}, ${event.position})`);
  const effects = async (): Promise<number[]> =>
    (
      await db.query<{ position: number }>(
        sql`select position from effects where consumer = ${name} order by n`,
      )
    ).map(({ position }) => position);
  const begin = async (
    handle: (event: Recorded<AnyEvent>, tx: Tx) => Promise<unknown>,
    { feed = feedOf().feed, ...rest }: Partial<LogConsumerOptions> & { feed?: LogFeed } = {},
  ): Promise<LogConsumer> => {
    const consumer = new LogConsumer(db, store, {
      name,
      handlers: new Map([['RatePublished', handle]]),
      ...rest,
    });
    running.push(consumer);
    await consumer.retryParked();
    await consumer.start(feed);
    return consumer;
  };
  const put = async (count = 1, stream = 'rate-cpu-1x'): Promise<number[]> => {
    const { firstPosition } = await store.append(stream, 'any', upTo(count).map(rate), aCause());
    return upTo(count).map((i) => firstPosition + i - 1);
  };
  /** A position after which nothing of an earlier spec comes. */
  const skipTo = async (position: number): Promise<void> => {
    await db.query(sql`insert into es.checkpoints (consumer, position) values (${name}, ${position})`);
  };
  const fresh = async (): Promise<void> => skipTo(await store.head());
  const checkpoint = async (): Promise<number | undefined> =>
    (
      await db.query<{ position: number }>(sql`select position from es.checkpoints where consumer = ${name}`)
    )[0]?.position;

  it('takes many at once in one transaction, and the bad one of them by itself', async () => {
    await fresh();
    const positions = await put(450);
    const bad = positions[123] ?? 0;
    let failures = 3;
    const calls: number[] = [];
    await begin(effect, {
      handlers: new Map(),
      parkAfter: Infinity,
      batchSize: 100,
      batch: {
        types: new Set(['RatePublished']),
        handle: async (events, tx) => {
          await Promise.all(events.map((event) => effect(event, tx)));
          if (events.some(({ position }) => position === bad) && failures-- > 0) throw new Error('not yet');
          calls.push(events.length);
        },
      },
    });
    await eventually(async () => expect(await effects()).toEqual(positions));
    expect(Math.max(...calls)).toBe(100);
    expect(calls.reduce((sum, count) => sum + count, 0)).toBe(450);
    expect(await checkpoint()).toBe(positions.at(-1));
  });

  it('has one effect per event, in order, though it breaks before and after its commits', async () => {
    await fresh();
    const positions = await put(300);
    let calls = 0;
    const crashing = {
      query: (statement: Sql) => db.query(statement),
      transaction: async (work: (tx: Tx) => Promise<unknown>) => {
        const result = await db.transaction(work);
        // Committed, but the process never heard of it.
        if (++calls % 5 === 0) throw new Error('Connection terminated unexpectedly');
        return result;
      },
    } as unknown as Db;
    let failures = 40;
    const consumer = new LogConsumer(crashing, store, {
      name,
      handlers: new Map([
        [
          'RatePublished',
          async (event, tx) => {
            await effect(event, tx);
            if (failures > 0 && event.position % 37 === 0 && failures-- % 2 === 0)
              throw new Error('Connection terminated unexpectedly');
          },
        ],
      ]),
    });
    running.push(consumer);
    await consumer.start(feedOf().feed);
    await eventually(() => expect(consumer.position).toBe(positions.at(-1)), 30_000);
    expect(await effects()).toEqual(positions);
  });

  it('takes repeats, disorder and holes of the bus for what they are', async () => {
    await fresh();
    const { feed, deliver } = feedOf();
    await begin(effect, { feed });
    const [first] = await put(1);
    await eventually(async () => expect(await effects()).toEqual([first]));
    const positions = await put(9);
    const events = await store.readLog({ after: positions[0]! - 1 });
    for (const i of [3, 1, 1, 0, 8, 8, 2, 5]) deliver(events[i]!);
    await eventually(async () => expect(await effects()).toEqual([first, ...positions]), 500);
  });

  it('is safe in two processes at once, and goes on when one of them ends', async () => {
    await fresh();
    let over = false;
    const all: number[] = [];
    const writer = (async () => {
      while (!over) {
        all.push(...(await put(3)));
        await pause(3);
      }
    })();
    const feed = app.get(LogFeed);
    const one = await begin(effect, { feed });
    await begin(effect, { feed });
    await pause(300);
    await one.stop();
    await pause(300);
    over = true;
    await writer;
    await eventually(async () => expect(await effects()).toEqual(all), 10_000);
  });

  it('sets aside only the stream of an event that fails again and again', async () => {
    await fresh();
    const [bad] = await put(1, 'rate-bad');
    const good = await put(1, 'rate-good');
    const later = await put(1, 'rate-bad');
    const after = await put(2, 'rate-good');
    const handle = (event: Recorded<AnyEvent>, tx: Tx) =>
      event.streamId === 'rate-bad' ? Promise.reject(new Error('broken\0')) : effect(event, tx);
    const one = await begin(handle, { parkAfter: 3 });
    await eventually(async () => expect(await effects()).toEqual([...good, ...after]));
    const parked = await db.query(
      sql`select stream_id, from_position, error from es.parked where consumer = ${name}`,
    );
    expect(parked).toEqual([{ stream_id: 'rate-bad', from_position: bad, error: 'broken\ufffd' }]);
    expect(await checkpoint()).toBe(after.at(-1));

    // Still broken at the next start: it stays aside. Mended: it catches up, then is like the others.
    await one.stop();
    const two = await begin(handle, { parkAfter: 3 });
    await eventually(() => expect(two.position).toBe(after.at(-1)));
    expect(await effects()).toHaveLength(3);
    await two.stop();
    await begin(effect, { parkAfter: 3 });
    await eventually(async () => expect(await effects()).toEqual([...good, ...after, bad, ...later]));
    const next = await put(1, 'rate-bad');
    await eventually(async () => expect((await effects()).at(-1)).toBe(next[0]));
    expect(await db.query(sql`select 1 from es.parked where consumer = ${name}`)).toEqual([]);
  });

  it('that runs elsewhere knows at once what was set aside, and what was taken back', async () => {
    await fresh();
    let isBroken = true;
    const handle = (event: Recorded<AnyEvent>, tx: Tx) =>
      isBroken && event.streamId === 'rate-odd' ? Promise.reject(new Error('broken')) : effect(event, tx);
    await begin(handle, { parkAfter: 1 });
    const other = await begin(handle, { parkAfter: 1 });
    const first = await put(2, 'rate-odd');
    await eventually(() => expect(other.position).toBe(first.at(-1)));
    isBroken = false;
    // Later events of the stream must not be applied before the ones set aside, whichever process they come to.
    const second = await put(2, 'rate-odd');
    await eventually(() => expect(other.position).toBe(second.at(-1)));
    expect(await effects()).toEqual([]);
    // A third process starts, and takes it back; from then on all three apply the stream's events.
    await begin(handle, { parkAfter: 1 });
    const third = await put(2, 'rate-odd');
    await eventually(async () => expect(await effects()).toEqual([...first, ...second, ...third]));
  });

  it('does not set aside what fails because something is away', async () => {
    await fresh();
    const [position] = await put(1);
    let away = 5;
    await begin(
      async (event, tx) => {
        if (away-- > 0) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        return effect(event, tx);
      },
      { parkAfter: 2 },
    );
    await eventually(async () => expect(await effects()).toEqual([position]), 10_000);
    expect(await db.query(sql`select 1 from es.parked where consumer = ${name}`)).toEqual([]);
  });

  it('commits what is done when handlers are slow', async () => {
    await fresh();
    const positions = await put(5);
    await begin(async (event, tx) => {
      await effect(event, tx);
      await pause(900);
    });
    // Without that a long batch would idle its transaction to death and start over for ever.
    await eventually(async () => expect((await effects()).length).toBeGreaterThan(1), 3500);
    await eventually(async () => expect(await effects()).toEqual(positions), 10_000);
  });

  it('finishes the event in hand when it is stopped, and leaves the others for the next start', async () => {
    await fresh();
    const positions = await put(20);
    const one = await begin(async (event, tx) => {
      await effect(event, tx);
      await pause(60);
    });
    await pause(150);
    const startedAt = performance.now();
    await one.stop();
    expect(performance.now() - startedAt).toBeLessThan(1000);
    const done = await effects();
    expect(done.length).toBeGreaterThan(0);
    expect(done).toEqual(positions.slice(0, done.length));
    await begin(effect);
    await eventually(async () => expect(await effects()).toEqual(positions));
  });

  it('does again what Postgres has forgotten, before anything that comes later', async () => {
    await fresh();
    const consumer = await begin(effect);
    const positions = await put(5);
    const forget = (after: number) =>
      db.transaction(async (tx) => {
        await tx.query(sql`update es.checkpoints set position = ${after} where consumer = ${name}`);
        await tx.query(sql`delete from effects where consumer = ${name} and position > ${after}`);
      });
    await eventually(async () => expect(await effects()).toEqual(positions));
    await forget(positions[1]!);
    // Nothing new comes.
    await eventually(async () => expect(await effects()).toEqual(positions), 5000);
    await forget(positions[3]!);
    positions.push(...(await put(2)));
    await eventually(async () => expect(await effects()).toEqual(positions), 5000);
    // Nor does it step over the hole with what is nothing to it, or when it ends.
    await forget(positions[5]!);
    await consumer.stop();
    expect(await checkpoint()).toBe(positions[5]);
    await begin(effect);
    await eventually(async () => expect(await effects()).toEqual(positions), 5000);
  });

  it('remembers its place over events that are nothing to it', async () => {
    await fresh();
    const consumer = await begin(effect, { handlers: new Map([['NodeLost', effect]]) });
    const positions = await put(1200);
    await eventually(async () => expect(await checkpoint()).toBeGreaterThan(positions[0]!));
    await eventually(() => expect(consumer.position).toBe(positions.at(-1)));
    await consumer.stop();
    expect(await checkpoint()).toBe(positions.at(-1));
  });

  it('of an older release passes over nothing once a newer one has rebuilt what it writes', async () => {
    const head = await store.head();
    await db.query(sql`
      insert into es.checkpoints (consumer, position, projection_version) values (${name}, ${head}, 2)`);
    const handlers = new Map([['NodeLost', effect]]);
    const older = await begin(effect, { handlers, projectionVersion: 1 });
    const positions = await put(3);
    await eventually(() => expect(older.position).toBe(positions.at(-1)));
    await older.stop();
    expect(await checkpoint()).toBe(head);
    await begin(effect, { projectionVersion: 2 });
    await eventually(async () => expect(await effects()).toEqual(positions));
  });
});

describe('the log consumers of a service', () => {
  const seen: number[] = [];
  @Consumer('specs.watch-prices')
  class WatchPrices {
    @On('RatePublished')
    async watch(event: EventOf<'RatePublished'>, tx: Tx): Promise<void> {
      await tx.query(sql`select 1`);
      seen.push(priceOf(event));
    }
  }
  let nats: Awaited<ReturnType<typeof mortalNats>>;
  let postgres: Awaited<ReturnType<typeof mortalPostgres>>;
  let app: TestService;
  beforeAll(async () => {
    [nats, postgres] = await Promise.all([mortalNats(), mortalPostgres()]);
    const beside = { ...nats, databaseUrl: postgres.databaseUrl };
    app = await testService({
      service: 'specs',
      module: serviceOf({ relay: true, controllers: [WatchPrices] }),
      beside,
    });
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([nats.drop(), postgres.drop()]);
  });
  const put = (price: number) => app.get(EventStore).append('rate-cpu-1x', 'any', [rate(price)], aCause());
  const expectSeen = (count: number, withinMs: number) =>
    eventually(() => expect(new Set(seen)).toEqual(new Set(upTo(count))), withinMs);

  it('hear of an event within milliseconds', async () => {
    await put(1);
    await expectSeen(1, 5000);
    await eventually(async () => {
      const [startedAt, count] = [performance.now(), seen.length];
      await put(2);
      while (seen.length === count && performance.now() - startedAt < 500) await pause(1);
      expect(performance.now() - startedAt).toBeLessThan(100);
    });
  });

  it('go on from Postgres while NATS is away, and with NATS when it is back', async () => {
    await nats.kill();
    await put(3);
    await expectSeen(3, 3000);
    await nats.back();
    await put(4);
    await expectSeen(4, 5000);
    await eventually(async () => {
      const startedAt = performance.now();
      await put(4);
      const count = seen.length;
      while (seen.length === count && performance.now() - startedAt < 500) await pause(1);
      expect(performance.now() - startedAt).toBeLessThan(100);
    });
  });

  it('go on where they were when Postgres was killed and is back', async () => {
    await put(6);
    await eventually(() => expect(seen.at(-1)).toBe(6));
    const before = seen.length;
    await postgres.kill();
    await pause(1500);
    await postgres.back();
    await eventually(() => put(5), 10_000);
    await eventually(() => expect(seen.slice(before).at(-1)).toBe(5), 15_000);
    // Postgres may have forgotten that the last ones were done: then they are done again, in their order.
    const again = seen.slice(before, -1);
    expect(again).toEqual(seen.slice(before - again.length, before));
  });
});
