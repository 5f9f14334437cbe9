import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventType } from '@tidegate/contracts';
import { eventually, testService, type TestService } from '@tidegate/testing';
import { sql } from '../sql.ts';
import { Db } from './db.ts';
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
import { type Follower, Followers } from './followers.ts';

jest.setTimeout(60_000);

describe('a follower', () => {
  let nats: Awaited<ReturnType<typeof mortalNats>>;
  let postgres: Awaited<ReturnType<typeof mortalPostgres>>;
  let app: TestService;
  const following: Follower[] = [];
  let name = '';
  let n = 0;
  let head = 0;
  beforeAll(async () => {
    [nats, postgres] = await Promise.all([mortalNats(), mortalPostgres()]);
    app = await testService({
      service: 'specs',
      module: serviceOf({ relay: true }),
      beside: { ...nats, databaseUrl: postgres.databaseUrl },
    });
  });
  beforeEach(async () => {
    name = `specs.follower-${++n}`;
    head = await app.get(EventStore).head();
  });
  afterEach(() => Promise.all(following.splice(0).map((follower) => follower.stop())));
  afterAll(async () => {
    await app.close();
    await Promise.all([nats.drop(), postgres.drop()]);
  });

  const put = async (prices: number[]): Promise<number> =>
    (await app.get(EventStore).append('rate-cpu-1x', 'any', prices.map(rate), aCause())).lastPosition;
  /** Keeps the prices published since this spec began. */
  const follow = ({
    version = 1,
    types = ['RatePublished'] as EventType[],
    keeps = true,
    from = head,
  } = {}) => {
    const state = { prices: [] as number[], applied: 0, restored: false };
    const follower = app.get(Followers).follow({
      name,
      types,
      apply: (event) => {
        state.applied++;
        if (event.position > from) state.prices.push(priceOf(event));
      },
      ...(keeps && {
        snapshot: {
          version,
          take: () => ({ prices: state.prices }),
          restore: (taken: unknown) => {
            state.prices = [...(taken as { prices: number[] }).prices];
            state.restored = true;
          },
        },
      }),
    });
    following.push(follower);
    return { state, follower };
  };
  const snapshotAt = async (): Promise<number> => {
    const rows = await app
      .get(Db)
      .query<{ position: number }>(sql`select position from es.snapshots where name = ${name}`);
    return rows[0]?.position ?? 0;
  };

  it('is ready only when it has applied everything that was there', async () => {
    await put(upTo(3000));
    const { state, follower } = follow();
    expect(follower.caughtUp).toBe(false);
    await follower.ready;
    expect(follower.caughtUp).toBe(true);
    expect(state.prices).toEqual(upTo(3000));
  });

  it('is ready at once when the log has nothing for it', async () => {
    const { follower } = follow({ types: ['NodeLost'] });
    await follower.ready;
    expect(follower.position).toBeGreaterThanOrEqual(head);
  });

  it('starts from a snapshot as if it had read everything', async () => {
    const { follower } = follow();
    const last = await put(upTo(5500));
    await eventually(() => expect(follower.position).toBe(last), 10_000);
    await eventually(async () => expect(await snapshotAt()).toBeGreaterThan(head));
    await put([7, 8, 9]);
    const again = follow();
    await again.follower.ready;
    expect(again.state.restored).toBe(true);
    expect(again.state.applied).toBeLessThan(5000);
    const full = follow({ keeps: false });
    await full.follower.ready;
    expect(again.state.prices).toEqual(full.state.prices);
    expect(full.state.prices).toHaveLength(5503);
  });

  it('does not start from a snapshot of another form, of other types, or from beyond the log', async () => {
    const { follower } = follow();
    const last = await put(upTo(5500));
    await eventually(() => expect(follower.position).toBe(last), 10_000);
    await eventually(async () => expect(await snapshotAt()).toBeGreaterThan(head));
    const other = [follow({ version: 2 }), follow({ types: ['RatePublished', 'NodeLost'] })];
    await Promise.all(other.map(({ follower: { ready } }) => ready));
    await app.get(Db).query(sql`update es.snapshots set position = ${last + 1} where name = ${name}`);
    other.push(follow());
    await other[2]!.follower.ready;
    for (const { state } of other) {
      expect(state.restored).toBe(false);
      expect(state.prices).toEqual(upTo(5500));
    }
  });

  it('reads everything when its snapshot cannot be restored', async () => {
    const last = await put(upTo(10));
    await app.get(Db).query(sql`
      insert into es.snapshots (name, version, types, position, state) values (${name}, 1, '{RatePublished}', ${last - 5}, '"?"')`);
    const { state, follower } = follow();
    await follower.ready;
    expect(state.prices).toEqual(upTo(10));
  });

  it('passes over an event that it cannot apply, and goes on', async () => {
    const prices: number[] = [];
    const follower = app.get(Followers).follow({
      name,
      types: ['RatePublished'],
      apply: (event) => {
        if (event.data.priceNanoUsdPerHour === 2) throw new Error('two is too much');
        if (event.position > head) prices.push(event.data.priceNanoUsdPerHour);
      },
    });
    following.push(follower);
    await put([1, 2, 3]);
    await eventually(() => expect(prices).toEqual([1, 3]));
  });

  it('keeps what it knows while Postgres, NATS or both are away, and misses nothing', async () => {
    const { state, follower } = follow();
    await put([1]);
    await eventually(() => expect(state.prices).toEqual([1]));
    await nats.kill();
    await put([2]);
    await eventually(() => expect(state.prices).toEqual([1, 2]));
    await postgres.kill();
    await pause(1500);
    expect(state.prices).toEqual([1, 2]);
    await nats.back();
    await pause(500);
    await postgres.back();
    await eventually(() => put([3]), 15_000);
    await eventually(() => expect(state.prices).toEqual([1, 2, 3]), 15_000);
    expect(follower.caughtUp).toBe(true);
  });

  it('becomes ready when Postgres comes only after it', async () => {
    await postgres.kill();
    const { follower } = follow();
    await pause(700);
    expect(follower.caughtUp).toBe(false);
    await postgres.back();
    await follower.ready;
  });

  it('applies nothing more when it is stopped, even before it was ready', async () => {
    const early = follow();
    await early.follower.stop();
    const { state, follower } = follow();
    await follower.ready;
    await follower.stop();
    await put([1]);
    await pause(300);
    expect([state.prices, early.state.prices]).toEqual([[], []]);
  });
});
