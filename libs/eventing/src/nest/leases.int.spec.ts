import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, testNats, type TestNats, testService, type TestService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { sql } from '../sql.ts';
import { Db } from './db.ts';
import { mortalPostgres, pause, serviceOf, upTo } from './eventing.spec-helper.ts';
import { type Lease, type LeaseOptions, Leases } from './leases.loop.ts';

jest.setTimeout(60_000);
const TTL_MS = 600;

describe('a lease', () => {
  let postgres: Awaited<ReturnType<typeof mortalPostgres>>;
  let nats: TestNats;
  let app: TestService;
  const kept: Lease[] = [];
  beforeAll(async () => {
    [postgres, nats] = await Promise.all([mortalPostgres(), testNats()]);
    app = await testService({
      service: 'specs',
      module: serviceOf({}),
      beside: { databaseUrl: postgres.databaseUrl, natsUrl: nats.url, natsToken: nats.token },
    });
  });
  afterEach(() => Promise.all(kept.splice(0).map((lease) => lease.release())));
  afterAll(async () => {
    await app.close();
    await Promise.all([postgres.drop(), nats.drop()]);
  });

  const keep = (name: string, options: LeaseOptions = {}, db = app.get(Db)): Lease => {
    const lease = new Leases(db).keep(name, { ttlMs: TTL_MS, ...options });
    kept.push(lease);
    return lease;
  };
  const gained = (lease: Lease, withinMs = 3000) => eventually(() => expect(lease.held).toBe(true), withinMs);

  it('has one holder at a time among many, and each new one has a higher epoch', async () => {
    const name = randomUUID();
    const told: string[] = [];
    const leases = upTo(5).map((n) =>
      keep(name, {
        gained: (epoch) => told.push(`+${n} ${epoch}`),
        lost: () => told.push(`-${n}`),
      }),
    );
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, leases.filter(({ held }) => held).length)), 5);
    const epochs: number[] = [];
    for (let i = 0; i < 4; i++) {
      await eventually(() => expect(leases.some(({ held }) => held)).toBe(true));
      const holder = leases.find(({ held }) => held)!;
      epochs.push(holder.epoch);
      await holder.release();
      expect(holder.held).toBe(false);
    }
    clearInterval(watch);
    expect(most).toBe(1);
    expect(epochs).toEqual([1, 2, 3, 4]);
    // Every gain is followed by the same one's loss, before anybody else's gain.
    const whose = told.map((line) => /\d/.exec(line)?.[0]);
    for (let i = 0; i + 1 < told.length; i += 2) expect(whose[i]).toBe(whose[i + 1]);
  });

  it('passes to another when its holder falls silent, which by then knows that it is over', async () => {
    const name = randomUUID();
    let isStalled = false;
    const stalling = {
      query: (statement: Parameters<Db['query']>[0]) =>
        isStalled ? new Promise<never>(() => undefined) : app.get(Db).query(statement),
    } as unknown as Db;
    const lost: number[] = [];
    // Its connection hangs for ever: nothing but its own clock can tell it.
    const first = new Leases(stalling).keep(name, {
      ttlMs: TTL_MS,
      lost: () => lost.push(performance.now()),
    });
    await gained(first);
    const heldUntil: number[] = [];
    const second = keep(name);
    isStalled = true;
    const stalledAt = performance.now();
    while (!second.held) {
      if (first.held) heldUntil.push(performance.now());
      await pause(2);
      expect(first.held && second.held).toBe(false);
    }
    expect(performance.now() - stalledAt).toBeLessThan(TTL_MS * 3);
    expect(second.epoch).toBe(first.epoch + 1);
    expect(lost).toHaveLength(1);
    expect(lost[0]! - stalledAt).toBeLessThan(TTL_MS + 1000);
  });

  it('stops being held by itself while Postgres is away, and comes back with it', async () => {
    const name = randomUUID();
    const told: string[] = [];
    const lease = keep(name, {
      gained: (epoch) => told.push(`gained ${epoch}`),
      lost: () => told.push('lost'),
    });
    await gained(lease);
    await postgres.kill();
    const killedAt = performance.now();
    while (lease.held) await pause(2);
    expect(performance.now() - killedAt).toBeLessThan(TTL_MS + 1000);
    await eventually(() => expect(told).toEqual(['gained 1', 'lost']));
    await postgres.back();
    await gained(lease, 15_000);
    expect(told).toEqual(['gained 1', 'lost', 'gained 1']);
  });

  it('outlives an owner that throws', async () => {
    const lease = keep(randomUUID(), {
      gained: () => {
        throw new Error('the owner is broken');
      },
    });
    await gained(lease);
    await pause(TTL_MS * 2);
    expect(lease.held).toBe(true);
  });

  it('leaves no timer and no query behind when it is released', async () => {
    const name = randomUUID();
    const lease = keep(name);
    await gained(lease);
    await lease.release();
    await lease.release();
    const row = () =>
      app
        .get(Db)
        .query(sql`select holder, until < clock_timestamp() as is_over from es.leases where name = ${name}`);
    const before = await row();
    expect(before).toMatchObject([{ is_over: true }]);
    await pause(TTL_MS);
    expect(await row()).toEqual(before);
  });
});
