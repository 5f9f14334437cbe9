import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ChannelView,
  type ChannelWishTarget,
  type Event,
  channelQuestions as questions,
  idFrom,
} from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Asker, Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, endpointSpec, testService } from '@tidegate/testing';
import { MailServer } from '../alerts/alerts.spec-helper.ts';
import { type AlertSettings, USUAL_ALERT_SETTINGS } from '../evaluation/settings.ts';
import { NotifierModule } from '../notifier.module.ts';
import { Receiver, asking, because, newProject, relayBeside } from '../webhooks/webhooks.spec-helper.ts';

const settings = {
  secretKey: 'a key of at least thirty-two characters',
  sealKeys: [],
  timeoutSeconds: 2,
  keepDays: 30,
  webhooksPerProject: 3,
  disableAfterDays: 5,
  mostWaiting: 1000,
};
let app: TestService;
let strict: TestService;
let relay: TestService;
let receiver: Receiver;
let mails: MailServer;

beforeAll(async () => {
  [receiver, mails] = await Promise.all([Receiver.open(), MailServer.open()]);
  const notifier = (allowPrivate: boolean, alertSettings: Partial<AlertSettings>) => ({
    service: 'notifier',
    module: NotifierModule.with(
      () => ({ ...settings, allowPrivate }),
      () => ({ ...USUAL_ALERT_SETTINGS, ...alertSettings }),
    ),
  });
  app = await testService(notifier(true, { smtpUrl: mails.url(), mailFrom: 'alerts@example.com' }));
  strict = await testService(notifier(false, {}));
  relay = await relayBeside(app);
});
afterAll(async () => {
  await relay.close();
  await Promise.all([app.close(), strict.close()]);
  receiver.close();
  await mails.close();
});
beforeEach(() => {
  receiver.forget();
  mails.refusals.clear();
  mails.busy = 0;
});

const ask = asking(() => app);
const mailTo = (...addresses: string[]): ChannelWishTarget => ({ kind: 'email', addresses });
const hookAt = (path: string): ChannelWishTarget => ({ kind: 'webhook', url: receiver.url(path) });
const create = (projectId: string, target: ChannelWishTarget, notices: ChannelView['notices'] = []) =>
  ask(questions.create, { projectId, name: randomUUID(), target, notices, ...because() });
const named = ({ id, projectId }: ChannelView) => ({ projectId, channelId: id, ...because() });
const test = (channel: ChannelView) => ask(questions.test, named(channel));
const look = ({ id, projectId }: ChannelView) => ask(questions.one, { projectId, channelId: id });
const deliveriesOf = async (channel: ChannelView, state: 'failed' | null = null) =>
  (await ask(questions.deliveries, { ...named(channel), state, limit: 50, cursor: null })).items;
const append = async (streamId: string, ...events: Event[]): Promise<void> => {
  const cause = causeOf({ commandId: randomUUID(), actor: 'operator' });
  await app.get(EventStore).append(streamId, 'any', events, cause);
};
type Body = Readonly<{ type: string; data: Record<string, unknown> }>;
const bodiesAt = (path: string): Body[] => receiver.at(path).map(({ body }) => JSON.parse(body) as Body);
/** Waits between tries are over. */
const hurry = (channel: ChannelView) =>
  app.get(Db).query(sql`
    update deliveries set due_at = clock_timestamp() where channel_id = ${channel.id} and state = 'queued' and not on_bus`);

describe('a channel by mail', () => {
  it('is one mail to all its addresses', async () => {
    const channel = await create(newProject(), mailTo('a@example.com', 'b@example.com'));
    const { deliveryId } = await test(channel);
    await app.eventually(() => expect(mails.to('a@example.com')).toHaveLength(1));
    expect(mails.to('b@example.com')).toEqual(mails.to('a@example.com'));
    const [mail] = mails.to('a@example.com');
    expect(mail?.messageId).toBe(`<${deliveryId}@example.com>`);
    expect(mail?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    await app.eventually(async () => expect(await look(channel)).toMatchObject({ state: 'working' }));
  });

  it('is tried again under the same id when the mail server has no time', async () => {
    const channel = await create(newProject(), mailTo('busy@example.com'));
    mails.busy = 1;
    const { deliveryId } = await test(channel);
    await app.eventually(async () =>
      expect(await deliveriesOf(channel)).toMatchObject([
        { id: deliveryId, state: 'queued', tries: 1, lastError: expect.stringContaining('451') },
      ]),
    );
    expect(await look(channel)).toMatchObject({ state: 'failing', waiting: 1 });
    await hurry(channel);
    await app.eventually(() => expect(mails.to('busy@example.com')).toHaveLength(1));
    expect(mails.to('busy@example.com')[0]?.messageId).toBe(`<${deliveryId}@example.com>`);
    await app.eventually(async () =>
      expect(await look(channel)).toMatchObject({ state: 'working', lastError: null, failingSince: null }),
    );
  });

  it('that nobody has is given up at once, told by the others, and replayed when it is well', async () => {
    const projectId = newProject();
    const channel = await create(projectId, mailTo('gone@example.com'), ['domain.released']);
    await create(projectId, hookAt('/others'));
    mails.refusals.set('gone@example.com', 550);
    const endpointId = idFrom('endpoint', randomBytes(6));
    const released = { endpointId, projectId, domain: 'models.example.com' };
    await append(endpointId, { type: 'DomainReleased', data: released });
    await app.eventually(() =>
      expect(bodiesAt('/others')).toMatchObject([
        { type: 'channel.failing', data: { channelId: channel.id, level: 'critical' } },
      ]),
    );
    expect(await deliveriesOf(channel, 'failed')).toMatchObject([
      { type: 'domain.released', tries: 1, lastError: expect.stringContaining('550') },
    ]);
    expect(await look(channel)).toMatchObject({ state: 'failing' });
    mails.refusals.clear();
    expect(await ask(questions.replay, { ...named(channel), deliveryId: null })).toEqual({ deliveries: 1 });
    await app.eventually(() => expect(mails.to('gone@example.com')).toHaveLength(1));
    await app.eventually(async () => expect(await look(channel)).toMatchObject({ state: 'working' }));
    const [{ id } = { id: '' }] = await deliveriesOf(channel);
    expect(await ask(questions.replay, { ...named(channel), deliveryId: id })).toEqual({ deliveries: 1 });
    await expect(ask(questions.replay, { ...named(channel), deliveryId: 'other' })).rejects.toThrow(
      'No delivery other',
    );
  });

  it('has addresses that are addresses', async () => {
    for (const address of [
      'a b@example.com',
      'a@example.com\r\nBcc: x@y.example',
      'A <a@example.com>',
      'a@b..c',
    ])
      await expect(create(newProject(), mailTo('a@example.com', address))).rejects.toMatchObject({
        problems: [{ pointer: '/addresses/1' }],
      });
    await expect(create(newProject(), mailTo('a@example.com', 'a@example.com'))).rejects.toMatchObject({
      problems: [{ pointer: '/addresses/1', message: 'is named twice' }],
    });
  });
});

describe('a platform without a mail server, open to nobody’s inside', () => {
  const refused = (target: ChannelWishTarget) =>
    strict
      .get(Asker)
      .ask(
        questions.create,
        { projectId: newProject(), name: 'x', target, notices: [], ...because() },
        { timeoutMs: 20_000 },
      );

  it('refuses channels by mail and says what to do', async () => {
    await expect(refused(mailTo('a@example.com'))).rejects.toMatchObject({
      code: 'channel.mail_not_configured',
    });
  });

  it.each(['webhook', 'slack'] as const)('refuses a %s that leads inside', async (kind) => {
    await expect(refused({ kind, url: 'http://127.0.0.1/' })).rejects.toMatchObject({
      code: 'channel.address_not_allowed',
    });
  });
});

describe('a channel that asked for notices', () => {
  it('hears of them, once each, and of nothing else', async () => {
    const projectId = newProject();
    const kinds: ChannelView['notices'] = ['endpoint.ready', 'endpoint.failed', 'invoice.ready'];
    await create(projectId, hookAt('/life'), kinds);
    await create(newProject(), hookAt('/stranger'), kinds);
    const endpointId = idFrom('endpoint', randomBytes(6));
    const reason = { code: 'exited', message: 'It ended.', nextStep: 'Read its log.' };
    const become = (from: string, to: string): Event => ({
      type: 'EndpointStateChanged',
      data: { endpointId, projectId, from, to, reason },
    });
    await append(
      endpointId,
      {
        type: 'EndpointRequested',
        data: { endpointId, projectId, revision: 1, spec: endpointSpec({ name: 'chat' }) },
      },
      become('starting', 'running'),
      become('running', 'sleeping'),
      become('waking', 'running'),
      become('running', 'runtime_error'),
      become('starting', 'running'),
    );
    await append(idFrom('invoice', randomBytes(6)), {
      type: 'InvoiceFinalized',
      data: {
        ...{ invoiceId: idFrom('invoice', randomBytes(6)), projectId, period: '2031-01', totalCents: 1234 },
        ...{ currency: 'USD', linesSha256: 'a'.repeat(64) },
      },
    });
    await app.eventually(() =>
      expect(
        bodiesAt('/life')
          .map(({ type }) => type)
          .sort(),
      ).toEqual(['endpoint.failed', 'endpoint.ready', 'endpoint.ready', 'invoice.ready']),
    );
    expect(bodiesAt('/life').find(({ type }) => type === 'endpoint.failed')?.data).toMatchObject({
      ...{
        projectId,
        endpointId,
        level: 'critical',
        title: 'chat has failed',
        state: 'runtime_error',
        reason,
      },
      text: 'It ended. Read its log.',
    });
    expect(bodiesAt('/stranger')).toEqual([]);
  });
});

describe('a channel that is removed', () => {
  it('takes what waits for it, and its secret, with it', async () => {
    const projectId = newProject();
    const slack = await create(projectId, { kind: 'slack', url: receiver.url('/slack') });
    receiver.answers = [503];
    await test(slack);
    await app.eventually(async () => expect(await deliveriesOf(slack)).toMatchObject([{ tries: 1 }]));
    await ask(questions.remove, named(slack));
    const rows = await app.get(Db).query(sql`
      select state from deliveries where channel_id = ${slack.id}
      union all select 'secret' from webhook_secrets where webhook_id = ${slack.id}`);
    expect(rows).toEqual([{ state: 'failed' }]);
  });
});
