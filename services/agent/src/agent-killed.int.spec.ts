import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, testNats } from '@tidegate/testing';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FakeControlPlane, NODE_ID, replicaOf } from './fake-control-plane.spec-helper.ts';

const PATIENCE_MS = 20_000;
jest.setTimeout(4 * PATIENCE_MS);

const MAIN = resolve(import.meta.dirname, '../dist/main.js');

let nats: Awaited<ReturnType<typeof testNats>>;
let plane: FakeControlPlane;
let folder: string;
const agents: ChildProcess[] = [];

const startAgent = (given: Record<string, string> = {}): ChildProcess => {
  const agent = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      NATS_URL: nats.url,
      NATS_TOKEN: nats.token,
      LOG_LEVEL: 'warn',
      TIDEGATE_NODE_ID: NODE_ID,
      TIDEGATE_AGENT_DIR: folder,
      TIDEGATE_AGENT_SYNC_MS: '200',
      TIDEGATE_AGENT_ENDED_KEPT_MS: '500',
      ...given,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  agents.push(agent);
  return agent;
};

const end = async (agent: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (agent.exitCode !== null || agent.signalCode !== null) return;
  const gone = new Promise((then) => agent.once('exit', then));
  agent.kill(signal);
  await gone;
};

/** The engines that run with a word on their command line. */
const enginesWith = (word: string): number[] =>
  execFileSync('ps', ['-ww', '-eo', 'pid=,state=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, state, ...args]) => !state?.startsWith('Z') && args.includes(word) && !args[0]?.endsWith('sh'),
    )
    .map(([pid]) => Number(pid));

/** What a failed test leaves behind: wrappers name the folder on their command line and lead their group. */
const endLeftovers = (): void => {
  const lines = execFileSync('ps', ['-ww', '-eo', 'pid=,pgid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of lines.filter((found) => found.includes(join(folder, 'replicas')))) {
    const [pid, group] = line.trim().split(/\s+/).map(Number);
    if (pid === group) process.kill(-group!, 'SIGKILL');
  }
};

const soon = <T>(attempt: () => T): Promise<T> => eventually(attempt, PATIENCE_MS);

beforeEach(async () => {
  nats = await testNats();
  folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'));
  plane = await FakeControlPlane.on(nats);
});

afterEach(async () => {
  plane.want();
  await Promise.all(agents.splice(0).map((agent) => end(agent, 'SIGTERM')));
  endLeftovers();
  await plane.close();
  await nats.drop();
  rmSync(folder, { recursive: true, force: true });
});

// Each test's engines are known by a name of their own.
const named = (n: number, name: string, engineArguments = {}) => ({
  ...replicaOf(n, engineArguments),
  model: `killed/${name}-${String(process.pid)}`,
});

describe('an agent that is killed', () => {
  it('leaves its replica running, and the next agent takes it over without starting another', async () => {
    const one = named(1, 'adopted');
    const first = startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));
    const engines = enginesWith(one.model);
    expect(engines).toHaveLength(1);
    const { port } = plane.toldOf(one.replicaId)[1]!;
    await end(first, 'SIGKILL');
    expect((await fetch(`http://127.0.0.1:${String(port)}/health`)).status).toBe(200);

    const asked = plane.asks.length;
    const second = startAgent({ TIDEGATE_STOP_REPLICAS_ON_EXIT: 'true' });
    await soon(() => expect(plane.asks.length).toBeGreaterThan(asked + 3));
    expect(enginesWith(one.model)).toEqual(engines);
    expect(plane.asks.slice(asked).every(({ running }) => running.includes(one.replicaId))).toBe(true);
    expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']);

    await end(second, 'SIGTERM');
    expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', cause: 'agent_stopped' });
    expect(enginesWith(one.model)).toEqual([]);
  });

  it('loses none of the facts that it could not tell', async () => {
    const one = named(2, 'untold');
    const first = startAgent();
    plane.want(one);
    // It is told what to start and is not heard afterwards.
    await soon(() => expect(plane.asks.at(-1)?.running).toEqual([one.replicaId]));
    plane.answers = false;
    await soon(() => expect(enginesWith(one.model)).toHaveLength(1));
    const [engine] = enginesWith(one.model);
    await end(first, 'SIGKILL');
    process.kill(engine!, 'SIGKILL');
    await soon(() => expect(enginesWith(one.model)).toEqual([]));
    plane.answers = true;
    startAgent();
    await soon(() => expect(plane.kindsOf(one.replicaId)).toContain('stopped'));
    const told = plane.toldOf(one.replicaId);
    expect(told[0]).toMatchObject({ kind: 'started' });
    expect(told.at(-1)).toMatchObject({ kind: 'stopped', cause: 'exited', exitCode: 137 });
    expect(enginesWith(one.model)).toEqual([]);
  });

  it('leaves its replica asleep, which the next agent wakes', async () => {
    const one = { ...named(3, 'asleep'), sleepMode: 'warm' } as const;
    const first = startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));
    plane.want({ ...one, asleep: true });
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready', 'slept']));
    const { port } = plane.toldOf(one.replicaId)[1]!;
    const answers = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${String(port)}/health`, { signal: AbortSignal.timeout(500) }).then(
        ({ ok }) => ok,
        () => false,
      );
    await end(first, 'SIGKILL');
    expect(await answers()).toBe(false);

    const asked = plane.asks.length;
    startAgent();
    await soon(() => expect(plane.asks.length).toBeGreaterThan(asked + 3));
    expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready', 'slept']);
    expect(await answers()).toBe(false);
    plane.want({ ...one, wakes: 1 });
    await soon(() => expect(plane.facts.at(-1)).toMatchObject({ kind: 'ready', wakes: 1 }));
    expect(await answers()).toBe(true);
  });

  it('at any moment of a start leaves one replica at most, and none that is not known', async () => {
    for (let round = 0; round < 3; round++) {
      const one = named(10 + round, `moment-${String(round)}`);
      const before = plane.asks.length;
      const agent = startAgent();
      await soon(() => expect(plane.asks.length).toBeGreaterThan(before));
      plane.want(one);
      await new Promise((then) => setTimeout(then, round * 8));
      await end(agent, 'SIGKILL');
      const next = startAgent();
      // Killed within the start itself it may have ended, and then says so: others put another in its place.
      const heard = (): string[] => plane.kindsOf(one.replicaId);
      await soon(() => expect(heard().some((kind) => kind === 'ready' || kind === 'stopped')).toBe(true));
      expect(enginesWith(one.model)).toHaveLength(heard().includes('stopped') ? 0 : 1);
      plane.want();
      await soon(() => expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped' }));
      expect(enginesWith(one.model)).toEqual([]);
      await end(next, 'SIGTERM');
    }
  });
});
