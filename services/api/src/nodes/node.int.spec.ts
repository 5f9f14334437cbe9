import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import type { TestService } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';
import { grpcClient, refusalOf } from '../grpc/grpc.spec-helper.ts';
import { nodeView, scheduler, schedulerBeside } from '../scheduler.spec-helper.ts';

let api: TestApi;
let answering: TestService;
let project: { id: string; token: string };
let client: ReturnType<typeof grpcClient>;
const node = nodeView();
const path = `/v1/nodes/${node.id}`;

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  project = await api.newProject();
  answering = await schedulerBeside(api);
  client = grpcClient(api.app.get(GrpcServer).port);
});
afterAll(async () => {
  client.close();
  await answering.close();
  await api.close();
});

const ask = (method: string, below = '', body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, path + below, { token: operator, body, headers });
const isIn = (state: string) => ({ id: node.id, state });

describe('a node', () => {
  it('is shown to whoever may read, with all that is known of it', async () => {
    for (const token of [project.token, operator])
      expect((await api.call('GET', path, { token })).body).toEqual(node);
    expect((await api.call('GET', '/v1/nodes', { token: project.token })).body.items).toEqual([node]);
  });

  it('is cordoned, drained and let be by the operator, who is named to the scheduler', async () => {
    expect(await ask('POST', '/cordon')).toMatchObject({ status: 200, body: isIn('cordoned') });
    expect(await ask('POST', '/drain', { deadlineSeconds: 60 })).toMatchObject({
      status: 202,
      body: isIn('draining'),
    });
    const answer = await ask('POST', '/drain');
    expect(answer).toMatchObject({ status: 202, body: isIn('draining') });
    expect(await ask('POST', '/uncordon')).toMatchObject({ status: 200, body: isIn('ready') });
    expect(scheduler.commands.slice(-4)).toMatchObject([
      { action: 'cordon', deadlineSeconds: null, actor: 'operator' },
      { action: 'drain', deadlineSeconds: 60 },
      { action: 'drain', deadlineSeconds: null, requestId: answer.headers.get('x-request-id') },
      { action: 'uncordon', nodeId: node.id, deadlineSeconds: null },
    ]);
  });

  it('is removed when it is not in use', async () => {
    expect(await ask('DELETE')).toMatchObject({ status: 409, body: { code: 'node.in_use' } });
    await ask('POST', '/cordon');
    expect(await ask('DELETE')).toMatchObject({ status: 204 });
    await ask('POST', '/uncordon');
  });

  it('is commanded by nobody else', async () => {
    const before = scheduler.commands.length;
    for (const [method, below] of [
      ['POST', '/cordon'],
      ['POST', '/uncordon'],
      ['POST', '/drain'],
      ['DELETE', ''],
    ] as const)
      expect(await api.call(method, path + below, { token: project.token })).toMatchObject({
        status: 403,
        body: { code: 'token.scope_missing' },
      });
    expect(scheduler.commands).toHaveLength(before);
  });

  it('that is none is not found, whatever it is called', async () => {
    for (const id of ['node-ffffffffffff', 'node-1', 'x', '%00'])
      for (const [method, below] of [
        ['GET', ''],
        ['POST', '/cordon'],
        ['POST', '/drain'],
        ['DELETE', ''],
      ] as const) {
        const { status: code, body } = await api.call(method, `/v1/nodes/${id}${below}`, { token: operator });
        expect([code, body.code]).toEqual([404, 'node.not_found']);
      }
  });

  it.each([[{ deadlineSeconds: -1 }], [{ deadlineSeconds: 86_401 }], [{ deadlineSeconds: '60' }]])(
    'cannot be drained with %j',
    async (body) => {
      expect(await ask('POST', '/drain', body)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/deadlineSeconds' }] },
      });
    },
  );

  it('is commanded once under an idempotency key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const before = scheduler.commands.length;
    const first = await ask('POST', '/cordon', undefined, headers);
    const second = await ask('POST', '/cordon', undefined, headers);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(scheduler.commands).toHaveLength(before + 1);
    await ask('POST', '/uncordon');
  });
});

describe('a node over gRPC', () => {
  const call = (method: string, request: object, token = operator) =>
    client.call('NodeService', method, request, { token });
  const nodeId = node.id;

  it('is what REST shows', async () => {
    const { nodes } = await call('ListNodes', {}, project.token);
    const shown = (await call('GetNode', { nodeId }, project.token)).node;
    expect(nodes).toEqual([shown]);
    expect(shown).toMatchObject({
      id: nodeId,
      hostname: node.hostname,
      state: 'NODE_STATE_READY',
      driver: 'NODE_DRIVER_DOCKER',
      labels: node.labels,
      taints: node.taints,
      zone: 'room-1',
      replicas: 1,
      capacity: { memoryMib: 16_384, gpus: [{ model: 'h100', island: '0', simulated: true }] },
      free: { gpuThousandths: [1000] },
    });
  });

  it('is commanded by the operator', async () => {
    expect((await call('CordonNode', { nodeId })).node).toMatchObject({ state: 'NODE_STATE_CORDONED' });
    expect((await call('DrainNode', { nodeId, deadlineSeconds: 5 })).node).toMatchObject({
      state: 'NODE_STATE_DRAINING',
    });
    expect(scheduler.commands.at(-1)).toMatchObject({ action: 'drain', deadlineSeconds: 5 });
    await call('RemoveNode', { nodeId });
    expect((await call('UncordonNode', { nodeId })).node).toMatchObject({ state: 'NODE_STATE_READY' });
    expect(await refusalOf(call('RemoveNode', { nodeId }))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'node.in_use',
    });
    expect(await refusalOf(call('CordonNode', { nodeId }, project.token))).toMatchObject({
      code: status.PERMISSION_DENIED,
    });
  });
});
