import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type WebhookView, webhookQuestions as questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { NotifierModule } from '../notifier.module.ts';
import { FAN_OUT } from './fan-out.consumer.ts';
import { WebhookSecrets } from './webhook-secret.store.ts';
import { Receiver, USUAL, asking, because, newProject, relayBeside } from './webhooks.spec-helper.ts';

let app: TestService;
let relay: TestService;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.open();
  app = await testService({
    service: 'notifier',
    module: NotifierModule.with(() => ({ ...USUAL, allowPrivate: true })),
  });
  relay = await relayBeside(app);
});
afterAll(async () => {
  await relay.close();
  await app.close();
  receiver.close();
});

const ask = asking(() => app);
const subscribe = async (path: string): Promise<WebhookView> => {
  const wish = { url: receiver.url(path), eventTypes: ['project.*'], description: '' };
  return (await ask(questions.subscribe, { projectId: newProject(), wish, ...because() })).webhook;
};
const test = ({ id, projectId }: WebhookView) =>
  ask(questions.test, { projectId, webhookId: id, ...because() });
const old = (webhookId: string) =>
  app.get(Db).query(sql`
    update webhook_secrets set made_at = made_at - interval '2 hours' where webhook_id = ${webhookId}`);
const secretsOf = async (webhookId: string): Promise<number> =>
  (await app.get(Db).query(sql`select 1 from webhook_secrets where webhook_id = ${webhookId}`)).length;

it('a secret is not wiped while the log may name it further on', async () => {
  const webhook = await subscribe('/late');
  await old(webhook.id);
  const orphan = await app.get(WebhookSecrets).make('sec-0123456789ab', 'hook-0123456789ab');
  expect(orphan).toMatch(/^whsec_/);
  await old('hook-0123456789ab');
  // As if the log had not been read so far: the webhook is in the log, and in no table.
  const db = app.get(Db);
  await db.transaction(async (tx) => {
    await tx.query(sql`delete from webhooks where webhook_id = ${webhook.id}`);
    await tx.query(sql`update es.checkpoints set position = 0 where consumer = ${FAN_OUT}`);
  });
  expect(await app.get(WebhookSecrets).wipeUnused()).toBe(0);
  // It is read again when something comes, and then what nobody names can go.
  await subscribe('/next');
  await app.eventually(async () => {
    expect(await app.get(WebhookSecrets).wipeUnused()).toBe(1);
  });
  expect([await secretsOf(webhook.id), await secretsOf('hook-0123456789ab')]).toEqual([1, 0]);
});

it('a webhook whose secret is gone is not sent unsigned', async () => {
  const webhook = await subscribe('/unsigned');
  await app.get(Db).query(sql`delete from webhook_secrets where webhook_id = ${webhook.id}`);
  await test(webhook);
  await app.eventually(async () => {
    const asked = { projectId: webhook.projectId, webhookId: webhook.id };
    const { items } = await ask(questions.deliveries, { ...asked, state: null, limit: 10, cursor: null });
    expect(JSON.stringify(items)).toContain('its signing secret is gone');
  });
  expect(receiver.at('/unsigned')).toEqual([]);
});
