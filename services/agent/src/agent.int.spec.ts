import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type RunningService, runService } from '@tidegate/bootstrap';
import { eventually, testNats } from '@tidegate/testing';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentModule } from './agent.module.ts';
import { FakeControlPlane, NODE_ID, replicaOf } from './fake-control-plane.spec-helper.ts';
import { ReplicaRegistry, type RunningReplica } from './replicas/replica-registry.ts';
import type { AgentSettings } from './settings.ts';

const PATIENCE_MS = 15_000;
jest.setTimeout(4 * PATIENCE_MS);

let nats: Awaited<ReturnType<typeof testNats>>;
let plane: FakeControlPlane;
let folder: string;
let agent: RunningService | undefined;

const settings = (): AgentSettings => ({
  nodeId: NODE_ID,
  cluster: 'local',
  address: '127.0.0.1',
  modelsFolder: join(folder, 'models'),
  folder: join(folder, 'agent'),
  simulateGpus: '',
  stopReplicasOnExit: true,
  driver: 'process',
  dockerSocket: '/var/run/docker.sock',
  environment: { PATH: process.env['PATH'] ?? '' },
  syncMs: 300,
  healthMs: 100,
  stopLimitMs: 3000,
  endedKeptMs: 300,
  logKibPerSecond: 1024,
  metricsMs: 2000,
});

const startAgent = async (given: Partial<AgentSettings> = {}): Promise<void> => {
  const connections = { service: 'agent', natsUrl: nats.url, natsToken: nats.token, databaseUrl: undefined };
  const module = AgentModule.with(() => ({ ...settings(), ...given }));
  agent = await runService({ connections, module, logLevel: process.env['LOG_LEVEL'] ?? 'error' }, 0);
};

const running = (): readonly RunningReplica[] => agent!.app.get(ReplicaRegistry, { strict: false }).running();
const soon = <T>(attempt: () => T): Promise<T> => eventually(attempt, PATIENCE_MS);
const lives = (groupId: number): boolean => {
  try {
    return process.kill(-groupId, 0);
  } catch {
    return false;
  }
};

beforeEach(async () => {
  nats = await testNats();
  folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'));
  plane = await FakeControlPlane.on(nats);
});

afterEach(async () => {
  await agent?.stop();
  agent = undefined;
  await plane.close();
  await nats.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('an agent whose node must run a replica', () => {
  const one = replicaOf(1);

  it('starts it, sees it ready and tells both in order', async () => {
    await startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));
    const [started, ready] = plane.toldOf(one.replicaId);
    expect(ready!.monotonicUs).toBeGreaterThan(started!.monotonicUs);
    const answer = await fetch(`http://127.0.0.1:${String(ready!.port)}/health`);
    expect(answer.status).toBe(200);
    expect(running()).toMatchObject([{ replicaId: one.replicaId, ready: true, port: ready!.port }]);
    await soon(() => expect(plane.asks.at(-1)).toMatchObject({ running: [one.replicaId], facts: [] }));
  });

  it('tells why it ended by itself, with its last lines', async () => {
    await startAgent();
    plane.want(replicaOf(1, { crashAfterMs: 3000 }));
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready', 'stopped']));
    const [, ready, stopped] = plane.toldOf(one.replicaId);
    expect(stopped).toMatchObject({ cause: 'exited', exitCode: 1 });
    expect(stopped!.lastLines.join('\n')).toContain('engine core died after 3000 ms');
    expect(stopped!.monotonicUs).toBeGreaterThan(ready!.monotonicUs);
    expect(running()).toEqual([]);
  });

  it('does not start again what has ended, though an answer still lists it', async () => {
    await startAgent();
    plane.want(replicaOf(1, { crashOnStart: 1 }));
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'stopped']));
    const told = plane.facts.filter(({ kind }) => kind === 'stopped').length;
    // It is listed still: the end has not arrived, so it is told again.
    await soon(() =>
      expect(plane.facts.filter(({ kind }) => kind === 'stopped').length).toBeGreaterThan(told),
    );
    expect(new Set(plane.facts.map(({ monotonicUs }) => monotonicUs)).size).toBe(2);
  });

  it.each([
    ['bad_arguments', { maxNumSeqs: -1 }, 2],
    ['bad_arguments', { badArguments: true }, 2],
    ['out_of_gpu_memory', { outOfMemory: 'start' }, 1],
    ['gated_model', { gatedModel: true }, 1],
    ['exited', { crashOnStart: 9 }, 9],
  ] as const)('classifies an end as %s', async (cause, engineArguments, exitCode) => {
    await startAgent();
    plane.want(replicaOf(1, engineArguments));
    await soon(() =>
      expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', cause, exitCode }),
    );
    expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'stopped']);
  });

  it.each([
    ['port_never_opened', 1, { neverOpenPort: true }],
    ['health_never_ok', 3, { slowHealthMs: 60_000 }],
  ] as const)(
    'gives it up as %s after its startup timeout',
    async (cause, startupTimeoutSeconds, engineArguments) => {
      await startAgent();
      plane.want({ ...replicaOf(1, engineArguments), startupTimeoutSeconds });
      await soon(() => expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', cause }));
    },
  );

  it('gives it up as health_lost when it does not answer any more', async () => {
    await startAgent();
    plane.want(replicaOf(1, { hangAfterRequests: 0 }));
    const { port } = await soon(() => {
      expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']);
      return plane.toldOf(one.replicaId)[1]!;
    });
    const abort = new AbortController();
    const hung = fetch(`http://127.0.0.1:${String(port)}/v1/completions`, {
      method: 'POST',
      body: '{}',
      signal: abort.signal,
    });
    hung.catch(() => undefined);
    await soon(() => expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ cause: 'health_lost' }));
    abort.abort();
    await expect(hung).rejects.toThrow();
  });

  it('says which model it does not have', async () => {
    await startAgent();
    plane.want({ ...one, framework: 'llama.cpp', model: 'nobody/nothing' });
    const [stopped] = await soon(() => {
      expect(plane.toldOf(one.replicaId)).toHaveLength(1);
      return plane.toldOf(one.replicaId);
    });
    expect(stopped).toMatchObject({ kind: 'stopped', cause: 'model_not_found', exitCode: null });
    expect(stopped!.lastLines).toEqual(["nobody/nothing has no .gguf file in this node's models folder"]);
  });

  it('keeps it while the control plane is silent, and tells later what happened meanwhile', async () => {
    await startAgent();
    const two = replicaOf(2, { crashAfterMs: 400 });
    plane.want(one, two);
    await soon(() => expect(running().filter(({ ready }) => ready)).toHaveLength(2));
    plane.answers = false;
    await soon(() => expect(running().map(({ replicaId }) => replicaId)).toEqual([one.replicaId]));
    plane.answers = true;
    await soon(() => expect(plane.kindsOf(two.replicaId)).toEqual(['started', 'ready', 'stopped']));
    expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']);
  });

  it('keeps every secret of its own from it', async () => {
    process.env['NATS_TOKEN'] = 'a-secret-of-the-agent';
    await startAgent();
    delete process.env['NATS_TOKEN'];
    plane.want(one);
    const { groupId } = await soon(() => {
      expect(running()).toHaveLength(1);
      return running()[0]!;
    });
    if (process.platform !== 'linux') return;
    expect(readFileSync(`/proc/${groupId}/environ`, 'utf8')).not.toContain('a-secret');
  });
});

describe('a replica that its node must not run any more', () => {
  const one = replicaOf(1);
  const isReady = () => soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));

  it.each([
    ['the cause that the answer names', { [one.replicaId]: 'scaled_down' }, 'scaled_down'],
    ['the cause orphaned when none is named', {}, 'orphaned'],
  ] as const)('is stopped with %s', async (_words, stopCauses, cause) => {
    await startAgent();
    plane.want(one);
    await isReady();
    const [{ groupId }] = running() as [RunningReplica];
    plane.stopCauses = stopCauses;
    plane.want();
    await soon(() =>
      expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', cause, exitCode: 0 }),
    );
    expect(plane.toldOf(one.replicaId).at(-1)!.lastLines).toEqual([]);
    await soon(() => expect(lives(groupId)).toBe(false));
  });
});

describe('the files of a replica that has ended', () => {
  const one = replicaOf(1, { crashOnStart: 1 });
  const files = () => readdirSync(join(folder, 'agent', 'replicas'));

  it('go once its end is known and its lines are on their way', async () => {
    await startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'stopped']));
    expect(files()).toEqual([one.replicaId]);
    plane.want();
    await soon(() => expect(files()).toEqual([]));
  });

  it('stay while the control plane believes that it runs', async () => {
    await startAgent();
    plane.want(one);
    await soon(() => expect(plane.facts.filter(({ kind }) => kind === 'stopped').length).toBeGreaterThan(2));
    expect(files()).toEqual([one.replicaId]);
  });
});

describe('an agent that is asked to end', () => {
  const one = replicaOf(1);

  it('stops every replica and tells of it before it is gone', async () => {
    await startAgent();
    plane.want(one, replicaOf(2));
    await soon(() => expect(running().filter(({ ready }) => ready)).toHaveLength(2));
    const groups = running().map(({ groupId }) => groupId);
    await agent!.stop();
    agent = undefined;
    expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', cause: 'agent_stopped' });
    expect(plane.kindsOf(replicaOf(2).replicaId)).toEqual(['started', 'ready', 'stopped']);
    expect(groups.filter(lives)).toEqual([]);
  });

  it('does so within ten seconds though nobody takes what it has to tell, and the next one tells it', async () => {
    await startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));
    plane.answers = false;
    const before = performance.now();
    await agent!.stop();
    expect(performance.now() - before).toBeLessThan(12_000);
    plane.want();
    plane.answers = true;
    await startAgent();
    await soon(() => expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ cause: 'agent_stopped' }));
  });

  it('leaves them to the next one when it is told so, and that one tells nothing twice', async () => {
    await startAgent({ stopReplicasOnExit: false });
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));
    await soon(() => expect(plane.asks.at(-1)!.facts).toEqual([]));
    const before = running();
    await agent!.stop();
    const told = plane.facts.length;
    await startAgent();
    expect(running()).toEqual(before);
    await soon(() => expect(plane.asks.at(-1)!.running).toEqual([one.replicaId]));
    expect(plane.facts).toHaveLength(told);
  });
});

describe('a folder of another boot', () => {
  it('is cleared of its replicas, and nothing is told of them', async () => {
    const replicaId = 'repl-0000000000ff';
    const kept = join(folder, 'agent', 'replicas', replicaId);
    mkdirSync(kept, { recursive: true });
    const place = {
      host: '127.0.0.1',
      port: 1,
      healthPath: '/',
      metricsPath: null,
      metricsPort: null,
      startupTimeoutSeconds: 1,
    };
    const life = { bootId: 'before', startedAtUs: 1, readyAtUs: 2, stopped: null, told: [] };
    const whose = { replicaId, endpointId: 'endpt-0000000000e1', projectId: 'proj-0000000000b1' };
    writeFileSync(join(kept, 'replica.json'), JSON.stringify({ ...whose, ...place, ...life }));
    await startAgent();
    await soon(() => expect(plane.asks.length).toBeGreaterThan(1));
    expect(plane.facts).toEqual([]);
    expect(existsSync(kept)).toBe(false);
  });
});

describe('a port that another program takes before the replica can', () => {
  it('is exchanged for another one', async () => {
    const thieves: ReturnType<typeof createServer>[] = [];
    await startAgent();
    // Answers nothing, so that it is not taken for the replica.
    const steal = (port: number) =>
      new Promise<void>((resolve) => {
        const thief = createServer(() => undefined).listen(port, '127.0.0.1', resolve);
        thieves.push(thief);
      });
    plane.want(replicaOf(1, { startMs: 500 }));
    const first = await soon(() => {
      expect(running()).toHaveLength(1);
      return running()[0]!;
    });
    await steal(first.port);
    await soon(() => expect(plane.kindsOf(first.replicaId)).toEqual(['started', 'ready']));
    expect(running()[0]!.port).not.toBe(first.port);
    for (const thief of thieves) {
      thief.closeAllConnections();
      thief.close();
    }
  });
});
