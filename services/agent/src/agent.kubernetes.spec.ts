import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import type { DesiredReplica, EventNamed } from '@tidegate/contracts';
import { eventually, testNats } from '@tidegate/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ENGINE_IMAGE, freshReplicaId } from './containers/docker.spec-helper.ts';
import { FakeControlPlane, replicaOf } from './fake-control-plane.spec-helper.ts';
import { nodeIdOf } from './kubernetes/node-offer.ts';
import { TestCluster } from './pods/kubernetes.spec-helper.ts';

const PATIENCE_MS = 60_000;
jest.setTimeout(5 * PATIENCE_MS);

const MAIN = resolve(import.meta.dirname, '../dist/main.js');

let cluster: TestCluster;
let nodeId: string;
/** Of the account of the shipped manifest: it may do no more than that. */
let kubeconfig: string;
let accountFolder: string;
let nats: Awaited<ReturnType<typeof testNats>>;
let bus: Awaited<ReturnType<typeof connect>>;
let plane: FakeControlPlane;
let folder: string;
/** By their numbers. */
const lines = new Map<number, string>();
const agents: ChildProcess[] = [];

const startAgent = (name = 'agent'): ChildProcess => {
  const agent = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      NATS_URL: nats.url,
      NATS_TOKEN: nats.token,
      LOG_LEVEL: 'error',
      TIDEGATE_AGENT_DIR: join(folder, name),
      TIDEGATE_AGENT_SYNC_MS: '200',
      TIDEGATE_AGENT_ENDED_KEPT_MS: '500',
      TIDEGATE_DRIVER: 'kubernetes',
      TIDEGATE_KUBERNETES_NAMESPACE: cluster.namespace,
      TIDEGATE_KUBERNETES_IMAGE_PULL: 'if-missing',
      KUBECONFIG: kubeconfig,
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
const soon = <T>(attempt: () => T): Promise<Awaited<T>> =>
  eventually(attempt, PATIENCE_MS) as Promise<Awaited<T>>;

/** An endpoint with an image of its own, which speaks as OpenAI's API does. */
const wanted = (args: readonly string[] = []): DesiredReplica => {
  const one = replicaOf(1);
  const command = ['/bin/node', '/opt/engine-double/main.js', '--host', '0.0.0.0', '--port', '8080'];
  return {
    ...one,
    replicaId: freshReplicaId(),
    framework: 'custom',
    model: 'tidegate/double',
    modelSource: { kind: 'image' },
    image: {
      reference: ENGINE_IMAGE,
      command: [...command, '--model', 'tidegate/double', ...args],
      credentials: null,
    },
    containerPort: 8080,
    healthPath: '/health',
    hardware: { ...one.hardware, vcpuMillis: 100, memoryMib: 256 },
  };
};

beforeAll(async () => {
  cluster = await TestCluster.make();
  nodeId = nodeIdOf(await cluster.node());
  accountFolder = mkdtempSync(join(tmpdir(), 'tidegate-account-'));
  kubeconfig = await cluster.agentKubeconfig(accountFolder);
});
afterAll(async () => {
  await cluster.drop();
  rmSync(accountFolder, { recursive: true, force: true });
});

beforeEach(async () => {
  nats = await testNats();
  bus = await connect({ servers: nats.url, ...(nats.token && { token: nats.token }) });
  bus.subscribe('lines.>', {
    callback: (_, message) => {
      const batch = message.json<
        { data: EventNamed<'LogLinesShipped'>['data'] } & EventNamed<'LogLinesShipped'>['data']
      >();
      const { firstSequence, lines: some } = batch.data ?? batch;
      for (const [i, { text }] of some.entries()) lines.set(firstSequence + i, text);
    },
  });
  folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'));
  plane = await FakeControlPlane.on(nats, nodeId);
  lines.clear();
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => end(agent, 'SIGKILL')));
  await cluster.clear();
  await bus.close();
  await plane.close();
  await nats.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('an agent that speaks for a cluster', () => {
  it('tells what its nodes have', async () => {
    startAgent();
    await soon(() => expect(plane.asks.length).toBeGreaterThan(0));
    const { hostname } = plane.asks[0]!;
    expect(plane.asks[0]).toMatchObject({ nodeId, driver: 'kubernetes', zone: 'zone-a', taints: [] });
    expect(plane.asks[0]!.labels).toMatchObject({ 'kubernetes.io/hostname': hostname });
    const gpu = { index: 0, model: 'a10g', memoryMib: 24_576, simulated: false, island: null };
    expect(plane.asks[0]!.capacity.gpus[0]).toEqual(gpu);
  });

  it('speaks for each of them as long as it is there, and lets go of what ran on one that is no more', async () => {
    startAgent();
    await soon(() => expect(plane.asks.length).toBeGreaterThan(0));
    const other = await cluster.pretendNode(`other-${cluster.namespace}`);
    const otherId = nodeIdOf(other.node);
    try {
      await plane.close();
      plane = await FakeControlPlane.on(nats, otherId);
      const one = wanted();
      plane.want(one);
      // Nobody starts pods there.
      await soon(async () => expect(await cluster.pods()).toHaveLength(1));
      await soon(() => expect(plane.asks.at(-1)?.running).toBeDefined());
      await soon(() => {
        const of = (id: string) => plane.asks.findLast((ask) => ask.nodeId === id);
        expect([of(nodeId)?.running, of(otherId)?.running]).toEqual([[], [one.replicaId]]);
      });
      await other.remove();
      await soon(async () => expect(await cluster.pods()).toEqual([]));
      const asked = plane.asks.length;
      await soon(() => expect(plane.asks.length).toBeGreaterThan(asked + 5));
      expect(plane.asks.slice(asked).map((ask) => ask.nodeId)).not.toContain(otherId);
    } finally {
      await other.remove();
    }
  });

  it('starts a replica that answers, leaves it when it is killed, and takes it over', async () => {
    const one = wanted(['--log-line-every-ms', '5']);
    const first = startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));
    const { host, port } = plane.toldOf(one.replicaId)[1]!;
    const answer = await fetch(`http://${host!}:${String(port)}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tidegate/double', prompt: 'hello', max_tokens: 3 }),
    });
    expect(await answer.json()).toMatchObject({ object: 'text_completion', usage: { completion_tokens: 3 } });

    await end(first, 'SIGKILL');
    const [pod] = await cluster.pods();
    const asked = plane.asks.length;
    startAgent();
    await soon(() => expect(plane.asks.length).toBeGreaterThan(asked + 3));
    expect((await cluster.pods()).map(({ metadata }) => metadata.uid)).toEqual([pod!.metadata.uid]);
    expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']);
    expect(new Set(plane.asks.map(({ bootId }) => bootId)).size).toBe(1);
    const times = plane.asks.map(({ monotonicUs }) => monotonicUs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));

    await soon(() => expect(lines.size).toBeGreaterThan(400));
    const numbers = [...lines].toSorted(([a], [b]) => a - b);
    expect(numbers.map(([number]) => number)).toEqual(numbers.map((_, i) => i + 1));
    const written = numbers.flatMap(([, text]) => {
      const [, n] = /log line (\d+)$/.exec(text) ?? [];
      return n === undefined ? [] : [Number(n)];
    });
    expect(written).toEqual(written.map((_, i) => i + 1));

    // A drain: with its grace, and its end is its own.
    plane.want();
    await soon(() =>
      expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', exitCode: 0 }),
    );
    await soon(async () => expect(await cluster.pods()).toEqual([]));
    await soon(async () => expect(await cluster.secrets()).toEqual([]));
  });

  it('takes a replica over on another disk, too, or ends it when it is not wanted any more', async () => {
    const one = wanted();
    const first = startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toContain('ready'));
    await end(first, 'SIGKILL');
    const [pod] = await cluster.pods();
    const asked = plane.asks.length;
    const second = startAgent('another-disk');
    await soon(() => expect(plane.asks.length).toBeGreaterThan(asked + 3));
    await soon(() => {
      const again = plane.asks.slice(asked).flatMap(({ facts }) => facts);
      expect(again.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['started', 'ready']));
    });
    expect((await cluster.pods()).map(({ metadata }) => metadata.uid)).toEqual([pod!.metadata.uid]);

    await end(second, 'SIGKILL');
    plane.want();
    startAgent('a-third-disk');
    await soon(() => expect(plane.kindsOf(one.replicaId)).toContain('stopped'));
    await soon(async () => expect(await cluster.pods()).toEqual([]));
  });

  it('tells that a pod was taken away by somebody else, and does not bring it back by itself', async () => {
    const one = wanted();
    startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toContain('ready'));
    await cluster.deletePod(one.replicaId, 1);
    await soon(() =>
      expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', cause: 'evicted' }),
    );
    await soon(async () => expect(await cluster.pods()).toEqual([]));
    await soon(() => expect([...lines.values()].join()).toContain('deleted by somebody else'));
  });

  it('tells why the program of a pod has ended', async () => {
    startAgent();
    const one = wanted();
    const script = 'console.error("no such weights"); process.exit(3)';
    plane.want({ ...one, image: { ...one.image!, command: ['/bin/node', '-e', script] } });
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'stopped']));
    expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ cause: 'exited', exitCode: 3 });
    expect(plane.toldOf(one.replicaId).at(-1)!.lastLines.join()).toContain('no such weights');
  });

  it('hands over whole GPUs and no shares of one', async () => {
    startAgent();
    const one = wanted();
    const hardware = { ...one.hardware, gpuModel: 'a10g', gpuCount: 2, gpuThousandths: 1000 };
    plane.want({ ...one, hardware, gpuIndices: [0, 1] });
    await soon(() => expect(plane.kindsOf(one.replicaId)).toContain('ready'));
    const [pod] = await cluster.pods();
    expect(pod!.spec?.containers?.[0]?.resources?.limits).toMatchObject({ 'nvidia.com/gpu': '2' });

    const other = wanted();
    plane.want({ ...other, hardware: { ...hardware, gpuCount: 1, gpuThousandths: 500 }, gpuIndices: [0] });
    await soon(() => expect(plane.toldOf(other.replicaId)).toMatchObject([{ cause: 'launch_failed' }]));
    expect(plane.toldOf(other.replicaId)[0]!.lastLines.join()).toContain('a share of a GPU');
  });
});
