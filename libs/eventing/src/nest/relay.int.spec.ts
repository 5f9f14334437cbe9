import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  testDatabase,
  type TestDatabase,
  eventually,
  testService,
  type TestService,
} from '@tidegate/testing';
import { cp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { recordedFromMessage } from './cloud-event.ts';
import { EventStore } from './event.store.ts';
import { aCause, mortalNats, pause, priceOf, rate, serviceOf, upTo } from './eventing.spec-helper.ts';
import { Followers } from './followers.ts';
import type { Leases } from './leases.loop.ts';
import { Nats } from './nats.ts';
import { Relay } from './relay.loop.ts';

jest.setTimeout(60_000);

const LIMIT_MS = 60_000;

describe('the relay', () => {
  let nats: Awaited<ReturnType<typeof mortalNats>>;
  let database: TestDatabase;
  const apps: TestService[] = [];
  const start = async (relay = true): Promise<TestService> => {
    const beside = { databaseUrl: database.url, natsUrl: nats.natsUrl, natsToken: nats.natsToken };
    const app = await testService({ service: 'specs', module: serviceOf({ relay }), beside });
    apps.push(app);
    return app;
  };
  beforeAll(async () => {
    nats = await mortalNats();
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await database.drop();
    await nats.kill();
    await rm(nats.storeDir, { recursive: true, force: true });
    await nats.back();
  });
  afterAll(() => nats.drop());

  const put = (app: TestService, count: number, stream = randomUUID()) =>
    app.get(EventStore).append(stream, 'any', upTo(count).map(rate), aCause());

  /** Every message of LOG against the log: sequence = position, id and data the same. */
  const expectCarried = async (app: TestService): Promise<void> => {
    const store = app.get(EventStore);
    const head = await store.head();
    await eventually(() => expect(app.get(Nats).connected).toBe(true));
    const manager = await app.get(Nats).manager();
    await eventually(async () => {
      const { state } = await manager.streams.info('LOG');
      expect(state).toMatchObject({ last_seq: head, messages: head, first_seq: 1 });
    });
    const events = await store.readLog({ after: 0, limit: 100_000 });
    for (const event of events) {
      const message = await manager.streams.getMessage('LOG', { seq: event.position });
      const carried = recordedFromMessage({ headers: message!.header, data: message!.data });
      expect(carried).toEqual({ ...event, meta: { actor: 'operator' } });
    }
  };

  it(
    'gives each event the sequence of its position, though the server is killed twice and two relays carry at once',
    async () => {
      database = await testDatabase();
      const [one, two] = [await start(false), await start(false)];
      // Both carry all the time: the lease only saves work.
      const held = { held: true, epoch: 1, release: () => Promise.resolve() };
      const relays = [one, two].map(
        (app) => new Relay(app.get(EventStore), app.get(Nats), { keep: () => held } as unknown as Leases),
      );
      for (const relay of relays) relay.onApplicationBootstrap();
      let over = false;
      const writer = async (app: TestService): Promise<void> => {
        while (!over) {
          await put(app, 1 + Math.floor(Math.random() * 4));
          await pause(2);
        }
      };
      const writers = [writer(one), writer(two), writer(one)];
      for (let kill = 0; kill < 2; kill++) {
        await pause(400);
        await nats.kill();
        await pause(200);
        await nats.back();
      }
      await pause(600);
      over = true;
      await Promise.all(writers);
      expect(await one.get(EventStore).head()).toBeGreaterThan(300);
      await expectCarried(one);
      await Promise.all(relays.map((relay) => relay.onApplicationShutdown()));
    },
    LIMIT_MS,
  );

  it(
    'publishes again what a server has lost at its end, and followers get each event once',
    async () => {
      database = await testDatabase();
      const app = await start();
      const seen: number[] = [];
      const follower = app.get(Followers).follow({
        name: 'specs.prices',
        types: ['RatePublished'],
        apply: (event) => seen.push(event.position),
      });
      await put(app, 50);
      await expectCarried(app);
      await nats.kill();
      await cp(nats.storeDir, `${nats.storeDir}-older`, { recursive: true });
      await nats.back();
      await put(app, 50);
      await expectCarried(app);
      await nats.kill();
      await rm(nats.storeDir, { recursive: true });
      await cp(`${nats.storeDir}-older`, nats.storeDir, { recursive: true });
      await nats.back();
      await put(app, 10);
      await expectCarried(app);
      await eventually(() => expect(follower.position).toBe(110), 10_000);
      expect(seen).toEqual(upTo(110));
    },
    LIMIT_MS,
  );

  it(
    'publishes everything again when the stream is deleted, while it runs or while the server is away',
    async () => {
      database = await testDatabase();
      const app = await start();
      const seen: number[] = [];
      app.get(Followers).follow({
        name: 'specs.prices',
        types: ['RatePublished'],
        apply: (event) => seen.push(priceOf(event)),
      });
      await put(app, 300);
      await expectCarried(app);
      await (await app.get(Nats).manager()).streams.delete('LOG');
      // Nothing is appended: it is noticed all the same.
      await expectCarried(app);
      await nats.kill();
      await rm(nats.storeDir, { recursive: true });
      await nats.back();
      await expectCarried(app);
      await put(app, 1);
      await expectCarried(app);
      await eventually(() => expect(seen).toHaveLength(301), 10_000);
      expect(seen).toEqual([...upTo(300), 1]);
    },
    LIMIT_MS,
  );

  it(
    'carries nothing while LOG holds what the log does not, and says so',
    async () => {
      database = await testDatabase();
      const app = await start();
      await put(app, 20);
      await expectCarried(app);
      await app.close();
      apps.length = 0;
      // A backup from before: the log is shorter, then goes another way.
      const lost = database;
      database = await testDatabase();
      await lost.drop();
      const restored = await start();
      await put(restored, 5);
      await pause(800);
      const manager = await restored.get(Nats).manager();
      expect((await manager.streams.info('LOG')).state.last_seq).toBe(20);
      await put(restored, 30);
      await pause(800);
      expect((await manager.streams.info('LOG')).state.last_seq).toBe(20);
    },
    LIMIT_MS,
  );

  it(
    'lets a second relay take over when the first one ends',
    async () => {
      database = await testDatabase();
      const [one, two] = [await start(), await start()];
      await put(one, 3);
      await expectCarried(two);
      await one.close();
      apps.splice(0, 1);
      await put(two, 3);
      await expectCarried(two);
    },
    LIMIT_MS,
  );
});
