import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerOf, questions } from '@tidegate/contracts';
import type { TestService } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { GrpcServer } from '../grpc/grpc-server.gateway.ts';
import { grpcClient } from '../grpc/grpc.spec-helper.ts';
import { scheduler, schedulerBeside } from '../scheduler.spec-helper.ts';

type Room = ReturnType<(typeof scheduler)['room']>;
type RoomAsk = (typeof scheduler)['roomAsked'][number];
type Shown = Readonly<{ id: string; warnings: readonly { pointer: string; message: string }[] }>;

let api: TestApi;
let answering: TestService | undefined;
let project: { id: string; token: string };
let client: ReturnType<typeof grpcClient>;
let names = 0;

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  project = await api.newProject();
  client = grpcClient(api.app.get(GrpcServer).port);
});
afterAll(async () => {
  client.close();
  await answering?.close();
  await api.close();
});

const create = (body: object, search = '') =>
  api.call('POST', `/v1/endpoints${search}`, {
    token: project.token,
    body: { name: `place-${String(++names)}`, model: 'tidegate/tiny', ...body },
  });
const judged = async (body: object) =>
  (await create(body, '?validateOnly=true')).body as unknown as Shown & { valid: boolean };
const none: Room = { now: 0, ever: 0, nodes: 3, obstacle: null, candidates: [] };
const room = (answer: (ask: RoomAsk) => Partial<Room>): void => {
  scheduler.room = (ask) => ({ ...none, ...answer(ask) });
};

describe('the room for an endpoint', () => {
  it('cannot be checked while no scheduler answers, which fails nothing', async () => {
    const { status, body } = await create({});
    expect(status).toBe(201);
    expect((body as unknown as Shown).warnings).toEqual([
      { pointer: '/cluster', message: expect.stringContaining('could not be checked') },
    ]);
    answering = await schedulerBeside(api);
    await api.eventually(async () => expect(await judged({})).toMatchObject({ valid: true, warnings: [] }));
  });

  it('is asked for as it is wished', async () => {
    await judged({ placement: { zones: ['a'], spread: 'zones' }, diskMib: 7, scaling: { maxReplicas: 4 } });
    expect(scheduler.roomAsked.at(-1)).toMatchObject({
      projectId: project.id,
      replicas: 4,
      cluster: 'local',
      framework: 'llama.cpp',
      hardware: { id: 'cpu-1x' },
      diskMib: 7,
      placement: { zones: ['a'], spread: 'zones', priority: 50, nodeLabels: {} },
    });
  });

  it('is told to be missing with the field that is in the way', async () => {
    room(({ image }) => ({ ever: image === null ? 1 : 0, obstacle: 'No node starts containers.' }));
    const image = { framework: 'custom', image: { reference: 'ghcr.io/acme/echo:1' } };
    expect((await judged(image)).warnings).toMatchObject([
      {
        pointer: '/image',
        message: expect.stringContaining('none of the 3 nodes of local starts containers'),
      },
    ]);
    room(({ placement }) => ({
      ever: placement.zones === null ? 1 : 0,
      obstacle: '3 of 3 nodes: other zone',
    }));
    expect((await judged({ placement: { zones: ['moon'], nodeLabels: { a: 'b' } } })).warnings).toMatchObject(
      [{ pointer: '/placement/zones', message: expect.stringContaining('(3 of 3 nodes: other zone)') }],
    );
    room(() => ({ ever: 3 }));
    const apart = { placement: { spread: 'nodes' }, scaling: { maxReplicas: 4 } };
    expect((await judged(apart)).warnings).toMatchObject([{ pointer: '/placement/spread' }]);
    expect((await judged({ scaling: { maxReplicas: 4 } })).warnings).toMatchObject([
      { pointer: '/scaling/maxReplicas' },
    ]);
    room(() => ({ ever: 64 }));
  });
});

describe('where replicas may run', () => {
  it('is said, changed, exported and applied', async () => {
    const placement = { nodeLabels: { a: 'b' }, tolerations: ['spot'], priority: 10 };
    const { body } = await create({ placement });
    const whole = { ...placement, zones: null, spread: 'prefer', gang: false };
    expect(body).toMatchObject({ placement: whole });
    const patched = await api.call('PATCH', `/v1/endpoints/${body.id}`, {
      token: project.token,
      body: { placement: { nodeLabels: { a: null }, zones: ['x'], tolerations: null } },
    });
    expect(patched.body).toMatchObject({
      revision: 2,
      templateRevision: 2,
      placement: { ...whole, nodeLabels: {}, zones: ['x'], tolerations: [] },
    });
    const { text } = await api.call('GET', `/v1/endpoints/${body.id}/export`, { token: project.token });
    expect(text).toContain('priority: 10');
    const applied = await api.call('POST', '/v1/apply', {
      token: project.token,
      raw: text,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(applied.body.items).toMatchObject([{ outcome: 'unchanged' }]);
    const { endpoint } = await client.call(
      'EndpointService',
      'UpdateEndpoint',
      {
        endpointId: body.id,
        endpoint: { placement: { spread: 'PLACEMENT_SPREAD_ZONES', nodeLabels: { c: 'd' } } },
        updateMask: { paths: ['placement.spread', 'placement.node_labels', 'placement.priority'] },
      },
      { token: project.token },
    );
    expect(endpoint).toMatchObject({
      placement: { spread: 'PLACEMENT_SPREAD_ZONES', nodeLabels: { c: 'd' }, zones: ['x'], priority: 50 },
    });
  });

  it('is refused as it cannot be, field by field', async () => {
    const { status, body } = await create({
      placement: {
        priority: 51,
        spread: 'moon',
        zones: [],
        tolerations: ['-'],
        nodeLabels: { a: 'ä' },
        x: 1,
      },
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/placement/nodeLabels/a',
      '/placement/priority',
      '/placement/spread',
      '/placement/tolerations/0',
      '/placement/x',
      '/placement/zones',
    ]);
  });

  it('has a priority within the quota of its project, also when it returns to an earlier one', async () => {
    const { id, token } = await api.newProject();
    const quotas = (priority: number) =>
      api.call('PUT', `/v1/projects/${id}/quotas`, {
        token: operator,
        body: { endpoints: 9, replicasPerEndpoint: 2, gpus: 4, priority },
      });
    const made = (name: string, placement: object) =>
      api.call('POST', '/v1/endpoints', { token, body: { name, model: 'tidegate/tiny', placement } });
    await quotas(80);
    const { body: first } = await made('first', { priority: 80 });
    expect(first).toMatchObject({ placement: { priority: 80 } });
    await quotas(20);
    const change = (body: object) => api.call('PATCH', `/v1/endpoints/${first.id}`, { token, body });
    expect((await change({ environment: { A: '1' } })).status).toBe(200);
    expect((await change({ placement: { priority: 10 } })).status).toBe(200);
    expect((await change({ placement: { priority: 80 } })).body.errors).toMatchObject([
      { pointer: '/placement/priority', message: expect.stringContaining('at most 20') },
    ]);
    const rollback = { token, body: { revision: 1 } };
    expect((await api.call('POST', `/v1/endpoints/${first.id}/rollback`, rollback)).body.code).toBe(
      'project.quota_exceeded',
    );
    expect((await made('second', {})).body).toMatchObject({ placement: { priority: 20 } });
  });

  it('has spot hardware for whoever names it', async () => {
    const spot = { framework: 'engine-double', hardware: 'h100-1x-spot', placement: { priority: 20 } };
    expect((await create(spot)).body).toMatchObject({
      hardware: { id: 'h100-1x-spot', gpuModel: 'h100', spot: true },
      placement: { priority: 20 },
    });
  });
});

describe('the placement of a replica', () => {
  const replicaId = 'repl-0123456789ab';
  const waiting: AnswerOf<typeof questions.explainPlacement> = {
    replicaId,
    state: 'pending',
    reason: 'No node has 8 free GPUs.',
    placeInLine: { place: 3, of: 7 },
    asOf: 'waiting',
    candidates: [
      {
        nodeId: 'node-0123456789ab',
        hostname: 'machine-1',
        chosen: false,
        cost: null,
        reason: 'has 1 of 8 GPUs free',
      },
    ],
    nodes: 1,
  };
  const explained = (endpointId: string, replica: string, token = project.token) =>
    api.call('GET', `/v1/endpoints/${endpointId}/replicas/${replica}/placement`, { token });

  it('is explained to its project, and to nobody else', async () => {
    const { id: endpointId } = (await create({})).body;
    scheduler.placements.set(replicaId, { ...waiting, endpointId });
    expect((await explained(endpointId, replicaId)).body).toEqual(waiting);
    const overGrpc = await client.call(
      'EndpointService',
      'ExplainPlacement',
      { endpointId, replicaId },
      { token: project.token },
    );
    expect(overGrpc).toMatchObject({ asOf: 'waiting', placeInLine: { place: 3, of: 7 }, nodes: 1 });
    const other = await api.newProject();
    expect((await explained(endpointId, replicaId, other.token)).body.code).toBe('endpoint.not_found');
    const { id: another } = (await create({})).body;
    for (const replica of [replicaId, 'repl-ffffffffffff', 'x'])
      expect(await explained(another, replica)).toMatchObject({
        status: 404,
        body: { code: 'replica.not_found' },
      });
  });
});
