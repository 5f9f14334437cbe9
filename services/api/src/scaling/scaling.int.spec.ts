import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Controller, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AnswerOf,
  type AskOf,
  type ScalingView,
  type SimulatedPolicy,
  questions,
  refuse,
} from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';
import { grpcClient } from '../grpc/grpc.spec-helper.ts';

type Ask = AskOf<typeof questions.simulateScaling>;
type Problems = Readonly<{ code: string; errors: readonly { pointer: string; message: string }[] }>;

const asked: Ask[] = [];
const column = [0, 0];
const outcome = (name: string): SimulatedPolicy => ({
  name,
  replicaSeconds: 7200.5,
  coldStarts: 2,
  coldRequests: 3,
  starts: 4,
  changesPerHour: 1.5,
  mostReplicas: 2,
  waitSeconds: { p50: 0, p95: 1.25, p99: 20, mean: 0.7 },
  within1s: 0.94,
  within5s: 0.98,
  series: { arrivals: column, replicas: column, ready: column, waiting: column, inFlight: column },
});
const explained = (endpointId: string): ScalingView => ({
  endpointId,
  at: '2030-01-01T00:00:00.000Z',
  current: 2,
  desired: 3,
  cause: 'load',
  text: '2 → 3: 2.8 requests/s come.',
  formula: 'ceil((14 demand + 6.2 safety + 0 backlog) / 8 slots) = 3',
  limitedBy: ['max_replicas'],
  mayMoveInSeconds: 42,
  inputs: null,
  learned: {
    serviceSeconds: 5,
    startSeconds: 30,
    starts: [29, 30, 31],
    gaps: { seen: 2, seconds: [10, 20] },
    forecastError: 0.1,
    idlePlan: { keepSeconds: 60, fromSeconds: null, toSeconds: null },
  },
});
let unknown = '';

/** The scaler, in memory. */
@Controller()
class MemoryScaler {
  @Answers(questions.simulateScaling)
  simulate(ask: Ask): Promise<AnswerOf<typeof questions.simulateScaling>> {
    asked.push(ask);
    const { from, to, policies } = ask;
    if (policies.some(({ name }) => name === 'large'))
      refuse('simulation.too_large', { requests: 3_000_000, limit: 2_000_000 });
    return Promise.resolve({
      from,
      to,
      requests: 10,
      bucketSeconds: 173,
      policies: policies.map(({ name }) => outcome(name)),
      notes: ['Requests are recorded by the second.'],
    });
  }

  @Answers(questions.explainScaling)
  explain({ endpointId }: AskOf<typeof questions.explainScaling>): Promise<{ scaling: ScalingView | null }> {
    return Promise.resolve({ scaling: endpointId === unknown ? null : explained(endpointId) });
  }
}
@Module({ imports: [EventingModule.forRoot({ service: 'scaler' })], controllers: [MemoryScaler] })
class MemoryScalerModule {}

let api: TestApi;
let scaler: TestService;
let project: { id: string; token: string };
let id: string;

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  project = await api.newProject();
  const body = { name: 'chat', model: 'demo/double', framework: 'engine-double', hardware: 'h100-2x' };
  const scaling = { minReplicas: 0, maxReplicas: 2, rules: [{ metric: 'concurrency', target: 6 }] };
  const created = await api.call('POST', '/v1/endpoints', {
    token: project.token,
    body: { ...body, scaling },
  });
  ({ id } = created.body);
  const { databaseUrl, natsUrl, natsToken } = api.app;
  scaler = await testService({
    service: 'scaler',
    module: MemoryScalerModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
});
afterAll(async () => {
  await scaler.close();
  await api.close();
});

const simulate = async (body: object, token: string = project.token) => {
  const answer = await api.call('POST', `/v1/endpoints/${id}/simulate`, { token, body });
  return { status: answer.status, body: answer.body as unknown as Problems & Record<string, unknown> };
};
const pointersOf = async (body: object) => {
  const { status, body: problems } = await simulate(body);
  expect(status).toBe(400);
  return problems.errors.map(({ pointer }) => pointer);
};
const decided = (to: number) => ({
  type: 'ScaleDecided' as const,
  data: {
    endpointId: id,
    projectId: project.id,
    revision: 1,
    from: to - 1,
    to,
    cause: 'load' as const,
    inputs: null,
    formula: `= ${to}`,
    limitedBy: [],
    mayMoveInSeconds: null,
    spare: [],
    policyVersion: 2,
    leaseEpoch: 1,
    text: `${to - 1} → ${to}: because.`,
  },
});

describe('a simulation', () => {
  it('is of the last day and the endpoint’s own policy, when nothing is said', async () => {
    const { status, body } = await simulate({});
    expect(status).toBe(200);
    const ask = asked.at(-1)!;
    expect(Date.parse(ask.to) - Date.parse(ask.from)).toBe(86_400_000);
    expect(ask.policies).toMatchObject([
      { name: 'current', scaling: { maxReplicas: 2, rules: [{ metric: 'concurrency', target: 6 }] } },
    ]);
    expect(body).toMatchObject({ endpointId: id, requests: 10, hardwareId: 'h100-2x' });
  });

  it('says what policies would have cost: the GPUs held, at the price of now', async () => {
    const { body } = await simulate({});
    const price = BigInt(body['priceNanoUsdPerHour'] as string);
    expect(price).toBeGreaterThan(0n);
    expect(body['policies']).toMatchObject([
      {
        gpuSeconds: 14_401,
        replicaSeconds: 7200.5,
        costNanoUsd: ((7_200_500_000n * price) / 3_600_000_000n).toString(),
      },
    ]);
    expect(body['notes']).toHaveLength(2);
  });

  it('has policies that differ from the endpoint’s own in what they say', async () => {
    const policies = [
      { name: 'current' },
      { name: 'wide', scaling: { maxReplicas: 4, waitPrice: 'fast' } },
      { name: 'usual', scaling: { rules: null } },
    ];
    const { body } = await simulate({
      from: '2026-01-01T00:00:30Z',
      to: '2026-01-08T00:00:00+01:00',
      policies,
    });
    const ask = asked.at(-1)!;
    expect(ask).toMatchObject({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-07T23:00:00.000Z' });
    expect(ask.policies).toMatchObject([
      { scaling: { maxReplicas: 2, waitPrice: 'balanced' } },
      { scaling: { maxReplicas: 4, waitPrice: 'fast', rules: [{ target: 6 }] } },
      { scaling: { maxReplicas: 2, rules: [{ metric: 'concurrency', target: 4 }] } },
    ]);
    expect(body['policies']).toMatchObject([
      { name: 'current' },
      { name: 'wide' },
      { scaling: { maxReplicas: 2 } },
    ]);
  });

  it('is refused with every field that an update would be refused for', async () => {
    const policies = [
      { name: 'a', scaling: { minReplicas: 3, maxReplicas: 2 } },
      { name: 'b', scaling: { maxReplicas: 4 } },
      { name: 'c', scaling: { maxReplicas: 400 } },
      { name: 'd', scaling: { waitPrice: 'free', moon: 1 } },
    ];
    const found = await pointersOf({ policies: policies.slice(0, 3) });
    expect(found).toEqual([
      '/policies/0/scaling/minReplicas',
      '/policies/2/scaling/maxReplicas',
      ...found.slice(2),
    ]);
    expect(found.every((pointer) => pointer.startsWith('/policies/'))).toBe(true);
    expect((await pointersOf({ policies: policies.slice(3) })).toSorted()).toEqual([
      '/policies/0/scaling/moon',
      '/policies/0/scaling/waitPrice',
    ]);
    const twice = [{ name: 'a' }, { name: 'a' }];
    expect(await pointersOf({ policies: twice })).toEqual(['/policies/1/name']);
    expect(await pointersOf({ policies: [] })).toEqual(['/policies']);
    expect(await pointersOf({ policies: [null, { name: 'a' }] })).toEqual(['/policies']);
    expect(await pointersOf({ policies: new Array(6).fill({ name: 'a' }) })).toContain('/policies');
  });

  it.each([
    [{ to: '2100-01-01T00:00:00Z' }, '/to'],
    [{ from: 'yesterday' }, '/from'],
    [{ from: '2026-01-32T00:00:00Z', to: '2026-02-01T00:00:00Z' }, '/from'],
    [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, '/from'],
    [{ from: '2026-01-01T00:00:00Z', to: '2026-02-02T00:00:00Z' }, '/from'],
    [{ to: '0000-01-01T00:00:00Z' }, '/to'],
  ])('is of no such window: %j', async (window, pointer) => {
    expect(await pointersOf(window)).toEqual([pointer]);
  });

  it('is of no more days and policies than half a minute takes', async () => {
    const month = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
    const named = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `p${n}` }));
    expect((await simulate({ ...month, policies: named(2) })).status).toBe(200);
    expect(await pointersOf({ ...month, policies: named(3) })).toEqual(['/policies']);
  });

  it('passes on what the scaler refuses', async () => {
    const { status, body } = await simulate({ policies: [{ name: 'large' }] });
    expect([status, body.code]).toEqual([422, 'simulation.too_large']);
  });

  it('is its project’s alone', async () => {
    const other = await api.newProject();
    expect((await simulate({}, other.token)).body.code).toBe('endpoint.not_found');
    const missing = await api.call('POST', '/v1/endpoints/endpt-ffffffffffff/simulate', {
      token: operator,
      body: {},
    });
    expect(missing.body.code).toBe('endpoint.not_found');
  });
});

describe('the scaling of an endpoint', () => {
  it('is explained, with its last decisions', async () => {
    await api.append(`scale-${id}`, decided(1), decided(2), decided(3));
    const path = `/v1/endpoints/${id}/scaling`;
    const { body } = await api.call('GET', `${path}?decisions=2`, { token: project.token });
    expect(body).toMatchObject({
      now: { current: 2, desired: 3, limitedBy: ['max_replicas'], learned: { startSeconds: 30 } },
      decisions: [
        { from: 2, to: 3, text: '2 → 3: because.', formula: '= 3' },
        { from: 1, to: 2 },
      ],
    });
    const other = await api.newProject();
    expect((await api.call('GET', path, { token: other.token })).body.code).toBe('endpoint.not_found');
    expect(
      (await api.call('GET', `${path}?decisions=0`, { token: project.token })).body.errors,
    ).toMatchObject([{ pointer: '?decisions' }]);
    unknown = id;
    expect((await api.call('GET', path, { token: project.token })).body).toMatchObject({ now: null });
    unknown = '';
  });
});

describe('the same over gRPC', () => {
  it('is asked in messages', async () => {
    const client = grpcClient(api.app.get(GrpcServer).port);
    const call = (method: string, request: object) =>
      client.call('EndpointService', method, { endpointId: id, ...request }, { token: project.token });
    const explanation = await call('ExplainScaling', { decisions: 1 });
    expect(explanation).toMatchObject({ decisions: [{ from: 2, to: 3, text: '2 → 3: because.' }] });
    const policies = [{ name: 'fast', scaling: { fields: { waitPrice: { stringValue: 'fast' } } } }];
    const simulation = await call('SimulateEndpoint', { policies });
    expect(asked.at(-1)?.policies).toMatchObject([{ name: 'fast', scaling: { waitPrice: 'fast' } }]);
    expect(simulation).toMatchObject({ endpointId: id, bucketSeconds: 173, hardwareId: 'h100-2x' });
    client.close();
  });
});

describe('the command line', () => {
  const program = fileURLToPath(new URL('../../../../cli/src/main.ts', import.meta.url));
  const tidegate = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const env = {
        ...process.env,
        TIDEGATE_URL: api.app.url,
        TIDEGATE_TOKEN: project.token,
        NODE_NO_WARNINGS: '1',
      };
      const child = execFile(process.execPath, [program, ...args], { env }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });

  it('shows policies side by side, and why', async () => {
    const shown = await tidegate('simulate', 'chat', '--policy', 'fast', '--set', 'fast:maxReplicas=4');
    expect([shown.code, shown.err]).toEqual([0, '']);
    expect(shown.out).toMatch(/POLICY +GPU-SECONDS +COST.*\ncurrent +14401 +\$.*\nfast +14401/);
    expect(asked.at(-1)?.policies[1]).toMatchObject({ scaling: { waitPrice: 'fast', maxReplicas: 4 } });
    const why = await tidegate('why', 'chat');
    expect(why.out).toContain('2 → 3: 2.8 requests/s come.');
  });

  it('fails with the field and what to do', async () => {
    const { code, err } = await tidegate('simulate', 'chat', '--set', 'maxReplicas=400');
    expect(code).toBe(1);
    expect(err).toContain('/policies/1/scaling/maxReplicas must be at most');
    expect(err).toContain('Correct the fields');
  });
});
