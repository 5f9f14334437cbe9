import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, rebuild } from '@tidegate/eventing/nest';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { endpointList } from './endpoint-list.projection.ts';

let api: TestApi;
let project: { id: string; token: string };
let names = 0;

beforeAll(async () => {
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

describe('an endpoint that is created', () => {
  it('is answered at once, with everything that was left out filled in', async () => {
    const name = newName();
    const { status, body } = await create({ name, model: 'tidegate/tiny' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^endpt-[0-9a-f]{12}$/),
      projectId: project.id,
      name,
      url: `/api/d/${body.id}`,
      state: expect.stringMatching(/^(building|deploying)$/),
      reason: { code: expect.stringMatching(/^(accepted|built)$/) },
      conditions: [],
      actions: expect.arrayContaining(['stop', 'update', 'delete']),
      revision: 1,
      // No scheduler is there to ask.
      warnings: [{ pointer: '/cluster', message: expect.stringContaining('could not be checked') }],
      framework: 'llama.cpp',
      cluster: 'local',
      hardware: { id: 'cpu-1x', gpuCount: 0, gpuThousandths: 1000 },
      visibility: 'private',
      scaling: {
        mode: 'automatic',
        minReplicas: 0,
        maxReplicas: 1,
        rules: [{ metric: 'concurrency', target: 4 }],
        waitPrice: 'balanced',
        idleTimeoutSeconds: null,
        initialCooldownSeconds: 0,
        stabilizationWindowSeconds: null,
        scaleUpPerMinute: null,
        scaleDownPerMinute: null,
        panic: true,
        schedules: [],
        seasonSeconds: null,
      },
      sleepMode: 'cold',
      startupTimeoutSeconds: 600,
      replicas: { desired: 0, ready: 0 },
    });
  });

  it('is found at once, by itself and in the list', async () => {
    const { body: created } = await create({ model: 'tidegate/tiny', environment: { GREETING: 'hi' } });
    const { body: found } = await get(`/${created.id}`);
    expect(found).toMatchObject({ id: created.id, environment: { GREETING: 'hi' } });
    const { body: list } = await get('');
    expect(list.items[0]?.id).toBe(created.id);
  });

  it('has all its problems named at once, each with its field', async () => {
    const { status, body } = await create({
      name: '1-',
      model: 'tidegate/tiny',
      framework: 'nonsense',
      hardware: 'abacus-1x',
      engineArguments: [],
      environment: { 'NOT A NAME': 'x', FINE: 7 },
      scaling: { minReplicas: 4, maxReplicas: 2, rules: [{ metric: '7 moons', target: -1 }], idle: 1 },
      startupTimeoutSeconds: 0,
      notifyWebhookUrl: 'ftp://x',
      colour: 'red',
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'request.invalid', type: '/docs/errors/request.invalid' });
    expect(body.errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/colour',
      '/engineArguments',
      '/environment/FINE',
      '/environment/NOT A NAME',
      '/framework',
      '/hardware',
      '/name',
      '/notifyWebhookUrl',
      '/scaling/idle',
      '/scaling/minReplicas',
      '/scaling/rules/0/metric',
      '/scaling/rules/0/target',
      '/startupTimeoutSeconds',
    ]);
  });

  it('has its engine arguments and its number of replicas judged', async () => {
    const { body } = await create({
      model: 'tidegate/tiny',
      engineArguments: { ctxSize: 'large' },
      scaling: { maxReplicas: 6 },
    });
    expect(body.errors).toEqual([
      { pointer: '/engineArguments/ctxSize', message: expect.stringContaining('whole number') },
      { pointer: '/scaling/maxReplicas', message: expect.stringContaining('at most 5') },
    ]);
  });

  it('has a name of its own in its project, of two at once as well', async () => {
    const name = newName();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => create({ name, model: 'tidegate/tiny' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      201,
      ...Array.from({ length: 7 }, () => 409),
    ]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'endpoint.name_taken' });
    const other = await api.newProject();
    expect((await create({ name, model: 'tidegate/tiny' }, other.token)).status).toBe(201);
  });

  it('gives its name back when it is deleted', async () => {
    const name = newName();
    const { body: first } = await create({ name, model: 'tidegate/tiny' });
    await remove(first.id, name);
    const again = await Promise.all(
      Array.from({ length: 4 }, () => create({ name, model: 'tidegate/tiny' })),
    );
    expect(again.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  });
});

describe('a name', () => {
  const taken = (name: string, age: string) =>
    api.app.get(Db).query(sql`
      insert into names (scope, name, holder, taken_at)
      values (${project.id}, ${name}, 'endpt-ffffffffffff', clock_timestamp() - ${age}::interval)`);

  it('is kept for a moment for whoever took it and has not used it yet', async () => {
    const name = newName();
    await taken(name, '1 minute');
    expect((await create({ name, model: 'tidegate/tiny' })).body.code).toBe('endpoint.name_taken');
  });

  it('passes to one of those who ask when it was taken and never used', async () => {
    const name = newName();
    await taken(name, '3 minutes');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => create({ name, model: 'tidegate/tiny' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  });
});

describe('an endpoint of another project', () => {
  it('does not exist', async () => {
    const { body } = await create({ model: 'tidegate/tiny' });
    const stranger = await api.newProject();
    const path = `/v1/endpoints/${body.id}`;
    for (const [method, below] of [
      ['GET', ''],
      ['POST', '/stop'],
      ['POST', '/start'],
      ['POST', '/restart'],
      ['POST', '/disable'],
      ['POST', '/enable'],
      ['POST', '/rollout/promote'],
      ['POST', '/rollout/abort'],
      ['GET', '/revisions'],
      ['GET', '/revisions/1'],
      ['GET', '/export'],
      ['GET', '/events'],
      ['GET', '/logs'],
      ['GET', '/cost'],
      ['GET', '/replicas'],
    ] as const)
      expect(await api.call(method, path + below, { token: stranger.token })).toMatchObject({
        status: 404,
        body: { code: 'endpoint.not_found' },
      });
    for (const [method, below, sent] of [
      ['DELETE', '', { confirm: 'x' }],
      ['PATCH', '', { description: 'x' }],
      ['POST', '/rollback', { revision: 1 }],
      ['PATCH', '/rollout', { percent: 5 }],
      ['GET', '?asOf=2040-01-01T00:00:00Z', undefined],
    ] as const)
      expect(await api.call(method, path + below, { token: stranger.token, body: sent })).toMatchObject({
        status: 404,
        body: { code: 'endpoint.not_found' },
      });
    expect((await api.call('GET', '/v1/endpoints', { token: stranger.token })).body.items).toEqual([]);
  });
});

describe('the life of an endpoint', () => {
  it('follows its replicas, stops, starts and ends', async () => {
    const { body } = await create({ model: 'tidegate/tiny' });
    const id = body.id;
    await api.append(`scale-${id}`, scaled(id, 0, 1, 'deploy'));
    await api.append('repl-00000000000a', asked(id, 'repl-00000000000a'), started(id, 'repl-00000000000a'));
    await becomes(id, 'starting');
    await api.append('repl-00000000000a', ready(id, 'repl-00000000000a'));
    await becomes(id, 'running');
    await api.eventually(async () =>
      expect((await get(`/${id}`)).body.replicas).toEqual({ desired: 1, ready: 1 }),
    );

    const { status, body: stopping } = await act(id, 'stop');
    expect([status, stopping.state]).toEqual([202, 'stopping']);
    expect((await act(id, 'stop')).status).toBe(202);
    expect((await act(id, 'start')).body).toMatchObject({
      status: 409,
      code: 'endpoint.action_not_allowed',
      detail: expect.stringContaining('stopping'),
      remedy: expect.stringContaining('delete'),
    });
    await api.append(`scale-${id}`, scaled(id, 1, 0, 'stop'));
    await api.append(
      'repl-00000000000a',
      drains(id, 'repl-00000000000a'),
      ended(id, 'repl-00000000000a', 'endpoint_stopped'),
    );
    await becomes(id, 'stopped');
    expect((await get(`/${id}`)).body.replicas).toEqual({ desired: 0, ready: 0 });

    expect((await act(id, 'start')).body.state).toBe('deploying');
    const gone = await remove(id, body.name);
    expect([gone.status, gone.body.state]).toEqual([202, 'deleted']);
    expect(await get(`/${id}`)).toMatchObject({ status: 410, body: { code: 'endpoint.deleted' } });
    expect((await act(id, 'start')).body.code).toBe('endpoint.deleted');
    expect((await remove(id, body.name)).status).toBe(202);
  });

  it('needs its name to be deleted', async () => {
    const { body } = await create({ model: 'tidegate/tiny' });
    expect(await remove(body.id, 'another')).toMatchObject({
      status: 422,
      body: { code: 'endpoint.confirm_mismatch' },
    });
    expect((await remove(body.id, undefined)).body.errors).toMatchObject([{ pointer: '/confirm' }]);
  });

  it('fails when five replicas in a row end before they are ready, and says why', async () => {
    const { body } = await create({ model: 'tidegate/tiny' });
    const id = body.id;
    await api.append(`scale-${id}`, scaled(id, 0, 1, 'deploy'));
    for (let n = 0; n < 5; n++) {
      const replica = `repl-0000000001${n.toString(16).padStart(2, '0')}`;
      await api.append(
        replica,
        asked(id, replica),
        started(id, replica),
        ended(id, replica, 'bad_arguments'),
      );
    }
    await becomes(id, 'deploy_failed');
    const { body: failed } = await get(`/${id}`);
    expect(failed.reason).toMatchObject({
      code: 'bad_arguments',
      message: expect.stringContaining('unknown flag --moon'),
    });
    expect(failed.actions).toEqual(expect.arrayContaining(['start', 'update', 'delete']));
  });

  it('is stopped at once when it slept', async () => {
    const { body } = await create({ model: 'tidegate/tiny' });
    const id = body.id;
    await api.append(`scale-${id}`, scaled(id, 0, 0, 'idle'));
    await becomes(id, 'sleeping');
    expect((await get(`/${id}`)).body.reason.message).toBe('because of idle');
    await act(id, 'stop');
    await becomes(id, 'stopped');
  });

  it('can be read back event by event, newest first, with who did it', async () => {
    const { body } = await create({ model: 'tidegate/tiny' });
    const id = body.id;
    await becomes(id, 'deploying');
    await api.call('POST', `/v1/endpoints/${id}/stop`, {
      token: operator,
      headers: { 'x-request-id': 'my-request-1' },
    });
    await becomes(id, 'stopped');
    const first = (await get(`/${id}/events?limit=3`)).body;
    const second = (await get(`/${id}/events?limit=3&cursor=${first.nextCursor}`)).body;
    const events = [...first.items, ...second.items];
    expect(events.map(({ type }) => type)).toEqual([
      'EndpointStateChanged',
      'EndpointStateChanged',
      'EndpointStopRequested',
      'EndpointStateChanged',
      'EndpointStateChanged',
      'EndpointRequested',
    ]);
    expect(second.nextCursor).toBeNull();
    expect(events[2]).toMatchObject({ actor: 'operator', requestId: 'my-request-1' });
    expect(events[0]?.correlationId).toBe(events[2]?.correlationId);
  });
});

describe('the list of endpoints', () => {
  it('comes in pages, newest first, without end or repetition', async () => {
    const { token } = await api.newProject();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await create({ model: 'tidegate/tiny' }, token)).body.id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call('GET', `/v1/endpoints?limit=2${cursor && `&cursor=${cursor}`}`, {
        token,
      });
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(made);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'cursor=nonsense', 'cursor=', 'moon=1'])(
    'refuses %s',
    async (search) => {
      const { status, body } = await get(`?${search}`);
      expect([status, body.errors[0]?.pointer]).toEqual([400, `?${search.split('=')[0] ?? ''}`]);
    },
  );
});

describe('the read model', () => {
  it('is the same when it is built again from the log', async () => {
    const db = api.app.get(Db);
    const rows = () => db.query(sql`select * from endpoint_list order by id`);
    await api.eventually(async () => {
      const [row] = await db.query<{ behind: number }>(sql`
        select (select max(position) from es.events where type = any(${Object.keys(endpointList.on)})) - position as behind
        from es.checkpoints where consumer = ${endpointList.name}`);
      expect(row?.behind).toBeLessThanOrEqual(0);
      // What is built goes on by itself, and would change the list meanwhile.
      expect(await db.query(sql`select id from endpoint_list where state = 'building'`)).toEqual([]);
    });
    const before = await rows();
    expect(before.length).toBeGreaterThan(5);
    await rebuild(endpointList, { db, store: api.app.get(EventStore), schema: 'api' });
    expect(await rows()).toEqual(before);
    expect((await create({ model: 'tidegate/tiny' })).status).toBe(201);
  });
});

const newName = (): string => `chat-${(++names).toString()}`;
const create = (body: object, token = project.token) =>
  api.call('POST', '/v1/endpoints', { token, body: { name: newName(), ...body } });
const get = (path: string) => api.call('GET', `/v1/endpoints${path}`, { token: project.token });
const act = (id: string, action: string) =>
  api.call('POST', `/v1/endpoints/${id}/${action}`, { token: project.token });
const remove = (id: string, confirm: unknown) =>
  api.call('DELETE', `/v1/endpoints/${id}`, { token: project.token, body: { confirm } });
const becomes = (id: string, state: string) =>
  api.eventually(async () => expect((await get(`/${id}`)).body.state).toBe(state));

const hardware = {
  id: 'cpu-1x',
  gpuModel: null,
  gpuCount: 0,
  gpuThousandths: 1000,
  vcpuMillis: 250,
  memoryMib: 256,
};
const nodeId = 'node-0123456789ab';
const whose = (endpointId: string, replicaId: string) => ({
  replicaId,
  endpointId,
  projectId: project.id,
  revision: 1,
});
const scaled = (endpointId: string, from: number, to: number, cause: string) => ({
  type: 'ScaleDecided',
  data: {
    endpointId,
    projectId: project.id,
    revision: 1,
    from,
    to,
    cause,
    inputs: null,
    formula: '',
    limitedBy: [],
    mayMoveInSeconds: null,
    spare: [],
    policyVersion: 1,
    leaseEpoch: 1,
    text: `because of ${cause}`,
  },
});
const asked = (id: string, replica: string) => ({
  type: 'ReplicaRequested',
  data: { ...whose(id, replica), cluster: 'local', hardware },
});
const started = (id: string, replica: string) => ({
  type: 'ReplicaStarted',
  data: { ...whose(id, replica), nodeId, hardware, simulated: false, startedAtUs: 1 },
});
const ready = (id: string, replica: string) => ({
  type: 'ReplicaReady',
  data: { ...whose(id, replica), nodeId, host: '127.0.0.1', port: 1, readyAtUs: 2 },
});
const drains = (id: string, replica: string) => ({
  type: 'ReplicaDraining',
  data: { ...whose(id, replica), cause: 'endpoint_stopped' },
});
const ended = (id: string, replica: string, cause: string) => ({
  type: 'ReplicaStopped',
  data: {
    ...whose(id, replica),
    nodeId,
    cause,
    exitCode: 2,
    neverReady: true,
    stoppedAtUs: 3,
    lastLines: ['unknown flag --moon'],
  },
});
