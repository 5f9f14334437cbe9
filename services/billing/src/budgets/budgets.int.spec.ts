import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  budgetQuestions as questions,
  type BudgetView,
  type EventNamed,
  type EventType,
  ledgerQuestions,
  USUAL_PLAN,
} from '@tidegate/contracts';
import { causeOf, deriveId, deriveUuid } from '@tidegate/eventing';
import { Asker, Clock, EventingModule, EventStore } from '@tidegate/eventing/nest';
import { endpointSpec, type TestService, testService } from '@tidegate/testing';
import { BillingModule } from '../billing.module.ts';

/** A nano-dollar for a microsecond. */
const EASY = 3_600_000_000;
const SECOND = 1_000_000;
const ACTOR = { actor: 'tok-000000000001', requestId: null };
const DELAYS = { lookSeconds: 0.2, tickSeconds: 1, leaseSeconds: 10 };

describe('budgets', () => {
  let host: TestService;
  let services: TestService[];
  const billing = (): Promise<TestService> => {
    const { databaseUrl, natsUrl, natsToken } = host;
    const options = { timeZone: 'UTC', graceSeconds: 3600, delays: DELAYS };
    return testService({
      service: 'billing',
      module: BillingModule.with([{ sku: 'h100-1x', priceNanoUsdPerHour: EASY }], options),
      beside: { databaseUrl, natsUrl, natsToken },
    });
  };
  beforeAll(async () => {
    const module = EventingModule.forRoot({ service: 'witness', relay: true });
    host = await testService({ service: 'witness', module });
    services = [await billing(), await billing()];
  });
  afterAll(async () => {
    for (const service of services) await service.close();
    await host.close();
  });

  const append = <Type extends EventType>(stream: string, event: EventNamed<Type>) =>
    host
      .get(EventStore)
      .append(
        stream,
        'any',
        [event],
        causeOf({ commandId: deriveUuid(stream, JSON.stringify(event)), actor: 'operator' }),
      );
  const said = async (stream: string) => {
    const { events } = await host.get(EventStore).read<EventNamed<EventType>>(stream);
    return events.map(({ type, data }) =>
      type === 'BudgetThresholdReached' && 'thresholdPercent' in data
        ? `${type} ${String(data.thresholdPercent)}`
        : type,
    );
  };

  /** A project of its own for each test, in which one replica has cost a micro-dollar a millisecond for some seconds. */
  const tenant = async (name: string, seconds: number) => {
    const projectId = deriveId('project', name);
    const owner = { endpointId: deriveId('endpoint', name), projectId };
    const replicaId = deriveId('replica', name);
    await append<'EndpointRequested'>(owner.endpointId, {
      type: 'EndpointRequested',
      data: { ...owner, revision: 1, spec: endpointSpec({ drainTimeoutSeconds: 30 }) },
    });
    await append<'ReplicaStarted'>(replicaId, {
      type: 'ReplicaStarted',
      data: {
        ...owner,
        replicaId,
        revision: 1,
        nodeId: 'node-000000000001',
        hardware: {
          id: 'h100-1x',
          gpuModel: 'H100',
          gpuCount: 1,
          gpuThousandths: 1000,
          vcpuMillis: 2000,
          memoryMib: 1024,
        },
        simulated: false,
        startedAtUs: host.get(Clock).nowUs() - seconds * SECOND,
      },
    });
    const asker = host.get(Asker);
    const because = (what: string) => ({ ...ACTOR, commandId: deriveUuid(name, what) });
    return {
      ...owner,
      budget: (limitMs: number, some: object = {}): Promise<BudgetView> =>
        asker.ask(questions.setBudget, {
          projectId,
          endpointId: null,
          ...because(`set ${String(limitMs)} ${JSON.stringify(some)}`),
          name: 'all',
          limitNanoUsd: String(limitMs * 1_000_000),
          thresholdsPercent: [100, 50, 80],
          isHard: true,
          ...some,
        }),
      one: (budgetId: string) => asker.ask(questions.budget, { projectId, budgetId }),
      change: (budgetId: string, some: object) =>
        asker.ask(questions.changeBudget, { projectId, budgetId, ...because(JSON.stringify(some)), ...some }),
      remove: (budgetId: string) =>
        asker.ask(questions.removeBudget, { projectId, budgetId, ...because('remove') }),
      list: (limit: number, cursor: string | null = null) =>
        asker.ask(questions.budgets, { projectId, limit, cursor }),
      grant: (milliUsd: number) =>
        asker.ask(ledgerQuestions.grantCredit, {
          projectId,
          ...because(`grant ${String(milliUsd)}`),
          kind: 'prepaid',
          amountNanoUsd: String(milliUsd * 1_000_000),
          expiresAt: null,
          note: '',
        }),
    };
  };

  it('say each threshold and the stop once, with two services that look, and resume when they are raised', async () => {
    const project = await tenant('life', 17);
    const { id } = await project.budget(20);
    await host.eventually(async () => {
      const words = await said(id);
      expect(words.slice(0, 3)).toEqual([
        'BudgetSet',
        'BudgetThresholdReached 50',
        'BudgetThresholdReached 80',
      ]);
      expect(words.slice(3)).toEqual(['BudgetThresholdReached 100', 'SpendingStopped']);
    }, 15_000);
    const view = await project.one(id);
    expect(view).toMatchObject({
      state: 'stopped',
      limitUsd: '0.02',
      thresholdsPercent: [50, 80, 100],
      thresholdsReached: [50, 80, 100],
      burnRateNanoUsdPerHour: String(EASY),
      // A nano-dollar for a microsecond, for 0.2 + 1 + 30 + 10 seconds.
      overshootBoundNanoUsd: String(41_200_000),
    });
    expect(view.percent).toBeGreaterThanOrEqual(100);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await said(id)).toHaveLength(5);

    const raised = await project.change(id, { limitNanoUsd: '1000000000000' });
    expect(raised).toMatchObject({ state: 'within', limitUsd: '1000.00', thresholdsReached: [50, 80, 100] });
    expect((await said(id)).slice(5)).toEqual(['BudgetSet', 'SpendingResumed']);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await said(id)).toHaveLength(7);
  });

  it('of one endpoint stop it alone, and what is removed stops nothing', async () => {
    const project = await tenant('endpoint', 30);
    const { id } = await project.budget(20, { endpointId: project.endpointId });
    await host.eventually(async () => expect((await project.one(id)).state).toBe('stopped'), 15_000);
    const other = await project.budget(20, { endpointId: deriveId('endpoint', 'other') });
    expect(other).toMatchObject({ state: 'within', spentNanoUsd: '0', percent: 0 });
    const { events } = await host.get(EventStore).read<EventNamed<'SpendingStopped'>>(id);
    expect(events.at(-1)?.data).toMatchObject({ endpointId: project.endpointId, budgetId: id });
    await project.remove(id);
    expect((await said(id)).slice(-2)).toEqual(['SpendingResumed', 'BudgetRemoved']);
    await expect(project.one(id)).rejects.toMatchObject({ code: 'budget.not_found' });
    await project.remove(id);
    await expect((await tenant('stranger', 1)).one(other.id)).rejects.toMatchObject({
      code: 'budget.not_found',
    });
  });

  it('are listed in pages, newest first, and set once for one command', async () => {
    const project = await tenant('list', 1);
    const ids: string[] = [];
    for (const limit of [1000, 2000, 3000]) ids.unshift((await project.budget(limit, { isHard: false })).id);
    expect((await project.budget(3000, { isHard: false })).id).toBe(ids[0]);
    const first = await host.eventually(async () => {
      const page = await project.list(2);
      expect(page.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      return page;
    });
    expect(first.items[0]).toMatchObject({ isHard: false, overshootBoundNanoUsd: null });
    const second = await project.list(2, first.nextCursor);
    expect(second).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
    await expect(project.list(2, 'moon')).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('stop who must pay beforehand and has used up its credit, until there is more', async () => {
    const project = await tenant('prepaid', 3);
    const { projectId } = project;
    await project.grant(8);
    await append<'PlanPublished'>(`plan-${projectId}`, {
      type: 'PlanPublished',
      data: { projectId, plan: { ...USUAL_PLAN, mustPrepay: true }, effectiveFromUs: 0 },
    });
    const stream = `prepaid-${projectId}`;
    await host.eventually(async () => expect(await said(stream)).toEqual(['SpendingStopped']), 15_000);
    const { events } = await host.get(EventStore).read<EventNamed<'SpendingStopped'>>(stream);
    const { spentNanoUsd, limitNanoUsd, ...rest } = events[0]!.data;
    expect(rest).toMatchObject({ projectId, endpointId: null, budgetId: null });
    expect(limitNanoUsd).toBe('8000000');
    expect(Number(spentNanoUsd)).toBeGreaterThanOrEqual(8_000_000);
    await project.grant(1_000_000);
    await host.eventually(async () =>
      expect(await said(stream)).toEqual(['SpendingStopped', 'SpendingResumed']),
    );
  });
});
