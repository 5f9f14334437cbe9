import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AlertRule,
  type AlertView,
  type ChannelView,
  type Event,
  alertQuestions,
  channelQuestions,
  idFrom,
  webhookSecret,
} from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, endpointSpec, testService } from '@tidegate/testing';
import type { Email } from 'postal-mime';
import { Webhook } from 'standardwebhooks';
import { RULE } from '../evaluation/rule.spec-helper.ts';
import { USUAL_ALERT_SETTINGS } from '../evaluation/settings.ts';
import { NotifierModule } from '../notifier.module.ts';
import {
  Receiver,
  type Received,
  asking,
  because,
  newProject,
  relayBeside,
} from '../webhooks/webhooks.spec-helper.ts';
import { MailServer, asked, figures, metricsBeside, outage, replicaFigures } from './alerts.spec-helper.ts';

const secretKey = 'a key of at least thirty-two characters';
const settings = {
  secretKey,
  sealKeys: [],
  timeoutSeconds: 5,
  keepDays: 30,
  webhooksPerProject: 3,
  disableAfterDays: 5,
  mostWaiting: 1000,
};
let app: TestService;
let second: TestService;
const beside: TestService[] = [];
let receiver: Receiver;
let mails: MailServer;

beforeAll(async () => {
  [receiver, mails] = await Promise.all([Receiver.open(), MailServer.open()]);
  const alertSettings = {
    ...USUAL_ALERT_SETTINGS,
    smtpUrl: mails.url(),
    mailFrom: 'Tidegate <alerts@example.com>',
    alertsPerProject: 4,
    channelsPerProject: 4,
    evaluateEverySeconds: 0.5,
  };
  const notifier = () => ({
    service: 'notifier',
    module: NotifierModule.with(
      () => ({ ...settings, allowPrivate: true }),
      () => alertSettings,
    ),
  });
  app = await testService(notifier());
  beside.push(await relayBeside(app), await metricsBeside(app));
  second = await testService({ ...notifier(), beside: app });
});
afterAll(async () => {
  await Promise.all([second, ...beside].map((service) => service.close()));
  await app.close();
  receiver.close();
  await mails.close();
});
beforeEach(() => {
  receiver.forget();
  mails.refusals.clear();
  mails.busy = 0;
});

const ask = asking(() => app);
const append = async (streamId: string, ...events: Event[]): Promise<void> => {
  const cause = causeOf({ commandId: randomUUID(), actor: 'operator' });
  await app.get(EventStore).append(streamId, 'any', events, cause);
};
const newEndpoint = async (projectId: string, name = 'chat'): Promise<string> => {
  const endpointId = idFrom('endpoint', randomBytes(6));
  const spec = endpointSpec({ name });
  await append(endpointId, {
    type: 'EndpointRequested',
    data: { endpointId, projectId, revision: 1, spec },
  });
  return endpointId;
};
const become = (projectId: string, endpointId: string, from: string, to: string) =>
  append(endpointId, {
    type: 'EndpointStateChanged',
    data: { endpointId, projectId, from, to, reason: { code: 'c', message: 'Because.', nextStep: 'Wait.' } },
  });
const tell = (projectId: string, values: Record<string, number | null>): void => {
  figures.set(projectId, new Map(Object.entries(values)));
};
const newChannel = (
  projectId: string,
  target: ChannelView['kind'],
  at: string,
  notices: ChannelView['notices'] = [],
): Promise<ChannelView> =>
  ask(channelQuestions.create, {
    projectId,
    name: at,
    target: target === 'email' ? { kind: target, addresses: [at] } : { kind: target, url: receiver.url(at) },
    notices,
    ...because(),
  });
const newAlert = (projectId: string, rule: Partial<AlertRule>): Promise<AlertView> =>
  ask(alertQuestions.create, { projectId, rule: { ...RULE, ...rule }, ...because() });
const named = ({ id, projectId }: AlertView) => ({ projectId, alertId: id, ...because() });
const look = ({ id, projectId }: AlertView) => ask(alertQuestions.one, { projectId, alertId: id });
const becomes = (alert: AlertView, state: AlertView['state']) =>
  app.eventually(async () => expect(await look(alert)).toMatchObject({ state }));
const historyOf = async ({ id, projectId }: AlertView) =>
  (await ask(alertQuestions.history, { projectId, alertId: id, limit: 50, cursor: null })).items;
const deliveriesOf = async ({ id, projectId }: ChannelView) =>
  (await ask(channelQuestions.deliveries, { projectId, channelId: id, state: null, limit: 50, cursor: null }))
    .items;
const channelOf = ({ id, projectId }: ChannelView) => ask(channelQuestions.one, { projectId, channelId: id });
type Body = Readonly<{ type: string; data: Record<string, unknown> }>;
const bodiesAt = (path: string): Body[] => receiver.at(path).map(({ body }) => JSON.parse(body) as Body);

describe('an endpoint beyond a threshold', () => {
  it('is told of once by each channel, and once that it is over, though two services judge', async () => {
    const projectId = newProject();
    const endpointId = await newEndpoint(projectId);
    const [mail, hook, slack] = await Promise.all([
      newChannel(projectId, 'email', 'one@example.com'),
      newChannel(projectId, 'webhook', '/alert'),
      newChannel(projectId, 'slack', '/services/T0/secret'),
    ]);
    const alert = await newAlert(projectId, {
      channelIds: [mail.id, hook.id, slack.id],
      description: 'Look!',
    });
    tell(projectId, { [endpointId]: 93 });
    await app.eventually(() => expect(mails.to('one@example.com')).toHaveLength(1));
    await becomes(alert, 'firing');
    tell(projectId, { [endpointId]: 12 });
    await app.eventually(() => expect(mails.to('one@example.com')).toHaveLength(2));
    await app.eventually(() => expect(receiver.at('/services/T0/secret')).toHaveLength(2));
    await app.eventually(() => expect(bodiesAt('/alert')).toHaveLength(2));
    await becomes(alert, 'normal');

    expect(asked).toContainEqual({
      ...{ key: alert.id, projectId, endpointId: null, scope: 'endpoint' },
      ...{ metric: 'in_flight', aggregate: 'avg', windowSeconds: 60 },
    });
    expect(await historyOf(alert)).toMatchObject([
      { endpointId, number: 2, to: 'resolved', cause: 'value', value: 12, isMuted: false },
      { endpointId, number: 1, to: 'firing', cause: 'value', value: 93, threshold: 90, isMuted: false },
    ]);
    expect(await deliveriesOf(hook)).toMatchObject([
      { number: 2, type: 'alert.resolved', state: 'delivered', tries: 1, lastStatus: 204 },
      { number: 1, type: 'alert.firing', title: 'Full: chat', state: 'delivered' },
    ]);
    expect(await channelOf(mail)).toMatchObject({ state: 'working', deliveries: 2, waiting: 0 });

    const [told] = receiver.at('/alert') as [Received];
    const secret = webhookSecret((text) => createHmac('sha256', secretKey).update(text).digest(), projectId);
    expect(new Webhook(secret).verify(told.body, told.headers)).toMatchObject({
      type: 'alert.firing',
      data: { projectId, alertId: alert.id, endpointId, endpointName: 'chat', value: 93, level: 'warning' },
    });
    const [message] = receiver.at('/services/T0/secret') as [Received];
    expect(JSON.parse(message.body)).toMatchObject({
      text: 'Full: chat',
      attachments: [{ color: '#d98200' }],
    });
  });

  it('is one thread of mails', () => {
    const [firing, resolved] = mails.to('one@example.com') as [Email, Email];
    expect(firing.from).toMatchObject({ address: 'alerts@example.com', name: 'Tidegate' });
    expect(firing.subject).toBe('[Tidegate] Full: chat');
    for (const text of [firing.text, firing.html]) expect(text).toContain('in_flight is 93, above 90.');
    expect(firing.text).toContain('Look!');
    expect(firing.messageId).toMatch(/^<chan-[0-9a-f]{12}_[0-9a-f-]{36}@example\.com>$/);
    expect(resolved).toMatchObject({ inReplyTo: firing.messageId, references: firing.messageId });
    expect(resolved.subject).toBe('Re: [Tidegate] Full: chat');
    expect(resolved.text).toContain('Resolved: in_flight is 12, not above 90.');
  });

  it('keeps the URL of a Slack channel to itself', async () => {
    const projectId = newProject();
    const slack = await ask(channelQuestions.create, {
      projectId,
      name: 'Slack',
      target: { kind: 'slack', url: receiver.url('/services/T0/hidden') },
      notices: [],
      ...because(),
    });
    expect(slack.url).toBe(`${new URL(receiver.url()).origin.replace('http:', 'https:')}/`);
    const seen = await app.get(Db).query(sql`
      select data::text as text from es.events where tenant_id = ${projectId}
      union all select row_to_json(c)::text from channels c where project_id = ${projectId}
      union all select row_to_json(d)::text from deliveries d where project_id = ${projectId}`);
    expect(JSON.stringify(seen)).not.toContain('hidden');
  });
});

describe('an alert', () => {
  it('says nothing of an endpoint that was stopped, and ends what fired', async () => {
    const projectId = newProject();
    const endpointId = await newEndpoint(projectId);
    const hook = await newChannel(projectId, 'webhook', '/stopped');
    const alert = await newAlert(projectId, { channelIds: [hook.id], noData: 'alert' });
    await becomes(alert, 'firing');
    await become(projectId, endpointId, 'running', 'stopped');
    await becomes(alert, 'normal');
    expect(await historyOf(alert)).toMatchObject([{ cause: 'stopped' }, { cause: 'no_data', value: null }]);
    await app.eventually(() => expect(bodiesAt('/stopped')).toHaveLength(2));
  });

  it('is over when it is changed or removed, and who was told hears so', async () => {
    const projectId = newProject();
    const endpointId = await newEndpoint(projectId);
    const [first, other] = await Promise.all([
      newChannel(projectId, 'webhook', '/first'),
      newChannel(projectId, 'webhook', '/other'),
    ]);
    tell(projectId, { [endpointId]: 93 });
    const alert = await newAlert(projectId, { channelIds: [first.id] });
    await app.eventually(() => expect(bodiesAt('/first')).toHaveLength(1));
    await ask(alertQuestions.change, { ...named(alert), changes: { threshold: 92, channelIds: [other.id] } });
    await app.eventually(() =>
      expect(bodiesAt('/first').map(({ type, data }) => [type, data['cause']])).toEqual([
        ['alert.firing', 'value'],
        ['alert.resolved', 'changed'],
      ]),
    );
    await app.eventually(() => expect(bodiesAt('/other')).toHaveLength(1));
    await ask(alertQuestions.remove, named(alert));
    await app.eventually(() => expect(bodiesAt('/other')[1]?.data['cause']).toBe('removed'));
    await expect(look(alert)).rejects.toThrow('No alert');
  });

  it('is silent while it is muted, and told when the mute ends', async () => {
    const projectId = newProject();
    const endpointId = await newEndpoint(projectId);
    const hook = await newChannel(projectId, 'webhook', '/muted');
    const alert = await newAlert(projectId, { channelIds: [hook.id] });
    const untilUs = (Date.now() + 3_600_000) * 1000;
    expect(await ask(alertQuestions.mute, { ...named(alert), untilUs })).toMatchObject({ isMuted: true });
    tell(projectId, { [endpointId]: 93 });
    await becomes(alert, 'firing');
    expect(await historyOf(alert)).toMatchObject([{ to: 'firing', isMuted: true }]);
    expect(bodiesAt('/muted')).toEqual([]);
    await ask(alertQuestions.mute, { ...named(alert), untilUs: null });
    await app.eventually(() => expect(bodiesAt('/muted').map(({ type }) => type)).toEqual(['alert.firing']));
  });

  it('judges each replica, and ends with it', async () => {
    const projectId = newProject();
    const endpointId = await newEndpoint(projectId);
    const replicaId = idFrom('replica', randomBytes(6));
    tell(projectId, { [endpointId]: null });
    replicaFigures.set(endpointId, new Map([[replicaId, 99]]));
    const alert = await newAlert(projectId, { scope: 'replica' });
    await becomes(alert, 'firing');
    const page = { projectId, alertId: alert.id, state: null, limit: 10, cursor: null };
    expect((await ask(alertQuestions.instances, page)).items).toMatchObject([
      { endpointId, replicaId, state: 'firing', value: 99 },
    ]);
    await app.get(Db).query(sql`update alert_instances set is_gone = true where replica_id = ${replicaId}`);
    await becomes(alert, 'normal');
    expect(await historyOf(alert)).toMatchObject([{ replicaId, cause: 'stopped' }, { replicaId }]);
  });

  it('stays as it is while metrics cannot be asked, and says so', async () => {
    const projectId = newProject();
    const endpointId = await newEndpoint(projectId);
    tell(projectId, { [endpointId]: 93 });
    const alert = await newAlert(projectId, { noData: 'alert' });
    await becomes(alert, 'firing');
    outage.isOn = true;
    try {
      await app.eventually(async () =>
        expect(await look(alert)).toMatchObject({
          state: 'firing',
          problem: expect.stringContaining('metrics'),
        }),
      );
    } finally {
      outage.isOn = false;
    }
    tell(projectId, { [endpointId]: 1 });
    await becomes(alert, 'normal');
    expect(await look(alert)).toMatchObject({ problem: null });
  });

  it('is tried out on its channels', async () => {
    const projectId = newProject();
    const hook = await newChannel(projectId, 'webhook', '/tried');
    const alert = await newAlert(projectId, { channelIds: [hook.id] });
    const wish = named(alert);
    const [first, again] = [await ask(alertQuestions.test, wish), await ask(alertQuestions.test, wish)];
    expect(again).toEqual(first);
    await app.eventually(() => expect(bodiesAt('/tried').map(({ type }) => type)).toEqual(['alert.test']));
    expect(receiver.at('/tried')[0]?.headers['webhook-id']).toBe(first.deliveryIds[0]);
  });

  it('and its channels do not exist for another project, and have their limits', async () => {
    const [projectId, stranger] = [newProject(), newProject()];
    const hook = await newChannel(projectId, 'webhook', '/own');
    const alert = await newAlert(projectId, { channelIds: [hook.id] });
    const foreign = { ...named(alert), projectId: stranger };
    const page = { ...foreign, state: null, limit: 10, cursor: null };
    for (const refused of [
      ask(alertQuestions.one, foreign),
      ask(alertQuestions.test, foreign),
      ask(alertQuestions.remove, foreign),
      ask(alertQuestions.mute, { ...foreign, untilUs: 1 }),
      ask(alertQuestions.change, { ...foreign, changes: { threshold: 1 } }),
      ask(alertQuestions.instances, page),
      ask(alertQuestions.history, page),
    ])
      await expect(refused).rejects.toThrow('No alert');
    const channel = { ...because(), projectId: stranger, channelId: hook.id };
    for (const refused of [
      ask(channelQuestions.one, channel),
      ask(channelQuestions.test, channel),
      ask(channelQuestions.change, { ...channel, name: 'mine' }),
      ask(channelQuestions.remove, channel),
      ask(channelQuestions.deliveries, { ...channel, state: null, limit: 1, cursor: null }),
      ask(channelQuestions.replay, { ...channel, deliveryId: null }),
      newAlert(stranger, { channelIds: [hook.id] }),
    ])
      await expect(refused).rejects.toThrow('No channel');
    for (const question of [alertQuestions.all, channelQuestions.all])
      expect(await ask(question, { projectId: stranger, state: null, limit: 9, cursor: null })).toEqual({
        items: [],
        nextCursor: null,
      });
    await expect(ask(channelQuestions.remove, { ...channel, projectId })).rejects.toThrow(
      '1 alert(s) are told by the channel',
    );
    await expect(newAlert(projectId, { name: 'B', metric: 'mood' })).rejects.toMatchObject({
      problems: [{ pointer: '/metric' }],
    });
    for (const name of ['B', 'C', 'D']) await newAlert(projectId, { name });
    await expect(newAlert(projectId, { name: 'E' })).rejects.toThrow('may have 4 alerts');
  });
});
