import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type RunningService, runService } from '@tidegate/bootstrap';
import type { DesiredReplica } from '@tidegate/contracts';
import { eventually, testNats } from '@tidegate/testing';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentModule } from './agent.module.ts';
import { FakeControlPlane, NODE_ID, replicaOf } from './fake-control-plane.spec-helper.ts';
import { ReplicaRegistry } from './replicas/replica-registry.ts';
import type { AgentSettings } from './settings.ts';

const PATIENCE_MS = 20_000;
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
  syncMs: 200,
  healthMs: 50,
  stopLimitMs: 3000,
  endedKeptMs: 300,
  logKibPerSecond: 1024,
  metricsMs: 500,
});

const startAgent = async (given: Partial<AgentSettings> = {}): Promise<void> => {
  const connections = { service: 'agent', natsUrl: nats.url, natsToken: nats.token, databaseUrl: undefined };
  const module = AgentModule.with(() => ({ ...settings(), ...given }));
  agent = await runService({ connections, module, logLevel: process.env['LOG_LEVEL'] ?? 'error' }, 0);
};
const soon = <T>(attempt: () => T): Promise<T> => eventually(attempt, PATIENCE_MS);
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const one: DesiredReplica = { ...replicaOf(1), sleepMode: 'warm' };
const want = (asleep: boolean, wakes: number, replica = one): void => {
  plane.want({ ...replica, asleep, wakes });
};
/** What was told of it, each fact once, in the order in which it came. */
const told = (): string[] => [
  ...new Set(plane.facts.map(({ kind, wakes }) => (wakes === undefined ? kind : `${kind} ${String(wakes)}`))),
];
const running = () => agent!.app.get(ReplicaRegistry, { strict: false }).running()[0];
const stateOf = (groupId: number): string[] =>
  execFileSync('ps', ['-eo', 'pid=,pgid=,state='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([pid, group]) => Number(group) === groupId && Number(pid) !== groupId)
    .map(([, , state]) => state?.[0] ?? '');
const answers = async (): Promise<boolean> => {
  const { host, port } = running()!;
  const asked = fetch(`http://${host}:${String(port)}/health`, { signal: AbortSignal.timeout(1000) });
  return asked.then(
    ({ ok }) => ok,
    () => false,
  );
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

const asleep = async (given: Partial<AgentSettings> = {}, replica = one): Promise<void> => {
  await startAgent(given);
  want(false, 0, replica);
  await soon(() => expect(told()).toEqual(['started', 'ready']));
  want(true, 0, replica);
  await soon(() => expect(told()).toEqual(['started', 'ready', 'slept']));
};

describe('a replica that is to sleep', () => {
  it('stands still, and is neither looked at nor measured', async () => {
    await asleep();
    const { groupId, ready } = running()!;
    expect(ready).toBe(false);
    expect(stateOf(groupId)).toEqual(['T']);
    // Long enough for its health to be lost.
    await later(800);
    expect(told()).toEqual(['started', 'ready', 'slept']);
    expect(plane.asks.at(-1)?.running).toEqual([one.replicaId]);
    expect(await answers()).toBe(false);
  });

  it('wakes, answers, and says so once for each time', async () => {
    await asleep();
    want(false, 1);
    await soon(() => expect(told()).toEqual(['started', 'ready', 'slept', 'ready 1']));
    expect(await answers()).toBe(true);
    expect(running()).toMatchObject({ ready: true });
    want(true, 1);
    await soon(() => expect(told().at(-1)).toBe('slept 1'));
    want(false, 2);
    await soon(() => expect(told().at(-1)).toBe('ready 2'));
    expect(await answers()).toBe(true);
    const readyAtUs = plane.facts
      .filter(({ kind }) => kind === 'ready')
      .map(({ monotonicUs }) => monotonicUs);
    expect(readyAtUs).toEqual(readyAtUs.toSorted((a, b) => a - b));
  });

  it('says that it is awake though it had no time to fall asleep', async () => {
    await startAgent();
    want(false, 0);
    await soon(() => expect(told()).toEqual(['started', 'ready']));
    want(false, 1);
    await soon(() => expect(told().at(-1)).toBe('ready 1'));
  });

  it('ends in order when it is not wanted any more', async () => {
    await asleep();
    const { groupId } = running()!;
    plane.stopCauses = { [one.replicaId]: 'endpoint_stopped' };
    const before = performance.now();
    plane.want();
    await soon(() => expect(told().at(-1)).toBe('stopped'));
    expect(performance.now() - before).toBeLessThan(2500);
    expect(plane.facts.at(-1)).toMatchObject({ cause: 'endpoint_stopped', exitCode: 0 });
    expect(stateOf(groupId)).toEqual([]);
  });

  it('has its end told when it is killed', async () => {
    await asleep();
    process.kill(-running()!.groupId, 'SIGKILL');
    await soon(() => expect(told().at(-1)).toBe('stopped'));
    expect(plane.facts.at(-1)).toMatchObject({ cause: 'exited' });
  });

  it('is asleep for the next agent, which tells nothing twice and can wake it', async () => {
    await asleep({ stopReplicasOnExit: false });
    const { groupId } = running()!;
    await soon(() => expect(plane.asks.at(-1)?.facts).toEqual([]));
    await agent!.stop();
    const before = plane.asks.length;
    await startAgent();
    await soon(() => expect(plane.asks.length).toBeGreaterThan(before + 3));
    expect(plane.asks.slice(before).flatMap(({ facts }) => facts)).toEqual([]);
    expect(stateOf(groupId)).toEqual(['T']);
    expect(running()).toMatchObject({ groupId, ready: false });
    want(false, 1);
    await soon(() => expect(told().at(-1)).toBe('ready 1'));
    expect(await answers()).toBe(true);
  });

  it('is stopped where it cannot sleep', async () => {
    const cold = { ...one, sleepMode: 'cold' } as const;
    await startAgent();
    want(false, 0, cold);
    await soon(() => expect(told()).toEqual(['started', 'ready']));
    want(true, 0, cold);
    await soon(() => expect(told().at(-1)).toBe('stopped'));
    expect(plane.facts.at(-1)).toMatchObject({ cause: 'scaled_down' });
  });

  it('is not started only to sleep', async () => {
    await startAgent();
    want(true, 0);
    await soon(() => expect(plane.asks.length).toBeGreaterThan(3));
    expect(plane.facts).toEqual([]);
  });
});
