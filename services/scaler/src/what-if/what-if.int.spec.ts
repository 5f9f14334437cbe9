import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskOf, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Asker, Db, EventingModule } from '@tidegate/eventing/nest';
import type { EndpointState } from '@tidegate/scaling';
import { type TestService, endpointSpec, testService } from '@tidegate/testing';
import { CreateTraffic1764100000000 } from '../scaler.migration.ts';
import { Explanations, type Learned, LearnedStates } from './learned-states.ts';
import { learnedViewOf } from './learned-view.ts';
import { packed, unpacked } from './arrivals.ts';
import { RecordTraffic } from './record-traffic.loop.ts';
import { Looked } from './states.spec-helper.ts';
import { TrafficStore } from './traffic.store.ts';
import { whatIfControllers, whatIfProviders } from './what-if.module.ts';

const ID = 'endpt-0123456789ab';
const states = new Map<string, EndpointState>();
const learnedStates: LearnedStates = {
  all: (): Iterable<Learned> => Array.from(states, ([endpointId, state]) => ({ endpointId, state })),
  of: (endpointId) => states.get(endpointId) ?? null,
};
const explanations: Explanations = {
  of: (endpointId) => {
    const state = states.get(endpointId);
    return state
      ? {
          endpointId,
          at: '2030-01-01T00:00:00.000Z',
          current: 1,
          desired: 1,
          cause: 'load',
          text: 'stays at 1.',
          formula: '= 1',
          limitedBy: [],
          mayMoveInSeconds: null,
          inputs: null,
          learned: learnedViewOf(state),
        }
      : null;
  },
};

const moduleWith = (limitMs: number) => {
  @Module({
    imports: [EventingModule.forRoot({ service: 'scaler', migrations: [CreateTraffic1764100000000] })],
    controllers: whatIfControllers,
    providers: [
      ...whatIfProviders(() => 14, { limitMs, mostWaiting: 1 }),
      { provide: LearnedStates, useValue: learnedStates },
      { provide: Explanations, useValue: explanations },
    ],
  })
  class WhatIfModule {}
  return WhatIfModule;
};

/** A whole minute, some minutes ago. */
const BEGAN = Math.floor(Date.now() / 60_000 - 30) * 60;
const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
const { scaling } = endpointSpec({ scaling: { idleTimeoutSeconds: 30 } });
const ask = (some: Partial<AskOf<typeof questions.simulateScaling>> = {}) => ({
  endpointId: ID,
  from: timeOf(BEGAN),
  to: timeOf(BEGAN + 1200),
  policies: [{ name: 'current', scaling }],
  slots: null,
  ...some,
});

let app: TestService;
let asker: Asker;
const simulate = (some: Parameters<typeof ask>[0] = {}) =>
  asker.ask(questions.simulateScaling, ask(some), { timeoutMs: 60_000 });
const rows = () => app.get(Db).query<{ requests: number }>(sql`select requests from traffic order by minute`);

beforeAll(async () => {
  app = await testService({ service: 'scaler', module: moduleWith(60_000) });
  asker = app.get(Asker);
});
afterAll(() => app.close());

describe('recorded traffic', () => {
  const looked = new Looked(BEGAN, 50);

  it('is written minute by minute, and once', async () => {
    states.set(ID, looked.state);
    for (let second = 1; second <= 185; second++) looked.look(BEGAN + second, second <= 120 ? 3 : 0);
    await app.get(RecordTraffic).record();
    await app.get(RecordTraffic).record();
    expect(await rows()).toEqual([{ requests: 180 }, { requests: 180 }]);
  });

  it('keeps the larger of two that saw the same minute', async () => {
    const store = app.get(TrafficStore);
    const minute = { endpointId: ID, minute: BEGAN / 60, finished: 1, servedSeconds: 2 };
    await store.record([{ ...minute, requests: 1, arrivals: packed([1]) }]);
    expect(await rows()).toEqual([{ requests: 180 }, { requests: 180 }]);
    const window = { endpointId: ID, fromMinute: BEGAN / 60, toMinute: BEGAN / 60 + 1 };
    for await (const [row] of store.minutesIn(window))
      expect(unpacked(row!.arrivals)).toEqual(new Array<number>(60).fill(3));
    expect(await store.requestsIn(window)).toBe(180);
  });

  it('goes when it is too old', async () => {
    const minute = { endpointId: ID, finished: 0, servedSeconds: 0, requests: 1, arrivals: packed([1]) };
    const old = BEGAN / 60 - 15 * 1440;
    await app
      .get(TrafficStore)
      .record(Array.from({ length: 2500 }, (_, n) => ({ ...minute, minute: old - n })));
    await app.get(RecordTraffic).forget();
    expect(await rows()).toHaveLength(2);
  });

  it('takes less than half a megabyte for a busy day of an endpoint', async () => {
    const arrivals = packed(Array.from({ length: 60 }, (_, n) => 20 + (n % 7)));
    const minutes = Array.from({ length: 1440 }, (_, n) => ({
      endpointId: 'endpt-ffffffffffff',
      minute: BEGAN / 60 - n,
      requests: 1400,
      finished: 1400,
      servedSeconds: 2800,
      arrivals,
    }));
    const size = async () =>
      (await app.get(Db).query<{ bytes: number }>(sql`select pg_total_relation_size('traffic') as bytes`))[0]!
        .bytes;
    const before = await size();
    await app.get(TrafficStore).record(minutes);
    expect((await size()) - before).toBeLessThan(500_000);
  });
});

describe('a question what another policy would do', () => {
  it('is answered side by side, the same each time', async () => {
    const held = { ...scaling, mode: 'manual' as const, minReplicas: 2, maxReplicas: 2 };
    const policies = [
      { name: 'current', scaling },
      { name: 'held', scaling: held },
    ];
    const answer = await simulate({ policies });
    expect(answer).toMatchObject({
      from: timeOf(BEGAN),
      to: timeOf(BEGAN + 1200),
      requests: 360,
      bucketSeconds: 3,
    });
    const [current, two] = answer.policies;
    expect(two).toMatchObject({ name: 'held', replicaSeconds: 2400, coldRequests: 0, within5s: 1 });
    expect(current!.replicaSeconds).toBeLessThan(600);
    expect(current!.coldStarts).toBe(1);
    expect(answer.notes.join(' ')).toContain('No start was measured');
    expect(await simulate({ policies })).toEqual(answer);
  });

  it('is answered where nothing was recorded', async () => {
    const { requests, policies, notes } = await simulate({ endpointId: 'endpt-aaaaaaaaaaaa' });
    expect(requests).toBe(0);
    expect(policies[0]).toMatchObject({ replicaSeconds: 0, within1s: null });
    expect(notes[0]).toContain('No request is recorded');
  });

  it('is refused where it is too much, with what to do', async () => {
    await expect(simulate({ to: timeOf(BEGAN + 32 * 86_400) })).rejects.toMatchObject({
      code: 'request.invalid',
    });
    const much = { endpointId: 'endpt-bbbbbbbbbbbb', finished: 0, servedSeconds: 0, requests: 2_000_001 };
    await app.get(TrafficStore).record([{ ...much, minute: BEGAN / 60, arrivals: packed([2_000_001]) }]);
    await expect(simulate({ endpointId: much.endpointId })).rejects.toMatchObject({
      code: 'simulation.too_large',
      params: { requests: 2_000_001 },
    });
  });

  it('lets one more wait, and no third', async () => {
    const answers = await Promise.allSettled([simulate(), simulate(), simulate(), simulate()]);
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(1);
    for (const one of refused) expect(one).toMatchObject({ reason: { code: 'simulation.busy' } });
  });
});

describe('a replay that takes too long', () => {
  it('is ended, and the next one is answered as usual', async () => {
    const { databaseUrl, natsUrl, natsToken } = app;
    const hurried = await testService({
      service: 'scaler',
      module: moduleWith(1),
      beside: { databaseUrl, natsUrl, natsToken },
    });
    const outcomes: string[] = [];
    for (let n = 0; n < 40 && outcomes.length < 2; n++) {
      const outcome = await simulate().then(
        () => 'answered',
        (error: unknown) => (error as { code: string }).code,
      );
      if (!outcomes.includes(outcome)) outcomes.push(outcome);
    }
    await hurried.close();
    expect(outcomes.toSorted()).toEqual(['answered', 'simulation.too_long']);
  });
});

describe('a question why', () => {
  it('is answered with what was learned, or with null of what is not known', async () => {
    const { scaling: now } = await asker.ask(questions.explainScaling, { endpointId: ID });
    expect(now).toMatchObject({
      endpointId: ID,
      learned: { serviceSeconds: 2, startSeconds: null, starts: [] },
    });
    const unknown = await asker.ask(questions.explainScaling, { endpointId: 'endpt-aaaaaaaaaaaa' });
    expect(unknown).toEqual({ scaling: null });
  });
});
