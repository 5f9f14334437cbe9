import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DOCKER_SOCKET,
  DoorToDocker,
  ENGINE_IMAGE,
  clearNode,
  containersOf,
  docker,
  freshNodeId,
  freshReplicaId,
  needDocker,
  programLaunch,
  volumesOf,
} from '../containers/docker.spec-helper.ts';
import { DockerDriver } from './docker.driver.ts';
import type { ContainerLaunch } from './launch.ts';
import type { DrivenReplica, ReplicaExit } from './replica.driver.ts';

jest.setTimeout(90_000);
beforeAll(needDocker);

const clock = { monotonicUs: () => Number(process.hrtime.bigint() / 1000n) };
const SERVES = 'setInterval(() => {}, 1000); console.log("up")';

let nodeId: string;
let folder: string;
let replicaId: string;
let exits: ReplicaExit[];
const drivers: DockerDriver[] = [];

const agent = async (
  dockerSocket = DOCKER_SOCKET,
): Promise<{ driver: DockerDriver; adopted: readonly DrivenReplica[] }> => {
  const driver = new DockerDriver({ nodeId, folder, address: '127.0.0.1', dockerSocket }, clock);
  drivers.push(driver);
  driver.onExit((exit) => exits.push(exit));
  return { driver, adopted: await driver.adopt() };
};
const start = (driver: DockerDriver, launch: ContainerLaunch) =>
  driver.start(launch, {
    nodeId,
    signal: new AbortController().signal,
    writes: () => undefined,
  });
const script = (text: string, given: Partial<ContainerLaunch> = {}) =>
  programLaunch(replicaId, ['-e', text], given);
const soon = <T>(attempt: () => T): Promise<T> => eventually(attempt, 30_000);
const ended = () =>
  soon(() => {
    expect(exits).toHaveLength(1);
    return exits[0]!;
  });
const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

beforeEach(() => {
  nodeId = freshNodeId();
  replicaId = freshReplicaId();
  folder = mkdtempSync(join(tmpdir(), 'tidegate-docker-'));
  exits = [];
});
afterEach(async () => {
  for (const driver of drivers.splice(0)) driver.close();
  await clearNode(nodeId);
  rmSync(folder, { recursive: true, force: true });
});

const LINES = 6000;
/** Writes numbered lines to both outputs, some long enough to be kept in pieces, for about three seconds. */
const WRITES = `
const line = (i) => String(i) + (i % 500 === 0 ? 'x'.repeat(40_000) : '');
let i = 0;
const timer = setInterval(() => {
  for (let n = 0; n < 20 && i < ${String(LINES)}; n++, i++) { console.log(line(i)); console.error(line(i)); }
  if (i === ${String(LINES)}) clearInterval(timer);
}, 10);`;
const numbers = (file: string): number[] =>
  read(file)
    .split('\n')
    .slice(0, -1)
    .map((line) => Number(line.replace(/x+$/, '')));
const ALL = Array.from({ length: LINES }, (_, i) => i);

describe('what a container writes', () => {
  it('is copied without a gap and without a line twice, through agents that are killed', async () => {
    const first = await agent();
    const { output } = await start(first.driver, script(WRITES));
    let { driver } = first;
    // An agent writes down where it begins before it appends for the first time.
    await soon(() => expect(read(output.stdout)).not.toBe(''));
    for (let agents = 0; agents < 8; agents++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      driver.close();
      // Killed between appending and writing down that it did.
      appendFileSync(output.stdout, 'what nobody has written down');
      ({ driver } = await agent());
    }
    await ended();
    expect(numbers(output.stdout)).toEqual(ALL);
    expect(numbers(output.stderr)).toEqual(ALL);
  });

  it('is copied whole when it ended while there was no agent', async () => {
    const { driver } = await agent();
    const { output } = await start(driver, script(WRITES));
    driver.close();
    await docker.getContainer(replicaId).wait();
    await agent();
    await ended();
    expect(numbers(output.stdout)).toEqual(ALL);
  });
});

describe('a daemon that goes away', () => {
  it('loses no line, no end and no stop', async () => {
    const door = new DoorToDocker(join(folder, 'docker.sock'));
    await door.open();
    const { driver } = await agent(door.path);
    const { output } = await start(driver, script(`${WRITES}; setInterval(() => {}, 1000)`));
    await soon(() => expect(numbers(output.stdout).length).toBeGreaterThan(100));
    await door.shut();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(driver.isAlive(replicaId)).toBe(true);
    await door.open();
    await soon(() => expect(numbers(output.stdout)).toHaveLength(LINES));
    expect(numbers(output.stdout)).toEqual(ALL);
    await door.shut();
    const stopped = driver.stop(replicaId, 200);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(exits).toEqual([]);
    await door.open();
    await stopped;
    expect(await ended()).toMatchObject({ replicaId });
    await door.shut();
  });

  it('is waited for by an agent that begins, and by a start', async () => {
    const door = new DoorToDocker(join(folder, 'docker.sock'));
    const begun = agent(door.path);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await door.open();
    const { driver } = await begun;
    await door.shut();
    const started = start(driver, script(SERVES));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await door.open();
    await started;
    expect(await containersOf(nodeId)).toHaveLength(1);
    await driver.stop(replicaId, 0);
    await door.shut();
  });
});

describe('the end of a container', () => {
  it('is that of a program that cannot be run when its image has no such program', async () => {
    const { driver } = await agent();
    const { output } = await start(driver, script(SERVES, { command: ['/bin/nothing'] }));
    expect(await ended()).toMatchObject({ exitCode: 127 });
    expect(read(output.stderr)).toContain('/bin/nothing');
  });

  it('says so when it needed more memory than it has', async () => {
    const { driver } = await agent();
    const hungry = 'const all = []; for (;;) all.push(Buffer.alloc(16 * 1024 * 1024, 1));';
    const { output } = await start(driver, script(hungry, { memoryMib: 96 }));
    expect(await ended()).toMatchObject({ exitCode: 137, cause: 'out_of_memory' });
    expect(read(output.stdout)).toMatch(/^tidegate: .*more than the 96 MiB of memory/m);
  });

  it('has no code when somebody else has removed it', async () => {
    const { driver } = await agent();
    await start(driver, script(SERVES));
    await docker.getContainer(replicaId).remove({ force: true });
    expect((await ended()).replicaId).toBe(replicaId);
    expect(driver.isAlive(replicaId)).toBe(false);
  });
});

describe('a container that cannot be started', () => {
  it('for it has GPUs that the machine has not leaves nothing of itself', async () => {
    const { driver } = await agent();
    await expect(start(driver, script(SERVES, { gpuIndices: [0] }))).rejects.toMatchObject({
      stopCause: 'launch_failed',
      message: expect.stringMatching(/could not be started: .*(?:GPU|device driver|nvidia)/i),
    });
    expect(await containersOf(nodeId)).toEqual([]);
    expect(driver.isAlive(replicaId)).toBe(false);
  });

  it('for its name is taken leaves the other one alone', async () => {
    await docker.createContainer({ name: replicaId, Image: ENGINE_IMAGE });
    const { driver } = await agent();
    await expect(start(driver, script(SERVES))).rejects.toThrow(/not of this node/);
    await docker.getContainer(replicaId).remove();
  });
});

describe('a container', () => {
  it('gets what its hardware has and nothing more', async () => {
    const { driver } = await agent();
    await start(
      driver,
      script(SERVES, { vcpuMillis: 500, memoryMib: 128, sharedMemoryMib: 32, metricsPort: 9000 }),
    );
    const { HostConfig, Config } = await docker.getContainer(replicaId).inspect();
    const MIB = 1024 ** 2;
    expect(HostConfig).toMatchObject({
      NanoCpus: 500_000_000,
      Memory: 128 * MIB,
      MemorySwap: 128 * MIB,
      ShmSize: 32 * MIB,
    });
    expect(HostConfig.PortBindings).toMatchObject({
      '8080/tcp': [{ HostIp: '127.0.0.1' }],
      '9000/tcp': [{ HostIp: '127.0.0.1' }],
    });
    expect(Config.Labels).toMatchObject({ 'tidegate.replica': replicaId, 'tidegate.node': nodeId });
    await driver.stop(replicaId, 0);
  });

  it('reads the models it is given, and keeps what it downloads for the next of its endpoint', async () => {
    const models = join(folder, 'models');
    mkdirSync(models);
    writeFileSync(join(models, 'weights'), 'of a model', { mode: 0o644 });
    const given = { mounts: [{ hostPath: models, path: '/models' }], diskPath: '/disk', cachePath: '/cache' };
    const text = `const fs = require('fs'); console.log(fs.readFileSync('/models/weights', 'utf8'));
      console.log(fs.existsSync('/disk'), fs.existsSync('/cache'));
      try { fs.writeFileSync('/models/more', '') } catch { console.log('read only') }`;
    const endpointId = freshReplicaId().replace('repl', 'endpt');
    const { driver } = await agent();
    const { output } = await start(driver, script(text, { ...given, endpointId }));
    await ended();
    expect(read(output.stdout)).toBe('of a model\ntrue true\nread only\n');
    expect((await volumesOf(nodeId)).toSorted()).toEqual([`tidegate-${endpointId}`, `tidegate-${replicaId}`]);
    await driver.remove(replicaId);
    expect(await volumesOf(nodeId)).toEqual([`tidegate-${endpointId}`]);
    expect(await containersOf(nodeId)).toEqual([]);
  });

  it('that its agent made and did not come to start goes when the next one begins', async () => {
    await docker.createContainer({
      name: replicaId,
      Image: ENGINE_IMAGE,
      Labels: { 'tidegate.node': nodeId, 'tidegate.replica': replicaId },
    });
    expect((await agent()).adopted).toEqual([]);
    expect(await containersOf(nodeId)).toEqual([]);
  });

  it('that its agent started and did not come to write down is found by the next one', async () => {
    const { driver } = await agent();
    const first = await start(driver, script(SERVES));
    driver.close();
    rmSync(join(folder, 'replicas'), { recursive: true });
    const next = await agent();
    expect(next.adopted).toMatchObject([{ replicaId, place: first.place, groupId: first.groupId }]);
    expect(Math.abs(next.adopted[0]!.startedAtUs - first.startedAtUs)).toBeLessThan(5_000_000);
    await next.driver.stop(replicaId, 0);
    await next.driver.remove(replicaId);
    expect(await containersOf(nodeId)).toEqual([]);
  });

  it('of another node of the same daemon is nobody’s business', async () => {
    const { driver } = await agent();
    await start(driver, script(SERVES));
    const mine = nodeId;
    nodeId = freshNodeId();
    expect((await agent()).adopted).toEqual([]);
    nodeId = mine;
    expect(driver.isAlive(replicaId)).toBe(true);
  });
});
