import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  testDatabase,
  type TestDatabase,
  testService,
  type TestService,
} from '@tidegate/testing';
import { rm } from 'node:fs/promises';
import { Bus } from './bus.ts';
import { CHAOS_LIMIT_MS, KILLS, chaosOn, echoing } from './chaos.spec-helper.ts';
import { On, type SignalOf, Worker } from './consumer.ts';
import { mortalNats, pause, upTo } from './eventing.spec-helper.ts';
import { Followers } from './followers.ts';
import { Nats } from './nats.ts';

const delivered = new Set<string>();
@Worker('specs.deliver', { concurrency: 2 })
class Deliver {
  @On('WebhookQueued')
  deliver({ data }: SignalOf<'WebhookQueued'>): Promise<unknown> {
    return Promise.resolve(delivered.add(data.webhookId));
  }
}

describe('a service whose NATS is killed again and again', () => {
  let nats: Awaited<ReturnType<typeof mortalNats>>;
  let database: TestDatabase;
  let app: TestService;
  let chaos: ReturnType<typeof chaosOn>;
  beforeAll(async () => {
    [nats, database] = await Promise.all([mortalNats(), testDatabase()]);
    const beside = { ...nats, databaseUrl: database.url };
    app = await testService({ service: 'specs', module: echoing({ controllers: [Deliver] }), beside });
    chaos = chaosOn(app);
  }, CHAOS_LIMIT_MS);
  afterAll(async () => {
    await app.close();
    await Promise.all([nats.drop(), database.drop()]);
  });

  /** @param isLost with all that it had stored, or as it was */
  const kill = async (isLost: boolean): Promise<void> => {
    await nats.kill();
    if (isLost) await rm(nats.storeDir, { recursive: true });
    await pause(Math.random() * 1500);
    await nats.back();
  };
  const deliver = async (webhookId: string): Promise<void> => {
    const rest = {
      projectId: 'proj-000000000001',
      url: 'https://example.com',
      type: 'endpoint.ready',
      data: {},
    };
    const webhook = { ...rest, webhookId, timestamp: '2026-01-01T00:00:00.000Z' };
    await eventually(() => app.get(Bus).signal('WebhookQueued', webhook, { id: webhookId }));
    await eventually(() => expect(delivered).toContain(webhookId));
  };
  /** LOG holds the log, each event at the sequence of its position. */
  const expectCarried = async (): Promise<void> => {
    const manager = await app.get(Nats).manager();
    const events = await chaos.store.readLog({ after: 0, limit: 100_000 });
    const { state } = await manager.streams.info('LOG');
    expect(state).toMatchObject({ first_seq: 1, last_seq: events.length, messages: events.length });
    for (const { position, id } of events.slice(-200)) {
      const message = await manager.streams.getMessage('LOG', { seq: position });
      expect(message?.header.get('Nats-Msg-Id')).toBe(id);
    }
  };

  it(
    'carries the whole log again, does every event once in order, and takes from its queues what comes next',
    async () => {
      const seen: number[] = [];
      const follower = app.get(Followers).follow({
        name: 'specs.prices',
        types: ['RatePublished'],
        apply: ({ position }) => seen.push(position),
      });
      const writers = ['source-1', 'source-2'].map(chaos.writing);
      for (let n = 0; n < KILLS; n++) {
        await pause(500 + Math.random() * 500);
        await kill(n % 2 === 0);
        await deliver(`webhook-${String(n)}`);
      }
      await Promise.all(writers.map((writer) => writer.end()));
      await eventually(chaos.expectAllDone, 60_000);
      await eventually(expectCarried, 60_000);
      const head = await chaos.store.head();
      await eventually(() => expect(follower.position).toBe(head));
      expect(seen).toEqual(upTo(head));
    },
    CHAOS_LIMIT_MS,
  );
});
