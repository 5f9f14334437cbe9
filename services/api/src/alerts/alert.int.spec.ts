import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { causeOf, deriveId } from '@tidegate/eventing';
import { EventStore } from '@tidegate/eventing/nest';
import { type TestService, endpointSpec } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { grpcClient } from '../grpc/grpc.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';
import { ALERT, CHANNEL, alertsBeside, asked } from './alert.spec-helper.ts';

let api: TestApi;
let notifier: TestService;
let client: ReturnType<typeof grpcClient>;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  client = grpcClient(api.app.get(GrpcServer).port);
  notifier = await alertsBeside(api);
  project = await api.newProject();
});
afterAll(async () => {
  client.close();
  await notifier.close();
  await api.close();
});
beforeEach(() => {
  asked.length = 0;
});

const call = (method: string, path: string, body?: unknown) =>
  api.call(method, `/v1${path}`, { token: project.token, ...(body !== undefined && { body }) });
const pointersOf = ({ body }: Readonly<{ body: unknown }>): string[] =>
  (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
const least = { name: 'Slow', metric: 'latency_p95_seconds', operator: 'above', threshold: 2 };
const MINE = `/alerts/${ALERT}`;

describe('an alert over REST', () => {
  it('is created for the project of its token, with what is usual where nothing was said', async () => {
    const wish = { ...least, muteWindows: [{ from: '22:00', until: '06:00' }], channelIds: [CHANNEL] };
    expect(await call('POST', '/alerts', wish)).toMatchObject({
      status: 201,
      body: { id: ALERT, projectId: project.id, forSeconds: 120, windowSeconds: 300, severity: 'warning' },
    });
    expect(asked).toMatchObject([
      {
        projectId: project.id,
        rule: {
          ...least,
          endpointId: null,
          scope: 'endpoint',
          aggregate: 'avg',
          noData: 'ok',
          muteWindows: [{ days: [], from: '22:00', until: '06:00', timeZone: 'UTC' }],
          channelIds: [CHANNEL],
        },
      },
    ]);
  });

  it('is refused with every field that is wrong', async () => {
    const wrong = {
      ...{ name: '', metric: 3, operator: 'near', threshold: 'high', scope: 'galaxy', windowSeconds: 5 },
      ...{ forSeconds: -1, noData: null, repeatEverySeconds: 10, endpointId: 'chat', channelIds: ['x'] },
      ...{ muteWindows: [{ from: '25:00', until: '06:00', days: ['someday'] }], severity: 'bad', mood: 1 },
    };
    const refused = await call('POST', '/alerts', wrong);
    expect(refused.status).toBe(400);
    expect(pointersOf(refused).sort()).toEqual([
      ...['/channelIds', '/endpointId', '/forSeconds', '/metric', '/mood', '/muteWindows/0/days'],
      ...['/muteWindows/0/from', '/name', '/noData', '/operator', '/repeatEverySeconds', '/scope'],
      ...['/severity', '/threshold', '/windowSeconds'],
    ]);
    expect(asked).toEqual([]);
  });

  it('changes in what is named', async () => {
    expect(await call('PATCH', MINE, { threshold: 3, clearThreshold: null })).toMatchObject({
      status: 200,
      body: { threshold: 3 },
    });
    expect(asked).toMatchObject([{ alertId: ALERT, changes: { threshold: 3, clearThreshold: null } }]);
    expect(Object.keys((asked[0] as { changes: object }).changes)).toEqual(['threshold', 'clearThreshold']);
  });

  it('is muted until a time to come, heard again, tried out, listed and removed', async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    expect(await call('POST', `${MINE}/mute`, { until })).toMatchObject({ body: { isMuted: true } });
    expect(asked).toMatchObject([{ untilUs: Date.parse(until) * 1000 }]);
    for (const past of ['2020-01-01T00:00:00Z', '9999-01-01T00:00:00Z'])
      expect(pointersOf(await call('POST', `${MINE}/mute`, { until: past }))).toEqual(['/until']);
    expect(await call('POST', `${MINE}/unmute`)).toMatchObject({ status: 200, body: { isMuted: false } });
    expect(await call('POST', `${MINE}/test`)).toMatchObject({ status: 202, body: { deliveryIds: ['d'] } });
    expect(await call('GET', '/alerts?state=firing')).toMatchObject({ body: { items: [{ id: ALERT }] } });
    expect(asked.at(-1)).toMatchObject({ state: 'firing', limit: 50 });
    expect(await call('GET', `${MINE}/instances`)).toMatchObject({ body: { nextCursor: 'sproject' } });
    expect(await call('GET', `${MINE}/instances?cursor=sproject`)).toMatchObject({ status: 200 });
    expect(await call('GET', `${MINE}/history`)).toMatchObject({ status: 200, body: { items: [] } });
    expect(await call('DELETE', MINE)).toMatchObject({ status: 204 });
  });

  it('of an endpoint is only for one’s own', async () => {
    const stranger = await api.newProject();
    const requested = async (projectId: string): Promise<string> => {
      const endpointId = deriveId('endpoint', randomUUID());
      const spec = endpointSpec({ name: `e-${endpointId.slice(-6)}` });
      const event = { type: 'EndpointRequested', data: { endpointId, projectId, revision: 1, spec } };
      const cause = causeOf({ commandId: randomUUID(), actor: 'operator' });
      await api.app.get(EventStore).append(endpointId, 'any', [event], cause);
      return endpointId;
    };
    const [own, foreign] = await Promise.all([requested(project.id), requested(stranger.id)]);
    await api.app.eventually(async () =>
      expect(await call('POST', '/alerts', { ...least, endpointId: own })).toMatchObject({
        status: 201,
        body: { endpointId: own },
      }),
    );
    asked.length = 0;
    for (const endpointId of [foreign, 'endpt-0123456789ab'])
      for (const [method, path] of [
        ['POST', '/alerts'],
        ['PATCH', MINE],
      ] as const)
        expect(await call(method, path, { ...least, endpointId })).toMatchObject({
          status: 404,
          body: { code: 'endpoint.not_found' },
        });
    expect(asked).toEqual([]);
  });

  it('that is not there answers as one of another project', async () => {
    for (const id of ['alert-ba9876543210', 'nonsense'])
      for (const [method, path] of [
        ['GET', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['POST', '/unmute'],
        ['POST', '/test'],
        ['GET', '/instances'],
        ['GET', '/history'],
      ] as const)
        expect(await call(method, `/alerts/${id}${path}`, method === 'PATCH' ? {} : undefined)).toMatchObject(
          {
            status: 404,
            body: { code: 'alert.not_found' },
          },
        );
  });
});

describe('a channel over REST', () => {
  it('is created with what its kind needs', async () => {
    const mail = { name: 'On call', kind: 'email', addresses: ['a@example.com'], notices: ['invoice.ready'] };
    expect(await call('POST', '/channels', mail)).toMatchObject({ status: 201, body: { kind: 'email' } });
    const slack = { name: 'Slack', kind: 'slack', url: 'https://hooks.example/secret' };
    const made = await call('POST', '/channels', slack);
    expect(made).toMatchObject({ status: 201, body: { url: 'https://hooks.example/' } });
    expect(asked).toMatchObject([
      { target: { kind: 'email', addresses: ['a@example.com'] }, notices: ['invoice.ready'] },
      { target: { kind: 'slack', url: slack.url }, notices: [] },
    ]);
  });

  it.each([
    [{ kind: 'email' }, ['/addresses']],
    [{ kind: 'email', addresses: ['a@b.example'], url: 'https://a.example/' }, ['/url']],
    [{ kind: 'webhook' }, ['/url']],
    [{ kind: 'slack', url: 'ftp://a.example/' }, ['/url']],
    [{ kind: 'webhook', url: 'https://u:p@a.example/' }, ['/url']],
    [{ kind: 'pigeon', url: 'https://a.example/', notices: ['war'] }, ['/kind', '/notices']],
  ])('is refused as %j', async (wish, pointers) => {
    const refused = await call('POST', '/channels', { name: 'x', ...wish });
    expect(refused.status).toBe(400);
    expect(pointersOf(refused).sort()).toEqual(pointers);
  });

  it('keeps its kind when its URL changes', async () => {
    expect(await call('PATCH', `/channels/${CHANNEL}`, { url: 'https://b.example/' })).toMatchObject({
      status: 200,
    });
    expect(asked.at(-1)).toMatchObject({ target: { kind: 'slack', url: 'https://b.example/' } });
    await call('PATCH', `/channels/${CHANNEL}`, { name: 'New' });
    expect(asked.at(-1)).toMatchObject({ name: 'New' });
    expect(asked.at(-1)).not.toHaveProperty('target');
  });

  it('is tried out, listed, replayed and removed by administrators alone', async () => {
    expect(await call('POST', `/channels/${CHANNEL}/test`)).toMatchObject({ status: 202 });
    expect(await call('GET', `/channels/${CHANNEL}/deliveries?state=failed`)).toMatchObject({ status: 200 });
    expect(await call('POST', `/channels/${CHANNEL}/replay`, {})).toMatchObject({ body: { deliveries: 3 } });
    expect(await call('DELETE', `/channels/${CHANNEL}`)).toMatchObject({ status: 204 });
    for (const id of ['chan-ba9876543210', 'nonsense'])
      expect(await call('GET', `/channels/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'channel.not_found' },
      });
    const issued = await call('POST', `/projects/${project.id}/tokens`, {
      name: 'r',
      scopes: ['read', 'write'],
    });
    const { token } = issued.body as { token: string };
    expect(await api.call('GET', '/v1/channels', { token })).toMatchObject({ status: 403 });
    expect(await api.call('GET', '/v1/alerts', { token })).toMatchObject({ status: 200 });
  });
});

describe('alerts and channels over gRPC', () => {
  const rpc = (service: string, method: string, request: object) =>
    client.call(service, method, request, { token: project.token });

  it('are what REST shows', async () => {
    const wish = {
      ...{ name: 'Slow', metric: 'latency_p95_seconds', operator: 'ALERT_OPERATOR_AT_LEAST', threshold: 2 },
      ...{ muteWindows: [{ days: ['WEEKDAY_SAT'], from: '22:00', until: '06:00' }], noData: 'NO_DATA_KEEP' },
    };
    expect(await rpc('AlertService', 'CreateAlert', wish)).toMatchObject({
      alert: {
        id: ALERT,
        state: 'ALERT_STATE_NORMAL',
        muteWindows: [{ timeZone: 'UTC' }],
        windowSeconds: 300,
      },
    });
    expect(asked.at(-1)).toMatchObject({
      rule: { operator: 'at_least', noData: 'keep', muteWindows: [{ days: ['sat'] }] },
    });
    const one = { alertId: ALERT };
    expect(await rpc('AlertService', 'UpdateAlert', { ...one, threshold: 0 })).toMatchObject({
      alert: { threshold: 0 },
    });
    const until = { seconds: Math.floor(Date.now() / 1000) + 60 };
    expect(await rpc('AlertService', 'MuteAlert', { ...one, until })).toMatchObject({
      alert: { isMuted: true },
    });
    expect(await rpc('AlertService', 'ListAlerts', { state: 'ALERT_STATE_FIRING' })).toMatchObject({
      alerts: [{ id: ALERT }],
    });
    for (const method of ['GetAlert', 'UnmuteAlert', 'TestAlert', 'ListAlertInstances', 'ListAlertHistory'])
      expect(await rpc('AlertService', method, one)).toBeDefined();
    expect(await rpc('AlertService', 'DeleteAlert', one)).toEqual({});
    const channel = { name: 'S', kind: 'CHANNEL_KIND_SLACK', url: 'https://hooks.example/x' };
    expect(await rpc('ChannelService', 'CreateChannel', channel)).toMatchObject({
      channel: { kind: 'CHANNEL_KIND_SLACK', state: 'CHANNEL_STATE_UNTRIED' },
    });
    expect(await rpc('ChannelService', 'ReplayChannel', { channelId: CHANNEL })).toEqual({ deliveries: 3 });
    expect(await rpc('ChannelService', 'ListChannels', {})).toMatchObject({ channels: [{ id: CHANNEL }] });
    await expect(rpc('ChannelService', 'GetChannel', { channelId: 'chan-ba9876543210' })).rejects.toThrow(
      'No channel',
    );
  });
});
