import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type RunningService, runService } from '@tidegate/bootstrap';
import type { DesiredReplica, EventNamed } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';
import { eventually, testNats } from '@tidegate/testing';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentModule } from '../agent.module.ts';
import { FakeControlPlane, NODE_ID, replicaOf } from '../fake-control-plane.spec-helper.ts';
import { ReplicaRegistry } from '../replicas/replica-registry.ts';
import type { AgentSettings } from '../settings.ts';

jest.setTimeout(60_000);

const ID = 'sec-00000000000a';
const VALUE = 'correct horse battery staple';
const withSecret = (engineArguments: DesiredReplica['engineArguments'] = {}): DesiredReplica => ({
  ...replicaOf(1, { printVariable: 'API_KEY', ...engineArguments }),
  secrets: { API_KEY: ID },
});
const { replicaId } = replicaOf(1);

let nats: Awaited<ReturnType<typeof testNats>>;
let plane: FakeControlPlane;
let folder: string;
let agent: RunningService | undefined;
const lines: string[] = [];

const settings = (): AgentSettings => ({
  nodeId: NODE_ID,
  cluster: 'local',
  address: '127.0.0.1',
  modelsFolder: null,
  folder,
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
  agent.app.get(Bus, { strict: false }).listen('lines.>', (batch) => {
    for (const { text } of (batch as EventNamed<'LogLinesShipped'>['data']).lines) lines.push(text);
  });
};
const isReady = () => eventually(() => expect(plane.kindsOf(replicaId)).toEqual(['started', 'ready']));
const stopped = () =>
  eventually(() => {
    const end = plane.toldOf(replicaId).at(-1);
    expect(end?.kind).toBe('stopped');
    return end!;
  });
/** What the agent's folder holds, but for what the replica itself has written. */
const ownFiles = (): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.startsWith('std'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join('\n');

beforeEach(async () => {
  nats = await testNats();
  folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'));
  plane = await FakeControlPlane.on(nats);
  plane.sealed = { [ID]: VALUE };
  lines.length = 0;
});
afterEach(async () => {
  await agent?.stop();
  agent = undefined;
  await plane.close();
  await nats.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a replica with a secret', () => {
  it('has it in its environment, and nobody reads it anywhere else', async () => {
    await startAgent();
    plane.want(withSecret({ logLineEveryMs: 50 }));
    await isReady();
    await eventually(() => expect(lines).toContain('engine-double log line 3 API_KEY=[masked]'));
    expect(lines).toContain('engine-double environment API_KEY=[masked]');
    expect(lines.join('\n')).not.toContain(VALUE);
    expect(ownFiles()).toContain(ID);
    expect(ownFiles()).not.toContain(VALUE);
    if (process.platform !== 'linux') return;
    const [{ groupId } = { groupId: 0 }] = agent!.app.get(ReplicaRegistry, { strict: false }).running();
    expect(readFileSync(`/proc/${String(groupId)}/environ`, 'utf8')).toContain(`API_KEY=${VALUE}`);
  });

  it('does not tell it with its last lines', async () => {
    await startAgent();
    plane.want(withSecret({ crashOnStart: 1 }));
    const { lastLines } = await stopped();
    expect(lastLines).toContain('engine-double environment API_KEY=[masked]');
    expect(JSON.stringify(lastLines)).not.toContain(VALUE);
  });

  it('is started as soon as somebody opens it', async () => {
    plane.sealed = undefined;
    await startAgent();
    plane.want(withSecret());
    await eventually(() => expect(plane.asks.at(-1)!.running).toEqual([replicaId]));
    expect(plane.facts).toEqual([]);
    plane.sealed = { [ID]: VALUE };
    await isReady();
  });

  it('is not launched when nobody does within its startup timeout', async () => {
    plane.sealed = undefined;
    await startAgent();
    plane.want({ ...withSecret(), startupTimeoutSeconds: 1 });
    expect(await stopped()).toMatchObject({
      cause: 'launch_failed',
      lastLines: ['its secrets could not be had within 1 s: nobody opened them'],
    });
  });

  it('is not launched when the secret is gone, and says what to do', async () => {
    plane.sealed = {};
    await startAgent();
    plane.want(withSecret());
    expect(await stopped()).toMatchObject({
      cause: 'launch_failed',
      lastLines: ['a sealed value of this endpoint is gone: set its secrets again (API_KEY)'],
    });
    expect(plane.kindsOf(replicaId)).toEqual(['stopped']);
  });

  it('may be stopped while it waits for it', async () => {
    plane.sealed = undefined;
    await startAgent();
    plane.want(withSecret());
    await eventually(() => expect(plane.asks.at(-1)!.running).toEqual([replicaId]));
    plane.stopCauses = { [replicaId]: 'scaled_down' };
    plane.want();
    expect(await stopped()).toMatchObject({ cause: 'scaled_down', lastLines: [] });
  });
});

describe('a replica with a secret that an earlier agent has started', () => {
  const handOver = async (sealed: Record<string, string> | undefined): Promise<void> => {
    await startAgent({ stopReplicasOnExit: false });
    plane.want(withSecret({ logLineEveryMs: 50 }));
    await isReady();
    await agent!.stop();
    writtenBefore = lastWritten();
    plane.sealed = sealed;
    await startAgent();
    await eventually(() => expect(plane.asks.at(-1)!.running).toEqual([replicaId]));
  };
  let writtenBefore = 0;
  const numberOf = (line: string): number => Number(/log line (\d+)/.exec(line)?.[1] ?? 0);
  const lastWritten = (): number =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name.startsWith('std'))
      .flatMap((file) => readFileSync(join(file.parentPath, file.name), 'utf8').split('\n'))
      .reduce((last, line) => Math.max(last, numberOf(line)), 0);
  /** What the first agent had read may still come, without the secret. */
  const linesSince = (): string[] => lines.filter((line) => numberOf(line) > writtenBefore);

  it('is not heard until its secret is known again, and then without it', async () => {
    await handOver(undefined);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(lastWritten()).toBeGreaterThan(writtenBefore);
    expect(linesSince()).toEqual([]);
    plane.sealed = { [ID]: VALUE };
    await eventually(() => expect(linesSince().length).toBeGreaterThan(5));
    expect(linesSince().filter((line) => line.includes('API_KEY=[masked]')).length).toBeGreaterThan(3);
    expect(lines.join('\n')).not.toContain(VALUE);
  });

  it('is not heard at all when its secret is gone', async () => {
    await handOver({});
    await eventually(() => expect(plane.opened.filter((id) => id === replicaId)).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(lastWritten()).toBeGreaterThan(writtenBefore);
    expect(linesSince()).toEqual([]);
    expect(lines.join('\n')).not.toContain(VALUE);
  });
});

describe('a replica from an image', () => {
  it('is not launched by a node that runs processes', async () => {
    await startAgent();
    const image = { reference: 'registry/name:tag', command: null, credentials: null };
    plane.want({ ...replicaOf(1), image });
    expect(await stopped()).toMatchObject({
      cause: 'launch_failed',
      exitCode: null,
      lastLines: ['this node runs no images'],
    });
  });
});

describe('a replica whose owner names a health path', () => {
  it('is healthy when that one answers', async () => {
    await startAgent();
    plane.want({ ...replicaOf(1, { neverHealthy: true }), healthPath: '/v1/models' });
    await isReady();
  });
});
