import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idFrom, webhookQuestions as questions } from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { Webhook } from 'standardwebhooks';
import { NotifierModule } from '../notifier.module.ts';
import { Receiver, asking, because, relayBeside } from './webhooks.spec-helper.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const secretKey = 'a key of at least thirty-two characters';
const EVENTS = 300;

let first: TestService;
let relay: TestService;
let receiver: Receiver;
const ask = asking(() => first);
const notifiers: ChildProcess[] = [];

const startNotifier = (): ChildProcess => {
  const notifier = spawn(process.execPath, [PROGRAM], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: first.databaseUrl,
      NATS_URL: first.natsUrl,
      NATS_TOKEN: first.natsToken,
      LOG_LEVEL: 'error',
      TIDEGATE_SECRET_KEY: secretKey,
      TIDEGATE_WEBHOOK_ALLOW_PRIVATE: 'true',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  notifiers.push(notifier);
  return notifier;
};

const end = async (notifier: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (notifier.exitCode !== null || notifier.signalCode !== null) return;
  const gone = new Promise((then) => notifier.once('exit', then));
  notifier.kill(signal);
  await gone;
};

beforeAll(async () => {
  receiver = await Receiver.open();
  const settings = {
    secretKey,
    sealKeys: [],
    allowPrivate: true,
    timeoutSeconds: 20,
    keepDays: 30,
    webhooksPerProject: 3,
    disableAfterDays: 5,
    mostWaiting: 1000,
  };
  first = await testService({ service: 'notifier', module: NotifierModule.with(() => settings) });
  relay = await relayBeside(first);
});
afterAll(async () => {
  await Promise.all(notifiers.map((notifier) => end(notifier, 'SIGKILL')));
  await relay.close();
  await first.close();
  receiver.close();
});

describe('a notifier that is killed and started again and again', () => {
  it('writes each event down once for each webhook, and delivers every one', async () => {
    const projectId = idFrom('project', randomBytes(6));
    const subscribe = (path: string) =>
      ask(questions.subscribe, {
        projectId,
        wish: { url: receiver.url(path), eventTypes: ['project.*'], description: '' },
        ...because(),
      });
    const [one, two] = [await subscribe('/one'), await subscribe('/two')];
    const store = first.get(EventStore);
    let running = startNotifier();
    for (let n = 0; n < EVENTS; n++) {
      const event = { type: 'ProjectRenamed', data: { projectId, name: String(n) } };
      await store.append(projectId, 'any', [event], causeOf({ commandId: randomUUID(), actor: 'operator' }));
      if (n % 60 === 59) {
        // In the midst of work: it has taken some and not yet the others.
        await end(running, n % 120 === 59 ? 'SIGKILL' : 'SIGTERM');
        running = startNotifier();
      }
    }
    const settled = async (): Promise<void> => {
      const rows = await first.get(Db).query<{
        subscription_id: string;
        count: number;
        last: number;
        open: number;
      }>(sql`
        select subscription_id, count(*) as count, max(number) as last, count(*) filter (where state <> 'delivered') as open
        from deliveries group by subscription_id order by subscription_id`);
      const of = (id: string) => ({ subscription_id: id, count: EVENTS, last: EVENTS, open: 0 });
      expect(rows).toEqual([one.webhook.id, two.webhook.id].toSorted().map(of));
    };
    // What a killed process had in its hands comes again when the queue has waited for it.
    await first.eventually(settled, 150_000);
    for (const [path, { secret }] of [
      ['/one', one],
      ['/two', two],
    ] as const) {
      const got = receiver.at(path);
      const names = new Map(
        got.map(({ headers, event }) => [headers['webhook-id'], (event.data as { name: string }).name]),
      );
      expect([...names.values()].map(Number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: EVENTS }, (_, n) => n),
      );
      for (const { body, headers } of got.slice(-20))
        expect(new Webhook(secret).verify(body, headers)).toBeDefined();
    }
  }, 240_000);
});
