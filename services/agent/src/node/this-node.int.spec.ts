import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeSyncAsk } from '@tidegate/contracts';
import { Clock } from '@tidegate/eventing/nest';
import { eventually } from '@tidegate/testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeSmi, listLine, smiSaying, uuidOf } from '../hardware/nvidia-smi.spec-helper.ts';
import type { AgentSettings } from '../settings.ts';
import { replicaOf } from '../fake-control-plane.spec-helper.ts';
import { programLaunch } from '../containers/docker.spec-helper.ts';
import type { DriverLaunch } from '../drivers/launch.ts';
import { PlanLaunch, type PlannedLaunch } from '../launching/plan-launch.ts';
import { PlanWithGpus } from './plan-with-gpus.gateway.ts';
import { ThisNode } from './this-node.gateway.ts';

const PATIENCE_MS = 30_000;
let folder: string;
let node: ThisNode | undefined;

const discover = async (given: Partial<AgentSettings> = {}): Promise<ThisNode> => {
  const settings: AgentSettings = {
    nodeId: 'node-0000000000aa',
    cluster: 'local',
    address: '127.0.0.1',
    modelsFolder: null,
    folder: join(folder, 'agent'),
    simulateGpus: '',
    stopReplicasOnExit: true,
    driver: 'process',
    dockerSocket: join(folder, 'no.sock'),
    environment: {},
    syncMs: 1000,
    healthMs: 1000,
    stopLimitMs: 1000,
    endedKeptMs: 1000,
    logKibPerSecond: 1024,
    metricsMs: 1000,
    ...given,
  };
  node = await ThisNode.discover(settings, new Clock());
  node.onApplicationBootstrap();
  return node;
};
const asked = (from: ThisNode) => NodeSyncAsk.parse({ ...from.report(), facts: [], running: [] });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-node-'));
});
afterEach(() => {
  node?.onModuleDestroy();
  node = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe('what a node reports', () => {
  it('is what its operator says of it beside what it is', async () => {
    const traits = { labels: { rack: '7' }, taints: ['spot'], zone: 'a' };
    const report = asked(await discover({ traits, driver: 'docker' }));
    expect(report).toMatchObject({ driver: 'docker', taints: ['spot'], zone: 'a', has: [] });
    expect(report.labels).toMatchObject({ rack: '7', 'tidegate.os': process.platform });
  });

  it('is little where nothing is said', async () => {
    const report = asked(await discover({ simulateGpus: '1xL4' }));
    expect(report).toMatchObject({ driver: 'process', taints: [], zone: null });
    expect(report.labels['tidegate.simulated']).toBe('true');
    expect(node!.hasGpus).toBe(false);
  });

  it('is also the models that are on it', async () => {
    mkdirSync(join(folder, 'models/owner/name'), { recursive: true });
    writeFileSync(join(folder, 'models/owner/name/model.gguf'), 'x');
    const found = await discover({ modelsFolder: join(folder, 'models') });
    await eventually(() => expect(asked(found).has).toEqual(['model:owner/name']), PATIENCE_MS);
  });

  it('is the same to the next agent within a boot', async () => {
    const { agentId, monotonicUs, ...first } = asked(await discover());
    node!.onModuleDestroy();
    const second = asked(await discover());
    expect(second).toMatchObject(first);
    expect(second.agentId).not.toBe(agentId);
    expect(second.monotonicUs).toBeGreaterThan(monotonicUs);
  });

  it('follows GPUs that go while it runs, and its devices do too', async () => {
    const gpus = (...uuids: string[]) =>
      smiSaying({
        gpus: uuids.map((_, at) => `${String(at)}, NVIDIA L4, 23034`).join('\n'),
        list: uuids.map((uuid, at) => listLine(at, uuid)).join('\n'),
      });
    const nvidiaSmi = await fakeSmi(folder, gpus(uuidOf(0), uuidOf(1)));
    const found = await discover({ nvidiaSmi, gpuLookMs: 20 });
    expect(asked(found).capacity.gpus.map(({ index }) => index)).toEqual([0, 1]);
    expect(found.gpuDevices([1, 0])).toEqual([uuidOf(1), uuidOf(0)]);
    await fakeSmi(folder, gpus(uuidOf(1)));
    await eventually(
      () => expect(asked(found).capacity.gpus.map(({ index }) => index)).toEqual([1]),
      PATIENCE_MS,
    );
    expect(found.gpuDevices([1])).toEqual([uuidOf(1)]);
    expect(() => found.gpuDevices([0, 1])).toThrow('the GPU 0 of this node has gone');
    expect(found.hasGpus).toBe(true);
  });
});

describe('a launch on a node with GPUs', () => {
  class Plans extends PlanLaunch {
    constructor(private readonly launch: DriverLaunch) {
      super();
    }

    override plan(): Promise<PlannedLaunch> {
      return Promise.resolve({ launch: this.launch, place: null, healthPath: '/', metricsPath: null });
    }
  }
  const PROCESS: DriverLaunch = { replicaId: 'repl-0000000000a1', command: 'x', args: [], env: { A: 'b' } };
  const planned = async (launch: DriverLaunch, gpuIndices: number[], given: Partial<AgentSettings> = {}) => {
    const script = smiSaying({
      gpus: '0, NVIDIA L4, 23034\n1, NVIDIA L4, 23034',
      list: [0, 1].map((at) => listLine(at, uuidOf(at))).join('\n'),
    });
    const found = await discover({ nvidiaSmi: await fakeSmi(folder, script), ...given });
    const opened = { environment: {}, credentials: null };
    const planner = new PlanWithGpus(new Plans(launch), found);
    return (await planner.plan({ ...replicaOf(1), gpuIndices }, opened, new Set())).launch;
  };

  it('shows a process its GPUs and no others', async () => {
    expect(await planned(PROCESS, [1, 0])).toEqual({
      ...PROCESS,
      env: { A: 'b', CUDA_VISIBLE_DEVICES: `${uuidOf(1)},${uuidOf(0)}` },
    });
    expect(await planned(PROCESS, [])).toMatchObject({ env: { CUDA_VISIBLE_DEVICES: '' } });
  });

  it('names to a container the devices that it gets', async () => {
    const launch = programLaunch('repl-0000000000a1', []);
    expect(await planned(launch, [1])).toMatchObject({ gpuDevices: [uuidOf(1)], env: {} });
  });

  it('is refused when a GPU of it is not there', async () => {
    await expect(planned(PROCESS, [7])).rejects.toMatchObject({ stopCause: 'launch_failed' });
  });

  it('stays as it is where GPUs are simulated', async () => {
    expect(await planned(PROCESS, [0], { simulateGpus: '1xL4' })).toEqual(PROCESS);
  });
});
