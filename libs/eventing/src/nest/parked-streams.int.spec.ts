import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { eventually, testService, type TestService } from '@tidegate/testing';
import type { QueryRunner } from 'typeorm';
import { sql } from '../sql.ts';
import { Db, type Tx } from './db.ts';
import { EventStore } from './event.store.ts';
import { aCause, pause, rate, serviceOf, upTo } from './eventing.spec-helper.ts';
import { LogFeed } from './log-feed.ts';
import { LogConsumer } from './log.consumer.ts';

class CreateEffects {
  name = 'CreateEffects1763600000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table effects (consumer text, position bigint, stream text, n serial)');
  }
  async down(): Promise<void> {
    // Specs only go up.
  }
}

const BAD = 'rate-bad';
const GOOD = 'rate-good';

describe('a stream that a log consumer has set aside', () => {
  let app: TestService;
  let db: Db;
  let store: EventStore;
  let name = '';
  let n = 0;
  let isBroken: (position: number) => boolean;
  const running: LogConsumer[] = [];
  beforeAll(async () => {
    app = await testService({
      service: 'specs',
      module: serviceOf({ relay: true, migrations: [CreateEffects] }),
    });
    [db, store] = [app.get(Db), app.get(EventStore)];
  });
  beforeEach(async () => {
    name = `specs.parking-${++n}`;
    isBroken = () => true;
    await db.query(
      sql`insert into es.checkpoints (consumer, position) values (${name}, ${await store.head()})`,
    );
  });
  afterEach(() => Promise.all(running.splice(0).map((consumer) => consumer.stop())));
  afterAll(() => app.close());

  /** Writes one row per event: one that is done twice has two. */
  const handle = async (event: Recorded<AnyEvent>, tx: Tx): Promise<void> => {
    await tx.query(
      sql`insert into effects (consumer, position, stream) values (${name}, ${event.position}, ${event.streamId})`,
    );
    if (event.streamId === BAD && isBroken(event.position)) throw new Error('broken');
  };
  /** @param retryParkedMs an hour when left out: it is not tried again */
  const begin = async (retryParkedMs = 3_600_000, log = store): Promise<LogConsumer> => {
    const handlers = new Map([['RatePublished', handle]]);
    const consumer = new LogConsumer(db, log, { name, handlers, parkAfter: 1, retryParkedMs });
    running.push(consumer);
    await consumer.retryParked();
    await consumer.start(app.get(LogFeed));
    return consumer;
  };
  const put = async (stream: string, count = 1): Promise<number[]> => {
    const { firstPosition } = await store.append(stream, 'any', upTo(count).map(rate), aCause());
    return upTo(count).map((i) => firstPosition + i - 1);
  };
  const effects = async (stream: string): Promise<number[]> =>
    (
      await db.query<{ position: number }>(
        sql`select position from effects where consumer = ${name} and stream = ${stream} order by n`,
      )
    ).map(({ position }) => position);
  const parked = () => db.query(sql`select stream_id, from_position from es.parked where consumer = ${name}`);

  it('is caught up with in order once its cause is mended, without a restart, and then like the others', async () => {
    await begin(50);
    const bad = await put(BAD);
    const good = await put(GOOD, 2);
    bad.push(...(await put(BAD, 3)));
    good.push(...(await put(GOOD, 2)));
    await eventually(async () => expect(await effects(GOOD)).toEqual(good));
    expect(await parked()).toEqual([{ stream_id: BAD, from_position: bad[0] }]);
    // It fails again and again: nothing comes of that, and the others go on.
    await pause(300);
    expect(await effects(BAD)).toEqual([]);
    good.push(...(await put(GOOD)));
    await eventually(async () => expect(await effects(GOOD)).toEqual(good));

    isBroken = () => false;
    await eventually(async () => expect(await effects(BAD)).toEqual(bad));
    expect(await parked()).toEqual([]);
    bad.push(...(await put(BAD, 2)));
    await eventually(async () => expect(await effects(BAD)).toEqual(bad));
  });

  it('is tried again also by a process that started while the cause was still there', async () => {
    const one = await begin();
    const bad = await put(BAD, 2);
    await eventually(async () => expect(await parked()).toHaveLength(1));
    await one.stop();
    bad.push(...(await put(BAD, 2)));
    await begin(50);
    await pause(200);
    expect(await effects(BAD)).toEqual([]);
    isBroken = () => false;
    await eventually(async () => expect(await effects(BAD)).toEqual(bad));
  });

  it('is tried again by another process when the one that set it aside has ended', async () => {
    const [one, two] = [await begin(), await begin(50)];
    const bad = await put(BAD);
    await eventually(() => expect(Math.min(one.position, two.position)).toBe(bad[0]));
    await one.stop();
    isBroken = () => false;
    await eventually(async () => expect(await effects(BAD)).toEqual(bad));
  });

  it('loses nothing and repeats nothing, though two processes try it and its events keep coming', async () => {
    await begin(5);
    await begin(5);
    const all = new Map<string, number[]>([
      [BAD, []],
      [GOOD, []],
    ]);
    const until = performance.now() + 3000;
    const writing = async (stream: string): Promise<void> => {
      while (performance.now() < until) all.get(stream)?.push(...(await put(stream, 2)));
    };
    // Many events fail often enough to be set aside, and not for ever.
    const failures = new Map<number, number>();
    isBroken = (position) => {
      const count = (failures.get(position) ?? 0) + 1;
      failures.set(position, count);
      return position % 25 === 0 && count < 4;
    };
    await Promise.all([writing(BAD), writing(GOOD)]);
    for (const [stream, positions] of all)
      await eventually(async () => expect(await effects(stream)).toEqual(positions));
    expect(await parked()).toEqual([]);
  });

  it('is done once though two processes take it back at once', async () => {
    const both = [await begin(), await begin()];
    const bad = await put(BAD, 20);
    await eventually(() => expect(both.map(({ position }) => position)).toEqual([bad.at(-1), bad.at(-1)]));
    isBroken = () => false;
    await Promise.all(both.map((one) => one.retryParked()));
    expect(await effects(BAD)).toEqual(bad);
  });

  it('misses nothing that comes while it is caught up with', async () => {
    const bad: number[] = [];
    let isFirst = true;
    const slow = {
      head: () => store.head(),
      readLog: (page: Parameters<EventStore['readLog']>[0]) => store.readLog(page),
      read: async (...asked: Parameters<EventStore['read']>) => {
        const found = await store.read(...asked);
        if (isFirst) bad.push(...(await put(BAD)));
        isFirst = false;
        await pause(300);
        return found;
      },
    } as unknown as EventStore;
    const one = await begin(undefined, slow);
    bad.push(...(await put(BAD, 2)));
    await eventually(() => expect(one.position).toBe(bad.at(-1)));
    isBroken = () => false;
    await one.retryParked();
    await eventually(() => expect(one.position).toBe(bad.at(-1)));
    expect(await effects(BAD)).toEqual(bad);
  });

  it('is caught up with page by page when much was missed', async () => {
    const one = await begin();
    const bad = await put(BAD, 650);
    await eventually(() => expect(one.position).toBe(bad.at(-1)));
    isBroken = () => false;
    await one.retryParked();
    expect(await effects(BAD)).toEqual(bad);
    expect(await parked()).toEqual([]);
  });
});
