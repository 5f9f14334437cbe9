import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AskOf,
  type Event,
  type WebhookDeliveryView,
  type WebhookView,
  webhookQuestions as questions,
} from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Asker, Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { Webhook } from 'standardwebhooks';
import { NotifierModule } from '../notifier.module.ts';
import { WebhookSender } from '../deliveries/webhook-sender.gateway.ts';
import { WebhookHealth } from './webhook-health.handler.ts';
import {
  Receiver,
  type Received,
  USUAL,
  asking,
  because,
  newProject,
  priced,
  relayBeside,
  renamed,
} from './webhooks.spec-helper.ts';

let app: TestService;
let strict: TestService;
let relay: TestService;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await Receiver.open();
  const notifier = (allowPrivate: boolean) => ({
    service: 'notifier',
    module: NotifierModule.with(() => ({ ...USUAL, allowPrivate })),
  });
  app = await testService(notifier(true));
  strict = await testService(notifier(false));
  relay = await relayBeside(app);
});
afterAll(async () => {
  await relay.close();
  await Promise.all([app.close(), strict.close()]);
  receiver.close();
});
beforeEach(() => receiver.forget());

const ask = asking(() => app);
const wish = (path: string, ...eventTypes: string[]) => ({
  url: receiver.url(path),
  eventTypes,
  description: '',
});
const subscribe = (projectId: string, path: string, ...eventTypes: string[]) =>
  ask(questions.subscribe, { projectId, wish: wish(path, ...eventTypes), ...because() });
const look = (webhook: WebhookView) =>
  ask(questions.one, { projectId: webhook.projectId, webhookId: webhook.id });
const named = ({ id, projectId }: WebhookView) => ({ projectId, webhookId: id, ...because() });
const change = (webhook: WebhookView, changes: Partial<AskOf<typeof questions.change>>) =>
  ask(questions.change, { ...named(webhook), wish: {}, state: null, ...changes });
const replay = (webhook: WebhookView, what: Partial<AskOf<typeof questions.replay>>) => {
  const nothing = { deliveryId: null, since: null, afterPosition: null };
  return ask(questions.replay, { ...named(webhook), ...nothing, ...what });
};
const deliveriesOf = async (webhook: WebhookView, limit = 100, cursor: string | null = null) =>
  ask(questions.deliveries, {
    projectId: webhook.projectId,
    webhookId: webhook.id,
    state: null,
    limit,
    cursor,
  });
const append = async (streamId: string, ...events: Event[]): Promise<number> => {
  const cause = causeOf({ commandId: randomUUID(), actor: 'operator' });
  return (await app.get(EventStore).append(streamId, 'any', events, cause)).lastPosition;
};
const ordered = (path: string): Received['event'][] =>
  receiver
    .at(path)
    .map(({ event }) => event)
    .sort((a, b) => Number(a['sequence']) - Number(b['sequence']));
const typesAt = (path: string): string[] => ordered(path).map(({ type }) => type);
const isOver = async (webhook: WebhookView, deliveries: number): Promise<void> =>
  app.eventually(async () => expect(await look(webhook)).toMatchObject({ waiting: 0, deliveries }));

describe('a webhook', () => {
  it('gets each event of its project that it is subscribed to, as the CloudEvent that is documented', async () => {
    const projectId = newProject();
    const { webhook, secret } = await subscribe(projectId, '/a', 'project.*', 'rate.*');
    const position = await append(projectId, renamed(projectId));
    await append('rate-cpu-1x', priced('cpu-1x'));
    await app.eventually(() => expect(typesAt('/a')).toEqual(['ProjectRenamed', 'RatePublished']));
    const [{ headers, body }] = receiver.at('/a').filter(({ event }) => event.type === 'ProjectRenamed') as [
      Received,
    ];
    expect(headers['content-type']).toContain('application/cloudevents+json');
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      specversion: '1.0',
      source: '/tidegate',
      type: 'ProjectRenamed',
      subject: projectId,
      sequence: String(position),
      tenantid: projectId,
      dataschema: 'urn:tidegate:event:ProjectRenamed:v1',
      deliverynumber: '1',
      data: { projectId, name: 'books' },
    });
    await isOver(webhook, 2);
    const { items } = await deliveriesOf(webhook);
    expect(
      items.map(({ eventType, number, tries, lastStatus, state }) => [
        eventType,
        number,
        tries,
        lastStatus,
        state,
      ]),
    ).toEqual([
      ['RatePublished', 2, 1, 204, 'delivered'],
      ['ProjectRenamed', 1, 1, 204, 'delivered'],
    ]);
    expect(items[1]?.id).toBe(headers['webhook-id']);
    expect(items[1]?.id).toBe(`${webhook.id}_${items[1]?.eventId ?? ''}`);
  });

  it('never gets an event of another project, whatever it is subscribed to', async () => {
    const [mine, other] = [newProject(), newProject()];
    const { webhook } = await subscribe(mine, '/mine', '*');
    const { webhook: others } = await subscribe(other, '/other', '*');
    for (const projectId of [mine, other, mine, other]) await append(projectId, renamed(projectId));
    // What names no project and is nobody's business stays inside.
    await append('node-0123456789ab', {
      type: 'NodeCordoned',
      data: { nodeId: 'node-0123456789ab', cluster: 'local', by: 'operator' },
    });
    await append('rate-x', priced('x'));
    await app.eventually(() => expect(typesAt('/mine').at(-1)).toBe('RatePublished'));
    await isOver(webhook, 3);
    await isOver(others, 3);
    const projects = (path: string) => new Set(ordered(path).map((event) => event['tenantid'] ?? 'nobody'));
    expect(projects('/mine')).toEqual(new Set([mine, 'nobody']));
    expect(projects('/other')).toEqual(new Set([other, 'nobody']));
    expect(typesAt('/mine').filter((type) => type === 'ProjectRenamed')).toHaveLength(2);
    expect(typesAt('/mine')).not.toContain('NodeCordoned');
    // Nor may it be replayed, changed, tested, or looked at from there.
    const stolen = { ...webhook, projectId: other };
    for (const attempt of [
      look,
      deliveriesOf,
      (one: WebhookView) => change(one, {}),
      (one: WebhookView) => replay(one, { afterPosition: 0 }),
    ])
      await expect(attempt(stolen)).rejects.toMatchObject({ code: 'webhook.not_found' });
  });

  it('is refused beyond the limit of its project, and a private address at once', async () => {
    const projectId = newProject();
    const made = await Promise.allSettled(
      ['/1', '/2', '/3', '/4', '/5'].map((path) => subscribe(projectId, path, '*')),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'webhook.too_many' },
    });
    for (const url of [
      'http://127.0.0.1:1/x',
      'http://[::1]/',
      'http://localhost/',
      'http://10.0.0.1/',
      'ftp://example.com/',
    ])
      await expect(
        strict.get(Asker).ask(questions.subscribe, {
          projectId,
          wish: { url, eventTypes: ['*'], description: '' },
          ...because(),
        }),
      ).rejects.toMatchObject({ code: 'webhook.address_not_allowed' });
  });

  it('whose name leads inside later is not connected to', async () => {
    const projectId = newProject();
    const { webhook } = await subscribe(projectId, '/later', '*');
    // The same servers, with a process that lets nothing inside.
    const careful = await testService({
      service: 'notifier',
      module: NotifierModule.with(() => ({ ...USUAL, allowPrivate: false })),
      beside: app,
    });
    try {
      const { deliveryId } = await ask(questions.test, named(webhook));
      const [row] = await app
        .get(Db)
        .query<{ webhook: never }>(sql`select webhook from deliveries where webhook_id = ${deliveryId}`);
      expect(await careful.get(WebhookSender).send(row!.webhook, new Date())).toEqual({
        kind: 'refused',
        error: '127.0.0.1 is not a public address',
      });
    } finally {
      await careful.close();
    }
  });

  it('is made once, and has one secret, however often it is asked for under one id', async () => {
    const projectId = newProject();
    const same = { projectId, wish: wish('/once', '*'), ...because() };
    const twice = await Promise.all([1, 2].map(() => ask(questions.subscribe, same)));
    expect(twice[0]).toEqual(twice[1]);
    const { items } = await ask(questions.all, { projectId, limit: 50, cursor: null });
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(twice[0]?.secret);
  });

  it('has a secret that stands in no event and in no table in the clear', async () => {
    const { webhook, secret } = await subscribe(newProject(), '/s', '*');
    const rotated = await ask(questions.rotate, named(webhook));
    const dumped = await app.get(Db).query<{ text: string }>(sql`
      select string_agg(e::text, ' ') as text from es.events e
      union all select string_agg(s::text || encode(sealed, 'escape'), ' ') from webhook_secrets s
      union all select string_agg(d::text, ' ') from deliveries d`);
    for (const one of [secret, rotated.secret])
      for (const { text } of dumped) expect(text).not.toContain(one.slice('whsec_'.length));
  });
});

describe('a webhook whose secret is rotated', () => {
  it('signs with both for a day, and with the new one alone after it', async () => {
    const { webhook, secret: before } = await subscribe(newProject(), '/r', 'project.*');
    const { webhook: shown, secret: after } = await ask(questions.rotate, named(webhook));
    expect(after).not.toBe(before);
    expect(Date.parse(shown.formerSecretsUntil ?? '') - Date.now()).toBeGreaterThan(86_000_000);
    const { deliveryId } = await ask(questions.test, named(webhook));
    await app.eventually(() => expect(receiver.at('/r')).toHaveLength(1));
    const [{ headers, body }] = receiver.at('/r') as [Received];
    expect(headers['webhook-id']).toBe(deliveryId);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [before, after])
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'WebhookTestRequested' });
    await app.get(Db).query(sql`
      update webhooks set formers = jsonb_set(formers, '{0,untilUs}', '1') where webhook_id = ${webhook.id}`);
    await ask(questions.test, named(webhook));
    await app.eventually(() => expect(receiver.at('/r')).toHaveLength(2));
    const [, later] = receiver.at('/r') as [Received, Received];
    expect(new Webhook(after).verify(later.body, later.headers)).toBeDefined();
    expect(() => new Webhook(before).verify(later.body, later.headers)).toThrow('No matching signature');
  });

  it('keeps a bounded number of them', async () => {
    const { webhook } = await subscribe(newProject(), '/b', 'project.*');
    const rotate = () => ask(questions.rotate, named(webhook));
    for (let times = 0; times < 4; times++) await rotate();
    await expect(rotate()).rejects.toMatchObject({ code: 'webhook.rotated_too_often' });
    await ask(questions.test, named(webhook));
    await app.eventually(() => expect(receiver.at('/b')).toHaveLength(1));
    expect(receiver.at('/b')[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(5);
  });
});

describe('a receiver', () => {
  it('that says 410 gets nothing more until its webhook is enabled; a replay then brings what it missed', async () => {
    const projectId = newProject();
    const { webhook } = await subscribe(projectId, '/g', 'project.*');
    receiver.answers = [410];
    await append(projectId, renamed(projectId, 'first'));
    const disabled = await app.eventually(async () => {
      const now = await look(webhook);
      expect(now).toMatchObject({ state: 'disabled', waiting: 0, reason: { code: 'webhook_gone' } });
      return now;
    });
    await append(projectId, renamed(projectId, 'second'));
    await expect(replay(webhook, { afterPosition: 0 })).rejects.toMatchObject({ code: 'webhook.disabled' });
    await change(webhook, { state: 'active' });
    await append(projectId, renamed(projectId, 'third'));
    await app.eventually(() =>
      expect(receiver.at('/g').map(({ event }) => event.data)).toMatchObject([
        { name: 'first' },
        { name: 'third' },
      ]),
    );
    await replay(webhook, { afterPosition: disabled.disabledAtPosition });
    const names = () => receiver.at('/g').map(({ event }) => (event.data as { name: string }).name);
    await app.eventually(() => expect(names().toSorted()).toEqual(['first', 'second', 'third', 'third']));
    const ids = new Map(
      receiver.at('/g').map(({ headers, event }) => [headers['webhook-id'], event['deliverynumber']]),
    );
    expect([...ids.values()].toSorted()).toEqual(['1', '2', '3']);
  });

  it('that fails for days is given up, and it is said why', async () => {
    const projectId = newProject();
    const { webhook } = await subscribe(projectId, '/f', 'project.*');
    receiver.answers = [500, 500];
    await append(projectId, renamed(projectId));
    await app.eventually(async () => expect((await look(webhook)).failingSince).not.toBeNull());
    await app.get(Db).query(sql`
      update webhooks set failing_since = clock_timestamp() - interval '6 days' where webhook_id = ${webhook.id}`);
    await app.eventually(async () =>
      expect(await look(webhook)).toMatchObject({
        state: 'disabled',
        reason: { code: 'webhook_failing', message: 'Every try has failed for more than 5 days.' },
      }),
    );
  });

  it('for which too much waits is given up too, and nothing of it is tried any more', async () => {
    const { webhook } = await subscribe(newProject(), '/slow', 'project.*');
    await app.get(Db).query(sql`
      insert into deliveries (webhook_id, project_id, url, type, webhook, due_at, subscription_id, number, event_id, position)
      select 'd-' || n, ${webhook.projectId}, ${webhook.url}, 't', '{}', clock_timestamp() + interval '1 hour', ${webhook.id}, n,
             gen_random_uuid(), n
      from generate_series(1, 1001) n`);
    await app.get(Db).query(sql`update webhooks set last_number = 1001 where webhook_id = ${webhook.id}`);
    await app.get(WebhookHealth).stopOverfull();
    await app.eventually(async () =>
      expect(await look(webhook)).toMatchObject({
        state: 'disabled',
        reason: { code: 'webhook_backlog' },
        waiting: 0,
      }),
    );
    const { items } = await deliveriesOf(webhook, 1);
    expect(items).toMatchObject([{ number: 1001, state: 'failed', tries: 0, nextTryAt: null }]);
  });

  it('that answers again is forgiven, and gets every event in the end', async () => {
    const projectId = newProject();
    const { webhook } = await subscribe(projectId, '/h', 'project.*');
    receiver.answers = [500];
    for (let n = 0; n < 30; n++) await append(projectId, renamed(projectId, `n${String(n)}`));
    await isOver(webhook, 30);
    expect((await look(webhook)).failingSince).toBeNull();
    const numbers = new Set(receiver.at('/h').map(({ event }) => Number(event['deliverynumber'])));
    expect(numbers.size).toBe(30);
  });
});

describe('a replay', () => {
  it('brings one again, under the same id', async () => {
    const projectId = newProject();
    const { webhook } = await subscribe(projectId, '/one', 'project.*');
    await append(projectId, renamed(projectId));
    await isOver(webhook, 1);
    const { items } = await deliveriesOf(webhook);
    const [{ id }] = items as [WebhookDeliveryView];
    await replay(webhook, { deliveryId: id });
    await app.eventually(() =>
      expect(receiver.at('/one').map(({ headers }) => headers['webhook-id'])).toEqual([id, id]),
    );
    await expect(replay(webhook, { deliveryId: 'hook-0_x' })).rejects.toMatchObject({
      code: 'webhook.delivery_not_found',
    });
  });

  it('brings everything since a time or a position, also what was before the webhook', async () => {
    const projectId = newProject();
    const rate = `r-${projectId}`;
    await append(`rate-${rate}`, priced(rate));
    await append(projectId, renamed(projectId, 'zero'));
    const since = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (let n = 0; n < 250; n++) await append(projectId, renamed(projectId, String(n)));
    const { webhook } = await subscribe(projectId, '/all', 'project.*', 'rate.*');
    await append(projectId, renamed(projectId, 'last'));
    await isOver(webhook, 1);
    expect(await replay(webhook, { since })).toMatchObject({ fromPosition: expect.any(Number) });
    const names = () => ordered('/all').flatMap(({ data }) => (data as { name?: string }).name ?? []);
    await app.eventually(() => expect(new Set(names()).size).toBe(251));
    expect(names().slice(0, 3)).toEqual(['0', '1', '2']);
    await replay(webhook, { afterPosition: 0 });
    await app.eventually(() => expect(names()).toContain('zero'));
    await app.eventually(async () =>
      expect(await look(webhook)).toMatchObject({ waiting: 0, replaying: null }),
    );
    expect(ordered('/all').filter(({ data }) => (data as { sku?: string }).sku === rate)).toHaveLength(1);
    const ids = new Set(receiver.at('/all').map(({ headers }) => headers['webhook-id']));
    const { deliveries } = await look(webhook);
    expect(ids.size).toBe(deliveries);
    const pages = await deliveriesOf(webhook, 200);
    const rest = await deliveriesOf(webhook, 200, pages.nextCursor);
    expect([pages.items[0]?.number, pages.items.at(-1)?.number, rest.items[0]?.number]).toEqual([
      deliveries,
      deliveries - 199,
      deliveries - 200,
    ]);
  });
});

describe('a webhook that is changed or deleted', () => {
  it('goes where it points now, and nowhere once it is gone', async () => {
    const projectId = newProject();
    const { webhook } = await subscribe(projectId, '/old', 'project.*');
    await change(webhook, { wish: { url: receiver.url('/new'), eventTypes: ['webhook.*'] } });
    await append(projectId, renamed(projectId));
    const { webhook: second } = await subscribe(projectId, '/second', 'project.*');
    await app.eventually(() => expect(typesAt('/new')).toEqual(['WebhookSubscribed']));
    expect(receiver.at('/old')).toEqual([]);
    await ask(questions.unsubscribe, named(second));
    await append(projectId, renamed(projectId));
    await app.eventually(() => expect(typesAt('/new')).toEqual(['WebhookSubscribed', 'WebhookUnsubscribed']));
    expect(receiver.at('/second')).toEqual([]);
    await expect(look(second)).rejects.toMatchObject({ code: 'webhook.not_found' });
    const left = await app.get(Db).query(sql`select 1 from webhook_secrets where webhook_id = ${second.id}`);
    expect(left).toEqual([]);
  });
});
