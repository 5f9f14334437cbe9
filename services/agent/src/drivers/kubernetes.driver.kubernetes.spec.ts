import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshReplicaId } from '../containers/docker.spec-helper.ts';
import { ClusterView } from '../kubernetes/cluster-view.loop.ts';
import { nodeIdOf } from '../kubernetes/node-offer.ts';
import { TestCluster, podLaunch } from '../pods/kubernetes.spec-helper.ts';
import { KubernetesDriver } from './kubernetes.driver.ts';
import type { ContainerLaunch } from './launch.ts';
import type { ReplicaExit } from './replica.driver.ts';

const PATIENCE_MS = 60_000;
jest.setTimeout(4 * PATIENCE_MS);

const clock = { monotonicUs: () => Number(process.hrtime.bigint() / 1000n) };
const SERVES = 'setInterval(() => {}, 1000); console.log("up")';
let cluster: TestCluster;
let nodeId: string;
let folder: string;
let driver: KubernetesDriver;
let exits: ReplicaExit[];
let replicaId: string;

const newDriver = (reach: 'pod' | 'node' = 'pod'): KubernetesDriver => {
  const { api, namespace } = cluster;
  const settings = { folder, namespace, imagePull: 'if-missing', reach, stopLimitMs: 10_000 } as const;
  const made = new KubernetesDriver(settings, { api, view: new ClusterView(api, namespace) }, clock);
  made.onExit((exit) => exits.push(exit));
  return made;
};
const start = (args: readonly string[], given: Partial<ContainerLaunch> = {}) =>
  driver.start(podLaunch(replicaId, args, given), {
    nodeId,
    signal: new AbortController().signal,
    writes: () => undefined,
  });
const soon = <T>(attempt: () => T) => eventually(attempt, PATIENCE_MS);
const exit = () =>
  soon(() => {
    expect(exits).toHaveLength(1);
    return exits[0]!;
  });
const stdout = (): string => readFileSync(join(folder, 'replicas', replicaId, 'stdout.log'), 'utf8');

beforeAll(async () => {
  cluster = await TestCluster.make();
  nodeId = nodeIdOf(await cluster.node());
});
afterAll(() => cluster.drop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-driver-'));
  exits = [];
  replicaId = freshReplicaId();
  driver = newDriver();
  await driver.adopt();
});
afterEach(async () => {
  await driver.stop(replicaId, 0);
  driver.close();
  await cluster.clear();
  rmSync(folder, { recursive: true, force: true });
});

describe('a pod', () => {
  it('that needs more memory than it has is told to have ended for that', async () => {
    const eats = 'const all = []; setInterval(() => all.push(Buffer.alloc(16 * 1024 ** 2, 1)), 20)';
    await start(['-e', eats], { memoryMib: 96 });
    expect(await exit()).toMatchObject({ exitCode: 137, cause: 'out_of_memory' });
    expect(stdout()).toContain('more than the 96 MiB of memory');
  });

  it('that the scheduler of its cluster has no room for is not launched, and nothing is left of it', async () => {
    await expect(start(['-e', SERVES], { gpuIndices: [0, 1, 2, 3, 4, 5, 6, 7, 8] })).rejects.toMatchObject({
      name: 'NotLaunchable',
      stopCause: 'launch_failed',
      message: expect.stringMatching(/out of capacity.*nvidia\.com\/gpu/),
    });
    expect(await cluster.pods()).toEqual([]);
    expect(stdout()).toContain('does not run yet');
  });

  it('whose program is not there is not launched', async () => {
    await expect(start([], { command: ['/bin/no-such-program'] })).rejects.toMatchObject({
      stopCause: 'launch_failed',
      message: expect.stringContaining('no-such-program'),
    });
  });

  it('whose image cannot be is not launched', async () => {
    await expect(start([], { image: 'Not/AnImage:1' })).rejects.toMatchObject({
      stopCause: 'image_pull_failed',
    });
  });

  it('on a node that is not in the cluster is not launched', async () => {
    nodeId = 'node-ffffffffffff';
    await expect(start(['-e', SERVES])).rejects.toThrow('its node is not in the cluster any more');
    nodeId = nodeIdOf(await cluster.node());
  });

  it('is reached at ports of its node where gateways are outside of the cluster', async () => {
    driver.close();
    driver = newDriver('node');
    await driver.adopt();
    const { place } = await start([], { command: null });
    const { status } = await cluster.node();
    expect(status?.addresses?.map(({ address }) => address)).toContain(place?.host);
    expect(place?.port).toBeGreaterThanOrEqual(20_000);
    const url = `http://${place!.host}:${String(place!.port)}/health`;
    await eventually(async () => expect((await fetch(url)).status).toBe(200), PATIENCE_MS);
  });

  it('that somebody else deletes was evicted', async () => {
    await start(['-e', SERVES]);
    await cluster.deletePod(replicaId, 1);
    expect(await exit()).toMatchObject({ cause: 'evicted' });
  });

  it('that somebody has deleted while no agent was there was evicted', async () => {
    const replica = await start(['-e', SERVES]);
    driver.close();
    await cluster.deletePod(replicaId, 0);
    await soon(async () => expect(await cluster.pods()).toEqual([]));
    driver = newDriver();
    expect(await driver.adopt()).toEqual([replica]);
    expect(await exit()).toMatchObject({ cause: 'evicted', exitCode: null });
  });
});

describe('what is secret of a pod', () => {
  it('is in secrets that go with it, and its environment in the program', async () => {
    await start(['-e', `console.log(process.env.TOKEN); ${SERVES}`], { env: { TOKEN: 'sealed value' } });
    await soon(() => expect(stdout()).toContain('sealed value\n'));
    const [secret] = await cluster.secrets();
    expect(secret!.metadata).toMatchObject({
      name: `${replicaId}-env`,
      ownerReferences: [{ kind: 'Pod', name: replicaId }],
    });
    expect(JSON.stringify(await cluster.pods())).not.toContain('sealed value');
    await cluster.deletePod(replicaId, 1);
    await soon(async () => expect(await cluster.secrets()).toEqual([]));
  });

  it('and of its registry is there before it, and gone with it', async () => {
    const credentials = { secretId: 'sec-00000000000a', username: 'somebody', password: 'let me in' };
    const starting = new AbortController();
    const launch = podLaunch(replicaId, [], { image: '127.0.0.1:1/owner/own:1', credentials });
    const started = driver.start(launch, { nodeId, signal: starting.signal, writes: () => undefined });
    started.catch(() => undefined);
    await soon(async () => expect(await cluster.pods()).toHaveLength(1));
    const [secret] = await cluster.secrets();
    expect(secret).toMatchObject({ type: 'kubernetes.io/dockerconfigjson' });
    const config = JSON.parse(Buffer.from(secret!.data['.dockerconfigjson']!, 'base64').toString()) as object;
    expect(config).toMatchObject({
      auths: { '127.0.0.1:1': { username: 'somebody', password: 'let me in' } },
    });
    // Nobody there answers: it goes on asking, and says so.
    await soon(() => expect(stdout()).toMatch(/does not run yet: .*127\.0\.0\.1:1/));
    starting.abort(new Error('enough'));
    await expect(started).rejects.toThrow('enough');
    expect([await cluster.pods(), await cluster.secrets()]).toEqual([[], []]);
  });

  it('and was left by an agent that died before it made a pod goes with the next one', async () => {
    const body = {
      metadata: {
        name: `${replicaId}-env`,
        labels: { 'app.kubernetes.io/managed-by': 'tidegate', 'tidegate.replica': replicaId },
      },
    };
    const path = `/api/v1/namespaces/${cluster.namespace}/secrets`;
    await cluster.api.once({ path, method: 'POST', body }, new AbortController().signal);
    driver.close();
    driver = newDriver();
    await driver.adopt();
    expect(await cluster.secrets()).toEqual([]);
  });
});
