import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { act, endpoint, isSettled, replicas, until, update } from './endpoints.ts';
import { type GrpcClient, grpcClient } from './grpc-client.ts';
import { startHub } from './model-hub.ts';
import { Platform, eventually } from './platform.ts';
import { SteadyLoad, type Tally } from './steady-load.ts';
import { Watcher } from './watcher.ts';

let hub: Server;
let platform: Platform;
let grpc: GrpcClient;
beforeAll(async () => {
  const started = await startHub();
  hub = started.hub;
  platform = await Platform.start({
    args: ['--simulate-gpus', '1xH100'],
    environment: { TIDEGATE_HUB_URL: started.url },
  });
  grpc = grpcClient(platform.grpc ?? '', platform.token);
}, 150_000);
afterAll(async () => {
  grpc.close();
  hub.close();
  await platform.stop();
}, 90_000);

const double = (spec: Record<string, unknown>): Record<string, unknown> => ({
  model: 'demo/double',
  framework: 'engine-double',
  hardware: 'cpu-1x',
  ...spec,
});
const FAST = { ttftMs: 20, tokensPerSecond: 200 };
const created = async (spec: Record<string, unknown>): Promise<string> =>
  (await platform.create(double(spec))).id;
const lossless = ({ failed, cut, left, failures }: Tally): void => {
  expect(failures).toEqual([]);
  expect([failed, cut, left]).toEqual([0, 0, 0]);
};
const running = (id: string, withinMs?: number) => until(platform, id, isSettled, withinMs);
const stateOf = (id: string, wanted: string, withinMs?: number) =>
  until(platform, id, ({ state }) => state === wanted, withinMs);

describe('an endpoint under 200 requests a second', () => {
  let id: string;
  let load: SteadyLoad;
  let watcher: Watcher;

  beforeAll(async () => {
    watcher = new Watcher(platform);
    id = await created({
      name: 'busy',
      engineArguments: FAST,
      scaling: { minReplicas: 2, maxReplicas: 2, rules: [{ metric: 'concurrency', target: 16 }] },
    });
    await running(id);
    load = new SteadyLoad({ url: platform.url, token: platform.token, model: 'busy', perSecond: 200 });
    await pause(1000);
  }, 90_000);
  afterAll(async () => {
    await load.stop();
    watcher.close();
  }, 90_000);

  it('changes hot fields at once, and replaces no replica', async () => {
    load.mark();
    const before = (await replicas(platform, id)).map((replica) => replica.id).toSorted();
    const changed = await update(platform, id, {
      description: 'changed',
      tags: { team: 'e2e' },
      visibility: 'public',
    });
    expect(changed).toMatchObject({ revision: 2, templateRevision: 1, rollout: null });
    await pause(2000);
    expect((await replicas(platform, id)).map((replica) => replica.id).toSorted()).toEqual(before);
    lossless(load.sinceMark());
  });

  it('rolls a new template out, and loses no request and no stream', async () => {
    load.mark();
    await update(platform, id, { engineArguments: { ...FAST, tokensPerSecond: 100 } });
    const done = await running(id, 90_000);
    expect(done).toMatchObject({ revision: 3, templateRevision: 3 });
    expect((await replicas(platform, id)).map(({ revision }) => revision)).toEqual([3, 3]);
    await pause(1000);
    const tally = load.sinceMark();
    lossless(tally);
    expect(tally.streams).toBeGreaterThan(50);
  }, 120_000);

  it('drops a canary that never starts, by itself, and says why', async () => {
    load.mark();
    const { revision } = await endpoint(platform, id);
    await update(platform, id, { engineArguments: { ...FAST, outOfMemory: 'start' } }, { canary: 20 });
    const back = await until(platform, id, (seen) => seen.revision > revision + 1 && isSettled(seen), 90_000);
    expect(back.templateRevision).toBe(3);
    expect((await replicas(platform, id)).map((replica) => replica.revision)).toEqual([3, 3]);
    const finished = (await platform.events(id)).findLast(({ type }) => type === 'RolloutFinished');
    expect(finished?.data).toMatchObject({
      outcome: 'aborted',
      reason: { code: expect.stringContaining('memory') },
    });
    lossless(load.sinceMark());
  }, 120_000);

  it('gives a canary its share, and all of it when it is promoted', async () => {
    await update(platform, id, { engineArguments: { ...FAST, tokens: 12 } }, { canary: 25 });
    const [canary] = await until(platform, id, ({ rollout }) => rollout !== null)
      .then(({ rollout }) => rollout?.to)
      .then(async (to) => {
        for (;;) {
          const found = (await replicas(platform, id)).filter(
            (one) => one.revision === to && one.state === 'ready',
          );
          if (found.length > 0) return found;
          await pause(200);
        }
      });
    await pause(1000);
    load.mark();
    await pause(5000);
    const { byReplica } = load.sinceMark();
    const total = Object.values(byReplica).reduce((sum, count) => sum + count, 0);
    const share = (byReplica[canary?.id ?? ''] ?? 0) / total;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
    await act(platform, id, 'rollout/promote');
    const done = await running(id, 90_000);
    expect(new Set((await replicas(platform, id)).map(({ revision }) => revision))).toEqual(
      new Set([done.templateRevision]),
    );
    lossless(load.sinceMark());
  }, 150_000);

  it('returns to an earlier revision', async () => {
    load.mark();
    await act(platform, id, 'rollback', { body: { revision: 1 } });
    await running(id, 90_000);
    const now = await platform.get<{ engineArguments: unknown; visibility: string }>(`/v1/endpoints/${id}`);
    expect(now).toMatchObject({ engineArguments: FAST, visibility: 'private' });
    lossless(load.sinceMark());
  }, 120_000);

  it('is the same by gRPC, in a manifest, in its past and to whoever watches', async () => {
    const { revision, templateRevision } = await endpoint(platform, id);
    const byGrpc = await grpc.call<{ endpoint: { revision: number } }>('getEndpoint', { endpointId: id });
    expect(byGrpc.endpoint.revision).toBe(revision);
    const { body } = await platform.send<{ text: string }>('GET', `/v1/endpoints/${id}/export`);
    const applied = await platform.send<{ items: { outcome: string }[] }>('POST', '/v1/apply', {
      body: body.text,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(applied.body.items.map(({ outcome }) => outcome)).toEqual(['unchanged']);
    const updates = (
      await platform.all<{ type: string; at: string; data: { revision: number } }>(
        `/v1/endpoints/${id}/events`,
      )
    ).filter(({ type }) => type === 'EndpointUpdated');
    for (const { at, data } of updates) {
      const past = await platform.get<{ revision: number }>(`/v1/endpoints/${id}?asOf=${at}`);
      expect(past.revision).toBe(data.revision);
    }
    expect(templateRevision).toBeLessThanOrEqual(revision);
    const positions = (await platform.events(id)).map(({ position }) => position);
    const seen = new Set(watcher.positions(id));
    expect(positions.filter((position) => !seen.has(position))).toEqual([]);
    expect(watcher.positions(id)).toEqual(watcher.positions(id).toSorted((a, b) => a - b));
  });

  it('stops, takes changes while stopped, starts with them, and is deleted, by gRPC', async () => {
    await load.stop();
    await grpc.call('stopEndpoint', { endpointId: id });
    await stateOf(id, 'stopped', 90_000);
    const staged = await update(platform, id, { engineArguments: { ...FAST, tokens: 3 } });
    expect(staged).toMatchObject({ state: 'stopped', rollout: null });
    await grpc.call('startEndpoint', { endpointId: id });
    await running(id);
    expect((await replicas(platform, id)).map((one) => one.revision)).toEqual([
      staged.revision,
      staged.revision,
    ]);
    await expect(grpc.call('deleteEndpoint', { endpointId: id, confirm: 'wrong' })).rejects.toMatchObject({
      code: 9,
    });
    await grpc.call('deleteEndpoint', { endpointId: id, confirm: 'busy' });
    await eventually(async () => {
      const gone = await platform.ask('POST', `/api/d/${id}/chat/completions`, { messages: [] });
      expect(gone.status).toBe(410);
    }, 10_000);
  }, 150_000);
});

describe('an endpoint that answers worse after a change', () => {
  it('returns by itself', async () => {
    const id = await created({
      name: 'worse',
      engineArguments: FAST,
      scaling: { minReplicas: 1, maxReplicas: 1 },
    });
    await running(id);
    const load = new SteadyLoad({ url: platform.url, token: platform.token, model: 'worse', perSecond: 30 });
    await update(platform, id, { engineArguments: { ...FAST, errorRate: 1 } }, { canary: 50 });
    const back = await until(platform, id, (seen) => seen.revision > 2 && isSettled(seen), 90_000);
    expect(back.templateRevision).toBe(1);
    load.mark();
    await pause(1500);
    lossless(await load.stop());
    await act(platform, id, 'stop');
  }, 150_000);
});

describe('an endpoint on the only GPU there is', () => {
  it('is updated all the same: its requests wait meanwhile', async () => {
    const id = await created({
      name: 'alone',
      hardware: 'h100-1x',
      engineArguments: FAST,
      scaling: { minReplicas: 1, maxReplicas: 1 },
    });
    await running(id);
    const load = new SteadyLoad({ url: platform.url, token: platform.token, model: 'alone', perSecond: 20 });
    await pause(500);
    await act(platform, id, 'restart');
    await until(platform, id, (seen) => seen.templateRevision === 2 && isSettled(seen), 90_000);
    await pause(500);
    lossless(await load.stop());
    await platform.ask('DELETE', `/v1/endpoints/${id}`, { confirm: 'alone' });
  }, 150_000);

  it('says that it waits for room while another has it', async () => {
    const first = await created({
      name: 'first',
      hardware: 'h100-1x',
      scaling: { minReplicas: 1, maxReplicas: 1 },
    });
    await running(first);
    const second = await created({
      name: 'second',
      hardware: 'h100-1x',
      scaling: { minReplicas: 1, maxReplicas: 1 },
    });
    const waiting = await until(platform, second, ({ conditions }) =>
      conditions.some(({ condition }) => condition === 'pendingCapacity'),
    );
    expect(waiting.state).toBe('deploying');
    await platform.ask('DELETE', `/v1/endpoints/${first}`, { confirm: 'first' });
    const placed = await running(second);
    expect(placed.conditions.map(({ condition }) => condition)).not.toContain('pendingCapacity');
    await platform.ask('DELETE', `/v1/endpoints/${second}`, { confirm: 'second' });
  }, 120_000);
});

describe('every state', () => {
  it('is reached for real, and says why', async () => {
    const broken = async (name: string, engineArguments: Record<string, unknown>, code: RegExp) => {
      const id = await created({
        name,
        engineArguments,
        scaling: { minReplicas: 1, maxReplicas: 1 },
        startupTimeoutSeconds: 2,
      });
      const failed = await stateOf(id, 'deploy_failed', 120_000);
      expect(failed.reason.code).toMatch(code);
      expect(failed.reason.nextStep).not.toBe('');
      return id;
    };
    const ids = await Promise.all([
      broken('no-memory', { outOfMemory: 'start' }, /out_of_gpu_memory/),
      broken('bad-words', { badArguments: true }, /bad_arguments/),
      broken('behind-a-gate', { gatedModel: true }, /gated_model/),
      broken('no-port', { neverOpenPort: true }, /port_never_opened/),
      broken('unwell', { neverHealthy: true }, /health_never_ok/),
      broken('dies', { crashOnStart: 3 }, /exited/),
    ]);
    const sleeper = await created({
      name: 'sleeper',
      engineArguments: { startMs: 800 },
      scaling: { minReplicas: 0, maxReplicas: 1, idleTimeoutSeconds: 1 },
    });
    await stateOf(sleeper, 'sleeping');
    const woken = await platform
      .openai()
      .chat.completions.create({ model: 'sleeper', messages: [{ role: 'user', content: 'x' }] });
    expect(woken.choices[0]?.message.content).toBeTruthy();
    await act(platform, sleeper, 'disable');
    await stateOf(sleeper, 'disabled');
    await act(platform, sleeper, 'enable');
    await act(platform, sleeper, 'stop');
    await stateOf(sleeper, 'stopped');
    const crashing = await created({
      name: 'crashing',
      engineArguments: { crashAfterMs: 700 },
      scaling: { minReplicas: 1, maxReplicas: 1 },
    });
    const unknown = await platform.create({
      name: 'unknown',
      model: 'nobody/nothing',
      framework: 'vllm',
      hardware: 'h100-1x',
    });
    const gated = await platform.create({
      name: 'gated',
      model: 'gated/model',
      framework: 'vllm',
      hardware: 'h100-1x',
    });
    expect((await stateOf(unknown.id, 'build_failed')).reason.code).toBe('model_not_found');
    expect((await stateOf(gated.id, 'build_failed')).reason.code).toBe('gated_model');
    await stateOf(crashing, 'runtime_error', 150_000);
    const all = [...ids, sleeper, crashing, unknown.id, gated.id];
    for (const id of all) {
      const { name } = await endpoint(platform, id);
      const deleted = await platform.ask('DELETE', `/v1/endpoints/${id}`, { confirm: name });
      expect(deleted.status).toBeLessThan(300);
    }
    const reached = new Set<unknown>(['building']);
    for (const id of all)
      for (const { type, data } of await platform.events(id))
        if (type === 'EndpointStateChanged') reached.add(data['to']);
    expect([...reached].toSorted()).toEqual(
      'building build_failed deleted deploy_failed deploying disabled running runtime_error sleeping starting stopped stopping waking'
        .split(' ')
        .toSorted(),
    );
  }, 300_000);
});

describe('a secret', () => {
  it('reaches the replica and nothing else', async () => {
    const value = 'hunter2-hunter2-hunter2';
    const id = await created({
      name: 'secretive',
      secrets: { API_KEY: value },
      engineArguments: { printVariable: 'API_KEY' },
      scaling: { minReplicas: 1, maxReplicas: 1 },
    });
    await running(id);
    await platform
      .openai()
      .chat.completions.create({ model: 'secretive', messages: [{ role: 'user', content: 'x' }] });
    const lines = await eventually(async () => {
      const found = await platform.get<{ lines: { text: string }[] }>(`/v1/endpoints/${id}/logs?lines=100`);
      expect(found.lines.map(({ text }) => text).join()).toContain('API_KEY');
      return found.lines;
    });
    const shown = JSON.stringify([
      lines,
      await platform.get(`/v1/endpoints/${id}`),
      await platform.events(id),
    ]);
    expect(shown).not.toContain(value);
    expect(await platform.logs()).not.toContain(value);
    await platform.ask('DELETE', `/v1/endpoints/${id}`, { confirm: 'secretive' });
  }, 90_000);
});

describe('clients of other systems', () => {
  type Run = { msg: string; data: { deploy_id: number; status: string } };

  it('run, change, stop, start and delete a model in a model hub’s words', async () => {
    const path = '/models/demo/double/run';
    const { status, body } = await platform.ask<Run>('POST', path, {
      deploy_name: 'by-hub',
      runtime_framework_id: 'engine-double',
      resource_id: 'cpu-1x',
      min_replica: 1,
      max_replica: 1,
      engine_args: '--ttft-ms 20',
    });
    expect([status, body.msg]).toEqual([200, 'OK']);
    const run = `${path}/${String(body.data.deploy_id)}`;
    const has = async (wanted: string): Promise<void> => {
      for (let tries = 0; ; tries++) {
        const seen = (await platform.get<Run>(run)).data.status;
        if (seen === wanted) return;
        if (tries > 300) throw new Error(`is ${seen}, not ${wanted}`);
        await pause(100);
      }
    };
    await has('Running');
    expect((await platform.ask('PUT', run, { max_replica: 2 })).status).toBe(200);
    expect((await platform.ask('PUT', `${run}/stop`)).status).toBe(200);
    await has('Stopped');
    expect((await platform.ask('PUT', `${run}/start`)).status).toBe(200);
    await has('Running');
    expect((await platform.ask('DELETE', run)).status).toBe(200);
    expect((await platform.ask('GET', run)).status).toBe(410);
  }, 120_000);

  it('provision an endpoint in another service’s words', async () => {
    const wrong = await platform.ask<{ errors: { pointer: string }[] }>('POST', '/api/provision', {
      modelId: 'x',
      minNodes: -1,
    });
    expect(wrong.body.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/minNodes', '/modelId']);
    const { body } = await platform.ask<{ endpointId: string; status: string }>('POST', '/api/provision', {
      modelId: 'tidegate/tiny',
      name: 'by-provision',
      minNodes: 0,
      maxNodes: 1,
      authMode: 'private',
    });
    expect(body.status).toBe('building');
    await running(body.endpointId);
    const up = await platform.get<{ status: string }>(`/api/provision/${body.endpointId}`);
    expect(up.status).toBe('up');
    await platform.ask('DELETE', `/v1/endpoints/${body.endpointId}`, { confirm: 'by-provision' });
  }, 90_000);
});
