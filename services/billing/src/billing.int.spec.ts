import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CostView, type EventNamed, questions, USUAL_PLAN } from '@tidegate/contracts';
import { causeOf, deriveId, deriveUuid, sql } from '@tidegate/eventing';
import { Asker, Clock, Db, EventingModule, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { BillingModule, VerifyModule } from './billing.module.ts';
import { VerifyBill } from './costs/verify-bill.handler.ts';
import type { DefaultRate } from './rates/default-rate.ts';

/** A nano-dollar for a microsecond: amounts are easy to see. */
const EASY = 3_600_000_000;
const DEFAULTS: DefaultRate[] = [
  { sku: 'h100-1x', priceNanoUsdPerHour: EASY },
  { sku: 'cpu-1x', priceNanoUsdPerHour: 40_000_000 },
];
const SECOND_US = 1_000_000;
const T0_US = 1_790_000_000 * SECOND_US;

const world = (): Promise<TestService> =>
  testService({ service: 'witness', module: EventingModule.forRoot({ service: 'witness', relay: true }) });
const billingIn = (
  { databaseUrl, natsUrl, natsToken }: TestService,
  defaults = DEFAULTS,
): Promise<TestService> =>
  testService({
    service: 'billing',
    module: BillingModule.with(defaults),
    beside: { databaseUrl, natsUrl, natsToken },
  });

describe('the billing service', () => {
  let host: TestService;
  let billing: TestService;
  beforeAll(async () => {
    host = await world();
    billing = await billingIn(host);
  });
  afterAll(async () => {
    await billing.close();
    await host.close();
  });

  const append = (stream: string, event: EventNamed<'ReplicaStarted' | 'ReplicaStopped' | 'RatePublished'>) =>
    host
      .get(EventStore)
      .append(
        stream,
        'any',
        [event],
        causeOf({ commandId: deriveUuid(stream, JSON.stringify(event)), actor: 'operator' }),
      );

  /** A project of its own for each test, with replicas that are named by numbers. */
  const tenant = (name: string) => {
    const projectId = deriveId('project', name);
    const endpointId = deriveId('endpoint', name);
    const whose = (n: number) => ({
      replicaId: deriveId('replica', name, n),
      endpointId: n < 100 ? endpointId : deriveId('endpoint', name, n),
      projectId,
      revision: 1,
      nodeId: 'node-000000000001',
    });
    const cost = (given: { endpointId?: string; limit?: number; cursor?: string } = {}): Promise<CostView> =>
      host.get(Asker).ask(questions.cost, {
        projectId,
        endpointId: given.endpointId ?? null,
        limit: given.limit ?? 100,
        cursor: given.cursor ?? null,
      });
    return {
      endpointId,
      cost,
      /** When so many lines are of what has ended, and so many still grow. What grows may have lines of earlier months too. */
      costWith: (ended: number, growing = 0): Promise<CostView> =>
        host.eventually(async () => {
          const view = await cost();
          const open = view.lines.filter(({ stoppedAtUs }) => stoppedAtUs === null);
          const running = new Set(open.map(({ sourceId }) => sourceId));
          const over = view.lines.filter(({ sourceId }) => !running.has(sourceId));
          expect([over.length, open.length]).toEqual([ended, growing]);
          return view;
        }),
      start: (n: number, startedAtUs: number, simulated = false) =>
        append(whose(n).replicaId, {
          type: 'ReplicaStarted',
          data: {
            ...whose(n),
            hardware: {
              id: 'h100-1x',
              gpuModel: 'H100',
              gpuCount: 1,
              gpuThousandths: 1000,
              vcpuMillis: 2000,
              memoryMib: 1024,
            },
            simulated,
            startedAtUs,
          },
        }),
      stop: (n: number, stoppedAtUs: number, neverReady = false) =>
        append(whose(n).replicaId, {
          type: 'ReplicaStopped',
          data: {
            ...whose(n),
            cause: 'scaled_down',
            exitCode: 0,
            neverReady,
            stoppedAtUs,
            lastLines: [],
          },
        }),
    };
  };

  const verify = async (): Promise<Awaited<ReturnType<VerifyBill['verify']>>> => {
    const { databaseUrl, natsUrl, natsToken } = host;
    const verifier = await testService({
      service: 'billing',
      module: VerifyModule.with(),
      beside: { databaseUrl, natsUrl, natsToken },
    });
    try {
      return await verifier.get(VerifyBill).verify();
    } finally {
      await verifier.close();
    }
  };

  it('publishes the default rates once, over restarts too', async () => {
    const rates = () => host.get(Asker).ask(questions.rates, { limit: 10, cursor: null });
    await host.eventually(async () => expect((await rates()).items).toHaveLength(2));
    await billing.close();
    billing = await billingIn(host);
    await host.eventually(async () => expect((await rates()).items).toHaveLength(2));
    expect((await rates()).items).toEqual([
      { sku: 'cpu-1x', priceNanoUsdPerHour: '40000000', effectiveFrom: '1970-01-01T00:00:00.000Z' },
      { sku: 'h100-1x', priceNanoUsdPerHour: String(EASY), effectiveFrom: '1970-01-01T00:00:00.000Z' },
    ]);
    const { version } = await host.get(EventStore).read('rate-h100-1x');
    expect(version).toBe(1);
    const first = await host.get(Asker).ask(questions.rates, { limit: 1, cursor: null });
    const second = await host.get(Asker).ask(questions.rates, { limit: 1, cursor: first.nextCursor });
    expect([first, second].map(({ items }) => items.map(({ sku }) => sku))).toEqual([
      ['cpu-1x'],
      ['h100-1x'],
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it('bills what was held, to the microsecond', async () => {
    const { start, stop, costWith } = tenant('exact');
    await start(1, T0_US);
    await stop(1, T0_US + 1_234_567);
    const view = await costWith(1);
    expect(view).toMatchObject({
      gpuMicroseconds: '1234567',
      gpuThousandthsMicroseconds: '1234567000',
      vcpuMillisMicroseconds: String(1_234_567 * 2000),
      costNanoUsd: '1234567',
      burnRateNanoUsdPerHour: '0',
      nextCursor: null,
    });
    expect(view.lines).toMatchObject([
      { startedAtUs: T0_US, stoppedAtUs: T0_US + 1_234_567, heldMicroseconds: '1234567', billed: true },
    ]);
  });

  it('takes a stop before its start, and everything twice', async () => {
    const { start, stop, costWith } = tenant('disorder');
    await stop(1, T0_US + 500);
    await start(1, T0_US);
    await start(1, T0_US);
    await stop(1, T0_US + 500);
    expect(await costWith(1)).toMatchObject({ costNanoUsd: '500' });
  });

  it('lists what never became ready, free', async () => {
    const { start, stop, costWith } = tenant('never-ready');
    await start(1, T0_US, true);
    await stop(1, T0_US + 500, true);
    const view = await costWith(1);
    expect(view).toMatchObject({ costNanoUsd: '0', gpuMicroseconds: '0' });
    expect(view.lines).toMatchObject([
      { billed: false, simulated: true, heldMicroseconds: '500', costNanoUsd: '0' },
    ]);
  });

  it('counts what still runs up to now, and its burn rate', async () => {
    const { start, costWith, cost } = tenant('running');
    const startedAtUs = host.get(Clock).nowUs() - 10 * SECOND_US;
    await start(1, startedAtUs);
    await start(2, startedAtUs);
    const view = await costWith(0, 2);
    expect(view.burnRateNanoUsdPerHour).toBe(String(2 * EASY));
    expect(view.lines.map(({ stoppedAtUs }) => stoppedAtUs)).toEqual([null, null]);
    const heldUs = Date.parse(view.asOf) * 1000 - startedAtUs;
    expect(view.gpuMicroseconds).toBe(String(2 * heldUs));
    expect(BigInt((await cost()).costNanoUsd)).toBeGreaterThanOrEqual(BigInt(view.costNanoUsd));
  });

  it('gives totals over everything with each page, and one endpoint’s by itself', async () => {
    const { start, stop, cost, costWith, endpointId } = tenant('pages');
    for (let n = 1; n <= 5; n++) {
      await start(n, T0_US + n);
      if (n > 2) await stop(n, T0_US + n + 100);
    }
    await start(100, T0_US);
    await stop(100, T0_US + 7);
    const whole = await costWith(4, 2);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: CostView = await cost({ limit: 4, ...(cursor && { cursor }) });
      expect(page.vcpuMillisMicroseconds.length).toBe(whole.vcpuMillisMicroseconds.length);
      seen.push(...page.lines.map(({ sourceId }) => sourceId));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole.lines.map(({ sourceId }) => sourceId));
    expect(new Set((await cost({ endpointId })).lines.map(({ replicaId }) => replicaId)).size).toBe(5);
    await expect(cost({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('splits what was held when a rate changes, the past included', async () => {
    const { start, stop, costWith } = tenant('rates');
    await start(1, T0_US + 1000 * SECOND_US);
    await stop(1, T0_US + 1000 * SECOND_US + 600);
    expect(await costWith(1)).toMatchObject({ costNanoUsd: '600' });
    await append('rate-h100-1x', {
      type: 'RatePublished',
      data: {
        sku: 'h100-1x',
        priceNanoUsdPerHour: 2 * EASY,
        effectiveFromUs: T0_US + 1000 * SECOND_US + 400,
      },
    });
    const view = await costWith(2);
    expect(view.costNanoUsd).toBe('800');
    expect(view.lines.map(({ costNanoUsd }) => costNanoUsd)).toEqual(['400', '400']);
    expect(view.lines[0]).toMatchObject({ startedAtUs: T0_US + 1000 * SECOND_US + 400 });
  });

  it('leaves an operator’s rate alone when it starts again', async () => {
    await billing.close();
    billing = await billingIn(host, [{ sku: 'h100-1x', priceNanoUsdPerHour: EASY }]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await host.get(EventStore).read('rate-h100-1x')).version).toBe(2);
  });

  it('publishes a rate and a plan for an operator, and bills by them', async () => {
    const { start, stop, cost, costWith } = tenant('plans');
    const projectId = deriveId('project', 'plans');
    await start(1, T0_US);
    await stop(1, T0_US + 1000);
    await costWith(1);
    const because = { actor: 'operator', commandId: deriveUuid('plans', 1) };
    const plan = { ...USUAL_PLAN, phases: { ...USUAL_PLAN.phases, loading: 250 } };
    const published = { projectId, plan, effectiveFromUs: T0_US };
    await host.get(Asker).ask(questions.publishPlan, { ...published, ...because });
    await host.eventually(async () => expect((await cost()).costNanoUsd).toBe('250'));
    expect((await cost()).lines).toMatchObject([
      { phaseMicroseconds: { loading: '1000' }, weightedMicrosecondThousandths: '250000' },
    ]);
    const page = { limit: 10, cursor: null };
    const effectiveFrom = new Date(T0_US / 1000).toISOString();
    expect((await host.get(Asker).ask(questions.plans, { projectId, ...page })).items).toEqual([
      { projectId, plan, effectiveFrom },
    ]);
    expect((await host.get(Asker).ask(questions.plans, { projectId: null, ...page })).items).toEqual([]);
    const rate = { sku: 'custom-domain', priceNanoUsdPerHour: 5, effectiveFromUs: T0_US };
    await host
      .get(Asker)
      .ask(questions.publishRate, { ...rate, actor: 'operator', commandId: deriveUuid('plans', 2) });
    await host.eventually(async () =>
      expect((await host.get(Asker).ask(questions.rates, page)).items).toContainEqual({
        sku: 'custom-domain',
        priceNanoUsdPerHour: '5',
        effectiveFrom,
      }),
    );
  });

  it('agrees with a bill computed from the log alone, and says so when it does not', async () => {
    const { start, stop, costWith } = tenant('books');
    for (let n = 1; n <= 20; n++) {
      await start(n, T0_US + n * 1_000_003);
      if (n % 4 !== 0) await stop(n, T0_US + n * 1_000_003 + n * 77_777, n % 5 === 0);
    }
    await costWith(15, 5);
    const verified = await verify();
    expect(verified.examples).toEqual([]);
    expect(verified.agrees).toBe(true);
    expect(verified.projects.length).toBeGreaterThanOrEqual(6);

    const db = billing.get(Db);
    await db.query(
      sql`update usage_lines set held_us = held_us + 1 where source_id = ${deriveId('replica', 'books', 1)}`,
    );
    expect(await verify()).toMatchObject({ agrees: false });
  });
});
