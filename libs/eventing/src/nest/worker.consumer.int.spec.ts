import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventNamed } from '@tidegate/contracts';
import { eventually, testService, type TestService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { sql } from '../sql.ts';
import { Bus } from './bus.ts';
import { On, type SignalOf, Worker } from './consumer.ts';
import { Db } from './db.ts';
import { mortalNats, pause, serviceOf, upTo } from './eventing.spec-helper.ts';
import { Nats } from './nats.ts';
import { Poison } from './transient.ts';
import { type Work, WorkQueueConsumer, type WorkHandler, type WorkerSettings } from './worker.consumer.ts';

jest.setTimeout(60_000);

const webhook = (webhookId: string): EventNamed<'WebhookQueued'>['data'] => ({
  webhookId,
  projectId: 'proj-000000000001',
  url: 'https://example.com',
  type: 'endpoint.ready',
  timestamp: '2026-01-01T00:00:00.000Z',
  data: {},
});

describe('a worker', () => {
  let nats: Awaited<ReturnType<typeof mortalNats>>;
  let app: TestService;
  let database: { databaseUrl: string; drop: () => Promise<void> };
  const workers: WorkQueueConsumer[] = [];
  let name = '';
  let n = 0;
  beforeAll(async () => {
    const { testDatabase } = await import('@tidegate/testing');
    const fresh = await testDatabase();
    database = { databaseUrl: fresh.url, drop: fresh.drop };
    nats = await mortalNats();
    app = await testService({
      service: 'specs',
      module: serviceOf({}),
      beside: { ...nats, databaseUrl: database.databaseUrl },
    });
  });
  beforeEach(() => {
    name = `specs.worker-${++n}`;
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    // A work queue has one consumer per subject.
    const manager = await app.get(Nats).manager();
    await manager.consumers.delete('WEBHOOKS', name.replace('.', '__')).catch(() => undefined);
    await manager.streams.purge('WEBHOOKS');
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([nats.drop(), database.drop()]);
  });

  const begin = (handler: WorkHandler, settings: Partial<WorkerSettings> = {}): WorkQueueConsumer => {
    const worker = new WorkQueueConsumer(app.get(Nats), app.get(Db), {
      name,
      channel: 'WEBHOOKS',
      handlers: new Map([['WebhookQueued', handler]]),
      settings: { concurrency: 4, ackWaitSeconds: 2, maxDeliver: 3, backoffSeconds: [0.1, 0.2], ...settings },
    });
    workers.push(worker);
    worker.start();
    return worker;
  };
  const queue = async (id: string = randomUUID()): Promise<string> => {
    await app.get(Bus).signal('WebhookQueued', webhook(id), { id });
    return id;
  };
  const left = async (): Promise<number> =>
    (await (await app.get(Nats).manager()).streams.info('WEBHOOKS')).state.messages;
  const dead = () =>
    app
      .get(Db)
      .query<{ message_id: string; error: string; attempts: number }>(
        sql`select message_id, error, attempts, data, type from es.dead_letters where worker = ${name}`,
      );
  const inDlq = async (): Promise<number> => {
    const manager = await app.get(Nats).manager();
    const { state } = await manager.streams.info('DLQ', {
      subjects_filter: `dlq.WEBHOOKS.${name.replace('.', '__')}`,
    });
    return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
  };

  it('tries again with growing waits, then is done with it', async () => {
    const at: number[] = [];
    begin(async (_signal, { attempt, lastAttempt }) => {
      at.push(performance.now());
      expect(lastAttempt).toBe(attempt === 3);
      if (attempt < 3) throw new Error('not yet');
      return Promise.resolve();
    });
    await queue();
    await eventually(async () => expect([at.length, await left()]).toEqual([3, 0]));
    expect(at[1]! - at[0]!).toBeGreaterThan(80);
    expect(at[2]! - at[1]!).toBeGreaterThan(170);
    expect(await dead()).toEqual([]);
  });

  it('buries what is hopeless at once, once', async () => {
    let calls = 0;
    begin(() => {
      calls++;
      throw new Poison('the address is not one \0\ud800');
    });
    const id = await queue();
    await eventually(async () => expect(await dead()).toHaveLength(1));
    expect(await dead()).toMatchObject([
      {
        message_id: id,
        error: 'the address is not one \ufffd\ufffd',
        attempts: 1,
        type: 'WebhookQueued',
        data: webhook(id),
      },
    ]);
    await eventually(async () => expect(await left()).toBe(0));
    expect([calls, await inDlq()]).toEqual([1, 1]);
  });

  it('buries what has failed at every delivery', async () => {
    const attempts: number[] = [];
    begin((_signal, { attempt }) => {
      attempts.push(attempt);
      throw new Error('no luck');
    });
    await queue();
    await eventually(async () => expect(await dead()).toMatchObject([{ error: 'no luck', attempts: 3 }]));
    await eventually(async () => expect(await left()).toBe(0));
    expect([attempts, await inDlq()]).toEqual([[1, 2, 3], 1]);
  });

  it('buries what nobody can read, without trying it', async () => {
    let calls = 0;
    begin(() => Promise.resolve(calls++));
    await app.get(Nats).js.publish('webhook.proj-000000000001', '{"not": "an event"');
    await eventually(async () =>
      expect(await dead()).toMatchObject([{ attempts: 1, data: '{"not": "an event"' }]),
    );
    await eventually(async () => expect(await left()).toBe(0));
    expect([calls, await inDlq()]).toEqual([0, 1]);
  });

  it('buries what has ended its worker at the last try, without trying it again', async () => {
    const attempts: number[] = [];
    // As a process that dies: it never says anything.
    const silent = new WorkQueueConsumer(app.get(Nats), app.get(Db), {
      name,
      channel: 'WEBHOOKS',
      handlers: new Map([['WebhookQueued', () => Promise.reject(new Error('unused'))]]),
      settings: { concurrency: 4, ackWaitSeconds: 0.5, maxDeliver: 2, backoffSeconds: [0.1] },
    });
    silent.start();
    await pause(300);
    await silent.stop();
    const id = await queue();
    const consumer = await app.get(Nats).js.consumers.get('WEBHOOKS', name.replace('.', '__'));
    for (let i = 0; i < 2; i++) await consumer.next({ expires: 3000 });
    begin((_signal, { attempt }) => Promise.resolve(attempts.push(attempt)), {
      ackWaitSeconds: 0.5,
      maxDeliver: 2,
    });
    await eventually(async () => expect(await dead()).toMatchObject([{ message_id: id, attempts: 3 }]));
    expect(attempts).toEqual([]);
  });

  it('keeps a message whose burial fails until it succeeds', async () => {
    await app.get(Db).query(sql`alter table es.dead_letters rename to dead_letters_away`);
    begin(() => {
      throw new Poison('hopeless');
    });
    const id = await queue();
    await pause(500);
    await app.get(Db).query(sql`alter table es.dead_letters_away rename to dead_letters`);
    expect(await left()).toBe(1);
    await eventually(async () => expect(await dead()).toMatchObject([{ message_id: id }]), 10_000);
    await eventually(async () => expect(await left()).toBe(0));
    expect(await inDlq()).toBe(1);
  });

  it('keeps a message for as long as its handler works, and gives it to nobody else', async () => {
    let calls = 0;
    const handler = async (): Promise<void> => {
      calls++;
      await pause(1500);
    };
    begin(handler, { ackWaitSeconds: 0.5 });
    begin(handler, { ackWaitSeconds: 0.5 });
    await queue();
    await pause(1000);
    await eventually(async () => expect(await left()).toBe(0));
    expect(calls).toBe(1);
  });

  it('works on several at once, and on no more than it may', async () => {
    let [now, most, done] = [0, 0, 0];
    begin(async () => {
      most = Math.max(most, ++now);
      await pause(30);
      now--;
      done++;
    });
    await Promise.all(upTo(30).map(() => queue()));
    await eventually(() => expect(done).toBe(30));
    expect(most).toBe(4);
  });

  it('finishes what it has in hand when it stops, and takes nothing new', async () => {
    let [begun, ended] = [0, 0];
    const worker = begin(async () => {
      begun++;
      await pause(300);
      ended++;
    });
    await Promise.all(upTo(10).map(() => queue()));
    await eventually(() => expect(begun).toBe(4));
    await worker.stop();
    expect([begun, ended]).toEqual([4, 4]);
    await eventually(async () => expect(await left()).toBe(6));
  });

  it('does an effect once, however often the message comes', async () => {
    const once: boolean[] = [];
    begin(async (_signal, work: Work) => {
      once.push(
        await work.once(async (tx) => {
          await tx.query(
            sql`insert into es.inbox (worker, message_id) values (${`${name} effect`}, ${work.messageId})`,
          );
        }),
      );
      if (work.attempt < 3) throw new Error('the acknowledgement is lost');
    });
    await queue();
    await eventually(async () => expect(await left()).toBe(0));
    expect(once).toEqual([true, false, false]);
  });

  it('has no effect left when the effect itself fails', async () => {
    const once: boolean[] = [];
    begin(async (_signal, work: Work) => {
      once.push(
        await work.once(() =>
          work.attempt < 2 ? Promise.reject(new Error('rolled back')) : Promise.resolve(),
        ),
      );
    });
    await queue();
    await eventually(async () => expect(await left()).toBe(0));
    expect(once).toEqual([true]);
  });

  it('goes on after its server was killed, and when its consumer is gone as well', async () => {
    const done = new Set<string>();
    begin((signal) => Promise.resolve(done.add(signal.id)));
    const first = await queue();
    await eventually(() => expect(done).toContain(first));
    await nats.kill();
    await nats.back();
    await eventually(() => expect(app.get(Bus).connected).toBe(true));
    const second = await queue();
    await eventually(() => expect(done).toContain(second));
    await (await app.get(Nats).manager()).streams.delete('WEBHOOKS');
    await app.get(Nats).restoreStreams();
    const third = await queue();
    await eventually(() => expect(done).toContain(third), 15_000);
  });
});

describe('a worker of a service', () => {
  const got: unknown[] = [];
  @Worker('specs.deliver', { concurrency: 2 })
  class Deliver {
    @On('WebhookQueued')
    deliver(signal: SignalOf<'WebhookQueued'>, work: Work): Promise<void> {
      got.push([signal.data.webhookId, signal.source, work.attempt]);
      return Promise.resolve();
    }
  }
  let app: TestService;
  beforeAll(async () => {
    app = await testService({ service: 'specs', module: serviceOf({ controllers: [Deliver] }) });
  });
  afterAll(() => app.close());

  it('gets signals with their data, and the same id once', async () => {
    for (let i = 0; i < 3; i++) await app.get(Bus).signal('WebhookQueued', webhook('w-1'), { id: 'same' });
    await app.get(Bus).signal('WebhookQueued', webhook('w-2'));
    await eventually(() => expect(got).toHaveLength(2));
    await pause(100);
    expect(got).toEqual(
      expect.arrayContaining([
        ['w-1', '/tidegate/specs', 1],
        ['w-2', '/tidegate/specs', 1],
      ]),
    );
    expect(got).toHaveLength(2);
  });

  it('never sees what does not fit its schema: the sender hears it', async () => {
    const wrong = { ...webhook('w'), url: 7 } as unknown as ReturnType<typeof webhook>;
    await expect(app.get(Bus).signal('WebhookQueued', wrong)).rejects.toThrow(/url/);
    await expect(app.get(Bus).signal('RatePublished', {} as never)).rejects.toThrow();
  });
});
