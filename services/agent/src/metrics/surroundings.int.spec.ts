import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fakeSmi, listLine, smiSaying, uuidOf } from '../hardware/nvidia-smi.spec-helper.ts';
import { runningReplica, testFolder } from '../lines/fake-replica.spec-helper.ts';
import { ThisNode } from '../node/this-node.gateway.ts';
import type { AgentSettings } from '../settings.ts';
import { NodeDisk } from './node-disk.gateway.ts';
import { NodeGpus } from './node-gpus.gateway.ts';
import { Surroundings } from './surroundings.gateway.ts';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

describe('the surroundings of a replica', () => {
  let program: ChildProcess;
  beforeEach(() => {
    const burn = 'const end = Date.now() + 20_000; while (Date.now() < end);';
    program = spawn(process.execPath, ['-e', burn], { detached: true, stdio: 'ignore' });
  });
  afterEach(() => {
    program.kill('SIGKILL');
  });

  it('are its processes and its disk, in shares of what it was given', async () => {
    const settings = { driver: 'process', folder: folder.path, dockerSocket: '' } as const;
    const around = new Surroundings(new NodeGpus(undefined, {}), new NodeDisk(settings));
    const share = { vcpuMillis: 500, memoryMib: 1024, gpuIndices: [0] };
    const replica = { ...runningReplica(folder.path, { groupId: program.pid ?? 0 }), share };
    const shareless = runningReplica(folder.path, {
      groupId: program.pid ?? 0,
      replicaId: 'repl-00000000000b',
    });
    const look = async () => {
      const round = await around.look([replica, shareless]);
      expect(round.problem).toBeNull();
      return [round.metricsOf(replica), round.metricsOf(shareless)] as const;
    };
    const [first] = await look();
    expect(Object.keys(first).toSorted()).toEqual([
      'DiskUtilization',
      'MemoryUtilization',
      'cpu_seconds_total',
      'memory_bytes',
    ]);
    expect(first['MemoryUtilization']).toBeCloseTo((100 * (first['memory_bytes'] ?? 0)) / 1024 ** 3, 6);
    expect(first['DiskUtilization']).toBeGreaterThan(0);
    expect(first['DiskUtilization']).toBeLessThanOrEqual(100);
    await eventually(async () => {
      const [now, other] = await look();
      // It burns a whole core, or what a busy machine leaves of it, and was given half of one.
      expect(now['CPUUtilization']).toBeGreaterThan(20);
      expect(now['CPUUtilization']).toBeLessThan(500);
      expect(Object.keys(other).toSorted()).toEqual(['DiskUtilization', 'cpu_seconds_total', 'memory_bytes']);
    });
  });
});

describe('the GPUs of a node', () => {
  const LINES = [0, 1].map((index) => listLine(index, uuidOf(index))).join('\n');
  const GPUS = { gpus: '0, NVIDIA L4, 23034\n1, NVIDIA L4, 23034', list: LINES };
  const nodeWith = async (script: string) => {
    const nvidiaSmi = await fakeSmi(folder.path, script);
    const settings = {
      folder: join(folder.path, 'agent'),
      simulateGpus: '',
      nvidiaSmi,
      driver: 'process',
      nodeId: 'n',
    };
    const node = await ThisNode.discover(settings as unknown as AgentSettings, { monotonicUs: () => 0 });
    return new NodeGpus(node, { nvidiaSmi });
  };
  const use = (first: string): string => `0, ${uuidOf(0)}, ${first}\n1, ${uuidOf(1)}, 10, 100, 23034`;

  it('tell how they are used, each by the index under which it is offered', async () => {
    const gpus = await nodeWith(smiSaying({ ...GPUS, use: use('90, 20000, 23034') }));
    expect(gpus.of([0])).toBeNull();
    gpus.look();
    await eventually(() =>
      expect(gpus.of([1, 0])).toEqual([
        { busyPercent: 10, usedMib: 100, totalMib: 23_034 },
        { busyPercent: 90, usedMib: 20_000, totalMib: 23_034 },
      ]),
    );
    expect([gpus.of([]), gpus.of([0, 7])]).toEqual([null, null]);
  });

  it('are asked once at a time, and not again at once when they fail', async () => {
    const asked = join(folder.path, 'asked');
    const script = `case "$1" in *utilization*) echo x >> ${asked}; sleep 0.2; exit 9 ;; esac\n${smiSaying(GPUS)}`;
    const gpus = await nodeWith(script);
    await writeFile(asked, '');
    const end = performance.now() + 1200;
    while (performance.now() < end) {
      gpus.look();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await readFile(asked, 'utf8')).toBe('x\n');
    expect(gpus.of([0])).toBeNull();
  });

  it('are not asked where there are none', async () => {
    const asked = join(folder.path, 'asked');
    await writeFile(asked, '');
    const gpus = await nodeWith(`echo x >> ${asked}; exit 9`);
    const before = await readFile(asked, 'utf8');
    gpus.look();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await readFile(asked, 'utf8')).toBe(before);
  });
});

describe('the disk of a node', () => {
  it('is the one where the daemon keeps its containers, asked for once', async () => {
    const dockerSocket = join(folder.path, 'docker.sock');
    let asked = 0;
    const daemon = createServer((_req, res) => {
      asked++;
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ DockerRootDir: folder.path }));
    });
    await new Promise<void>((resolve) => daemon.listen(dockerSocket, resolve));
    const disk = new NodeDisk({ driver: 'docker', folder: '/nowhere', dockerSocket });
    expect(await disk.fullPercent()).toBeGreaterThan(0);
    expect(await disk.fullPercent()).toBeLessThanOrEqual(100);
    expect(asked).toBe(1);
    daemon.closeAllConnections();
    daemon.close();
  });

  it('is not known where it cannot be seen', async () => {
    const dockerSocket = join(folder.path, 'nobody.sock');
    const settings = { folder: '/nowhere', dockerSocket };
    for (const driver of ['process', 'docker', 'kubernetes'] as const)
      expect(await new NodeDisk({ ...settings, driver }).fullPercent()).toBeNull();
  });
});
