import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testNats, type TestNats, testService, type TestService } from '@tidegate/testing';
import { sql } from '../sql.ts';
import { CHAOS_LIMIT_MS, KILLS, chaosOn, echoing } from './chaos.spec-helper.ts';
import { aCause, mortalPostgres, pause, rate } from './eventing.spec-helper.ts';

describe('log consumers whose Postgres is killed again and again', () => {
  let postgres: Awaited<ReturnType<typeof mortalPostgres>>;
  let nats: TestNats;
  let apps: TestService[];
  let chaos: ReturnType<typeof chaosOn>;
  beforeAll(async () => {
    [postgres, nats] = await Promise.all([mortalPostgres(), testNats()]);
    const beside = { databaseUrl: postgres.databaseUrl, natsUrl: nats.url, natsToken: nats.token };
    const module = echoing();
    const start = () => testService({ service: 'specs', module, beside });
    apps = [await start(), await start()];
    chaos = chaosOn(apps[0]!);
  }, CHAOS_LIMIT_MS);
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await Promise.all([postgres.drop(), nats.drop()]);
  });

  /** The whole server; or one of its processes, whereupon it throws all connections out and recovers by itself. */
  const kill = async (n: number): Promise<void> => {
    if (n % 2 === 0) {
      await postgres.kill();
      await pause(n % 4 === 0 ? 0 : 1500);
      await postgres.back();
      return;
    }
    const [victim] = await chaos.ask<{ pid: number }>(sql`
      select pid from pg_stat_activity
      where backend_type in ('walwriter', 'client backend') and pid <> pg_backend_pid() order by random() limit 1`);
    process.kill(victim!.pid, 'SIGKILL');
  };

  it(
    'do every event once, in order, and set nothing aside',
    async () => {
      const writers = ['source-1', 'source-2', 'source-3'].map(chaos.writing);
      for (let n = 0; n < KILLS; n++) {
        await pause(700 + Math.random() * 900);
        const before = await eventually(() => chaos.store.head());
        await kill(n);
        await eventually(async () => expect(await chaos.store.head()).toBeGreaterThan(before + 10));
      }
      await Promise.all(writers.map((writer) => writer.end()));
      await eventually(chaos.expectAllDone, 60_000);
    },
    CHAOS_LIMIT_MS,
  );

  it(
    'do again what the server forgot, though nothing new comes',
    async () => {
      for (let n = 0; n < KILLS; n++) {
        for (let i = 0; i < 5; i++) await chaos.store.append('source-4', 'any', [rate(i)], aCause());
        await eventually(async () => {
          const [source] = await chaos.positions(
            sql`select max(position) as position from es.events where stream_id = 'source-4'`,
          );
          const [echoed] = await chaos.positions(sql`select max(last) as position from totals`);
          expect(echoed).toBe(source);
        });
        await kill(n + 1);
        await eventually(chaos.expectAllDone, 60_000);
      }
    },
    CHAOS_LIMIT_MS,
  );
});
