import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { type EndpointLimits, NO_LIMITS } from '@tidegate/contracts';
import { type Bus, EventingModule } from '@tidegate/eventing/nest';
import { testDatabase, testNats, testService } from '@tidegate/testing';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import { WaitingRoom } from '../calls/waiting-room.gateway.ts';
import { endpointRequested, replicaReady, updated } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { TokenGuard } from '../routing/token.guard.ts';
import { DEFAULTS } from '../settings.ts';
import { type Upstream, answerOk, upstream } from '../upstream.spec-helper.ts';
import { limitsOf } from './limit.ts';
import { ShareTakings } from './share-takings.loop.ts';

/** What one says all hear, itself too, as on a server. */
const together = () => {
  const listeners = new Set<(data: unknown) => void>();
  const state = { messages: 0, isDown: false };
  const bus = {
    nudge: (_subject: string, data: unknown) => {
      if (state.isDown) return;
      state.messages++;
      const text = JSON.stringify(data);
      setImmediate(() => {
        for (const listen of listeners) listen(JSON.parse(text));
      });
    },
    listen: (_subject: string, take: (data: unknown) => void) => {
      listeners.add(take);
      return () => listeners.delete(take);
    },
  };
  return { state, bus: bus as unknown as Bus, listeners };
};

const NONE: EndpointLimits = { ...NO_LIMITS, replicaConcurrency: null };
let replica: Upstream;
let gateways: TestGateway[];
let shares: ShareTakings[];
let between: ReturnType<typeof together>;
let chat: ReturnType<typeof endpointRequested>;
const held: (() => void)[] = [];

beforeEach(async () => {
  held.length = 0;
  replica = await upstream((req, res, body) => {
    held.push(() => {
      answerOk(req, res, body);
    });
  });
  between = together();
  gateways = await Promise.all([1, 2].map(() => testGateway({ holdMs: 60_000 })));
  shares = gateways.map(({ tables, means }) => new ShareTakings(between.bus, tables, means));
  chat = endpointRequested({ visibility: 'public' });
  const ready = replicaReady(chat.data, { port: replica.port });
  for (const gateway of gateways) gateway.feed(chat, ready);
  for (const share of shares) share.onApplicationBootstrap();
  await eventually(() => expect(shares.map(({ others }) => others)).toEqual([1, 1]));
});
afterEach(async () => {
  for (const share of shares) share.beforeApplicationShutdown();
  for (const gateway of gateways) await gateway.close();
  await replica.close();
});

const limited = (limits: Partial<EndpointLimits>) => {
  for (const gateway of gateways)
    gateway.feed(updated(chat.data, { visibility: 'public', limits: { ...NONE, ...limits } }));
};
const call = (gateway: TestGateway) => fetch(`${gateway.url}/api/d/${chat.data.endpointId}/x`);

describe('two gateways', () => {
  it('share a limit on requests: what the one has given the other does not give again', async () => {
    limited({ requestsPerMinute: 60 });
    replica.state.handler = answerOk;
    const [here, there] = gateways as [TestGateway, TestGateway];
    for (let n = 0; n < 30; n++) expect((await call(here)).status).toBe(200);
    const left = async () => Number((await call(there)).headers.get('x-ratelimit-remaining-requests'));
    await eventually(() => expect(between.state.messages).toBeGreaterThan(10));
    // What flows meanwhile is one a second.
    const remaining = await left();
    expect(remaining).toBeLessThan(45);
    expect(remaining).toBeGreaterThan(20);
  });

  it('go on by themselves when the bus is away, and forget each other', async () => {
    limited({ requestsPerMinute: 1000 });
    replica.state.handler = answerOk;
    between.state.isDown = true;
    const answers = await Promise.all(gateways.map(call));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await eventually(() => expect(shares.map(({ others }) => others)).toEqual([0, 0]));
  });

  it('share the places of a replica, and each that waits gets one some time', async () => {
    limited({ replicaConcurrency: 1 });
    const [here, there] = gateways as [TestGateway, TestGateway];
    const answers = [call(here)];
    await eventually(() => expect(held).toHaveLength(1));
    await eventually(() =>
      expect(there.endpoint(chat.data.endpointId).ready.map(({ elsewhere }) => elsewhere)).toEqual([1]),
    );
    for (let n = 0; n < 3; n++) answers.push(call(here), call(there));
    let most = 0;
    for (let ended = 0; ended < answers.length;) {
      await eventually(() => expect(held.length).toBeGreaterThan(0));
      most = Math.max(most, held.length);
      held.shift()?.();
      ended++;
    }
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(7).fill(200));
    // Two may take it before they hear of each other; nobody ever sees more.
    expect(most).toBeLessThanOrEqual(2);
  });

  it('pass over what is no message of theirs', async () => {
    limited({ replicaConcurrency: 1 });
    for (const listen of between.listeners)
      for (const data of [
        null,
        1,
        'x',
        {},
        { gatewayId: 'x', taken: { a: [-1, 5] }, inFlight: {}, waiting: [] },
      ])
        listen(data);
    expect(shares.map(({ others }) => others)).toEqual([1, 1]);
    const answer = call(gateways[0]!);
    await eventually(() => expect(held).toHaveLength(1));
    held[0]?.();
    expect((await answer).status).toBe(200);
  });
});

@Module({
  imports: [EventingModule.forRoot({ service: 'gateway' })],
  providers: [
    TokenGuard,
    Tables,
    ShareTakings,
    { provide: Means, useValue: { room: new WaitingRoom(DEFAULTS) } },
  ],
})
class Limiting {}

describe('two processes on a real server', () => {
  it('hear what the other took', async () => {
    const [database, nats] = await Promise.all([testDatabase(), testNats()]);
    const beside = { databaseUrl: database.url, natsUrl: nats.url, natsToken: nats.token };
    const start = () => testService({ service: 'gateway', module: Limiting, beside });
    const [here, there] = [await start(), await start()];
    await eventually(() =>
      expect([here, there].map((service) => service.get(ShareTakings).others)).toEqual([1, 1]),
    );
    const limits = limitsOf('tok-0123456789ab', { ...NO_LIMITS, tokensPerMinute: 100 }) ?? [];
    const allowance = (service: typeof here) =>
      service.get(Tables).limiter.allowance(limits, performance.now());
    allowance(here).spend(5000, performance.now());
    await eventually(() =>
      expect(() => allowance(there).take(performance.now())).toThrow('At most 100 tokens a minute'),
    );
    await Promise.all([here.close(), there.close()]);
    await Promise.allSettled([database.drop(), nats.drop()]);
  });
});
