import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  type AskOf,
  budgetQuestions as questions,
  type BudgetView,
  refuse,
  usdOf,
} from '@tidegate/contracts';
import { deriveId } from '@tidegate/eventing';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { endpointSpec, type TestService, testService } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { grpcClient } from '../grpc/grpc.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';

type Ask<Name extends keyof typeof questions> = AskOf<(typeof questions)[Name]>;

const KNOWN = 'budg-0123456789ab';
const asked: object[] = [];

const viewOf = (projectId: string, more: Partial<BudgetView> = {}): BudgetView => ({
  id: KNOWN,
  projectId,
  endpointId: null,
  name: 'all',
  limitNanoUsd: '250000000000',
  limitUsd: '250.00',
  thresholdsPercent: [50, 80, 100],
  isHard: true,
  period: '2031-02',
  spentNanoUsd: '200000000000',
  spentUsd: '200.00',
  percent: 80,
  thresholdsReached: [50, 80],
  state: 'within',
  burnRateNanoUsdPerHour: '3600000000',
  overshootBoundNanoUsd: '616000000',
  overshootBoundUsd: '0.616',
  createdAt: '2031-02-01T00:00:00.000Z',
  updatedAt: '2031-02-01T00:00:00.000Z',
  ...more,
});

const take = <A extends object>(ask: A): A => {
  asked.push(ask);
  if ('budgetId' in ask && ask.budgetId !== KNOWN)
    return refuse('budget.not_found', { budgetId: String(ask.budgetId) });
  return ask;
};

/** Billing, in memory: it knows one budget of every project. */
@Controller()
class MemoryBudgets {
  @Answers(questions.setBudget)
  set(ask: Ask<'setBudget'>): Promise<BudgetView> {
    const { projectId, endpointId, limitNanoUsd, isHard } = take(ask);
    return Promise.resolve(
      viewOf(projectId, { endpointId, limitNanoUsd, limitUsd: usdOf(limitNanoUsd), isHard }),
    );
  }
  @Answers(questions.changeBudget)
  change(ask: Ask<'changeBudget'>): Promise<BudgetView> {
    return Promise.resolve(viewOf(take(ask).projectId, { name: ask.name ?? 'all' }));
  }
  @Answers(questions.removeBudget)
  remove(ask: Ask<'removeBudget'>): Promise<Record<string, never>> {
    take(ask);
    return Promise.resolve({});
  }
  @Answers(questions.budget)
  one(ask: Ask<'budget'>): Promise<BudgetView> {
    return Promise.resolve(viewOf(take(ask).projectId));
  }
  @Answers(questions.budgets)
  page(ask: Ask<'budgets'>): Promise<{ items: BudgetView[]; nextCursor: string | null }> {
    return Promise.resolve({ items: [viewOf(take(ask).projectId)], nextCursor: '7' });
  }
}

@Module({ imports: [EventingModule.forRoot({ service: 'billing' })], controllers: [MemoryBudgets] })
class MemoryBillingModule {}

let api: TestApi;
let billing: TestService;
let client: ReturnType<typeof grpcClient>;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  const { databaseUrl, natsUrl, natsToken } = api.app;
  billing = await testService({
    service: 'billing',
    module: MemoryBillingModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
  client = grpcClient(api.app.get(GrpcServer).port);
  project = await api.newProject();
});
afterAll(async () => {
  client.close();
  await billing.close();
  await api.close();
});
beforeEach(() => {
  asked.length = 0;
});

const call = (method: string, path: string, body?: unknown, token = project.token) =>
  api.call(method, `/v1/budgets${path}`, { token, ...(body !== undefined && { body }) });
const wish = { name: 'all', limitUsd: '250.00' };
const tokenWith = async (scopes: string[]): Promise<string> => {
  const path = `/v1/projects/${project.id}/tokens`;
  const { body } = await api.call('POST', path, { token: project.token, body: { name: 'some', scopes } });
  return body.token ?? '';
};

describe('a budget over REST', () => {
  it('is set for the whole project, with the usual thresholds, and stops nothing unless it is told to', async () => {
    expect(await call('POST', '', wish)).toMatchObject({
      status: 201,
      body: { id: KNOWN, limitUsd: '250.00' },
    });
    expect(asked).toMatchObject([
      {
        projectId: project.id,
        endpointId: null,
        limitNanoUsd: '250000000000',
        thresholdsPercent: [50, 80, 100],
        isHard: false,
      },
    ]);
  });

  it('is set for one endpoint of the project, and of no other', async () => {
    const endpointId = deriveId('endpoint', randomUUID());
    const other = await api.newProject();
    const requested = (id: string, projectId: string) =>
      api.append(id, {
        type: 'EndpointRequested',
        data: { endpointId: id, projectId, revision: 1, spec: endpointSpec({ name: `e-${id.slice(-6)}` }) },
      });
    await requested(endpointId, project.id);
    const strange = deriveId('endpoint', randomUUID());
    await requested(strange, other.id);
    await api.eventually(async () => {
      const body = { ...wish, endpointId, isHard: true, thresholdsPercent: [] };
      expect(await call('POST', '', body)).toMatchObject({ status: 201, body: { endpointId } });
    });
    expect(asked.at(-1)).toMatchObject({ endpointId, isHard: true, thresholdsPercent: [] });
    expect(await call('POST', '', { ...wish, endpointId: strange })).toMatchObject({
      status: 404,
      body: { code: 'endpoint.not_found' },
    });
  });

  it('is listed, shown, changed and removed', async () => {
    expect(await call('GET', '?limit=1&cursor=9')).toMatchObject({
      status: 200,
      body: { items: [{ id: KNOWN, percent: 80, thresholdsReached: [50, 80] }], nextCursor: '7' },
    });
    expect(await call('GET', `/${KNOWN}`)).toMatchObject({
      body: { state: 'within', overshootBoundUsd: '0.616' },
    });
    expect(await call('PATCH', `/${KNOWN}`, { name: 'new' })).toMatchObject({
      status: 200,
      body: { name: 'new' },
    });
    expect(asked.at(-1)).not.toHaveProperty('limitNanoUsd');
    await call('PATCH', `/${KNOWN}`, { limitUsd: '0.000000001', thresholdsPercent: null, isHard: false });
    expect(asked.at(-1)).toMatchObject({
      limitNanoUsd: '1',
      thresholdsPercent: [50, 80, 100],
      isHard: false,
    });
    expect((await call('DELETE', `/${KNOWN}`)).status).toBe(204);
  });

  it('is unknown under another id, whatever it looks like', async () => {
    for (const id of ['budg-ffffffffffff', 'moon'])
      for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const)
        expect(await call(method, `/${id}`, body)).toMatchObject({
          status: 404,
          body: { code: 'budget.not_found' },
        });
  });

  it.each([
    ['/limitUsd', { limitUsd: '0' }],
    ['/limitUsd', { limitUsd: '-1' }],
    ['/limitUsd', { limitUsd: '1.0000000001' }],
    ['/limitUsd', { limitUsd: 250 }],
    ['/limitUsd', { limitUsd: undefined }],
    ['/name', { name: '' }],
    ['/endpointId', { endpointId: 'chat' }],
    ['/thresholdsPercent', { thresholdsPercent: [0] }],
    ['/thresholdsPercent', { thresholdsPercent: [50, 50] }],
    ['/thresholdsPercent', { thresholdsPercent: [1.5] }],
    ['/thresholdsPercent', { thresholdsPercent: 50 }],
    ['/isHard', { isHard: 'yes' }],
    ['/period', { period: 'week' }],
  ])('says what is wrong with %s: %j', async (pointer, some) => {
    const { status, body } = await call('POST', '', { ...wish, ...some });
    expect([status, body.errors.map((error) => error.pointer)]).toEqual([400, [pointer]]);
    expect(asked).toEqual([]);
  });

  it('is changed by who administers the project, and seen by who may read', async () => {
    const [writer, reader] = [await tokenWith(['read', 'write']), await tokenWith(['invoke'])];
    expect((await call('POST', '', wish, writer)).status).toBe(403);
    expect((await call('PATCH', `/${KNOWN}`, {}, writer)).status).toBe(403);
    expect((await call('DELETE', `/${KNOWN}`, undefined, writer)).status).toBe(403);
    expect((await call('GET', '', undefined, writer)).status).toBe(200);
    expect((await call('GET', '', undefined, reader)).status).toBe(403);
  });
});

describe('a budget over gRPC', () => {
  it('is what REST shows', async () => {
    const rpc = (method: string, request: object) =>
      client.call('BudgetService', method, request, { token: project.token });
    expect(await rpc('CreateBudget', { ...wish, isHard: true })).toMatchObject({
      budget: { id: KNOWN, isHard: true },
    });
    expect(await rpc('ListBudgets', { limit: 1 })).toMatchObject({
      budgets: [{ percent: 80 }],
      nextCursor: '7',
    });
    expect(await rpc('GetBudget', { budgetId: KNOWN })).toMatchObject({
      budget: { state: 'BUDGET_STATE_WITHIN', thresholdsReached: [50, 80] },
    });
    expect(await rpc('UpdateBudget', { budgetId: KNOWN, name: 'new' })).toMatchObject({
      budget: { name: 'new' },
    });
    expect(asked.at(-1)).not.toHaveProperty('thresholdsPercent');
    await rpc('DeleteBudget', { budgetId: KNOWN });
    expect(asked).toHaveLength(5);
  });
});
