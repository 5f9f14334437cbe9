import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DesiredReplica } from '@tidegate/contracts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replicaOf } from '../fake-control-plane.spec-helper.ts';
import { PlanContainer } from './plan-container.gateway.ts';

let models: string;
beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), 'tidegate-models-'));
  mkdirSync(join(models, 'owner/model'), { recursive: true });
  writeFileSync(join(models, 'owner/model/Model-Q4_K_M.gguf'), '');
});
afterEach(() => {
  rmSync(models, { recursive: true });
});

const NOTHING = { environment: {}, credentials: null };
const plan = (
  given: Partial<DesiredReplica>,
  simulateGpus = '',
  opened: Parameters<PlanContainer['plan']>[1] = NOTHING,
) => new PlanContainer({ modelsFolder: models, simulateGpus }).plan({ ...replicaOf(1), ...given }, opened);
const HUB = { kind: 'hub', revision: 'v2' } as const;

describe('a replica that is to run in a container', () => {
  it('runs the image of its framework with what its hardware has', async () => {
    const { launch, place, healthPath } = await plan({
      framework: 'vllm',
      modelSource: HUB,
      gpuIndices: [4, 5],
    });
    expect(launch).toMatchObject({ gpuIndices: [4, 5], mounts: [], command: ['vllm', 'serve'] });
    expect(launch.image).toMatch(/vllm/);
    expect(launch.args).toEqual(expect.arrayContaining(['--revision', 'v2', '--tensor-parallel-size', '2']));
    expect(launch.cachePath).not.toBeNull();
    expect({ place, healthPath }).toEqual({ place: null, healthPath: '/health' });
  });

  it('is handed no GPU where they are simulated', async () => {
    const { launch } = await plan({ framework: 'vllm', modelSource: HUB, gpuIndices: [0] }, '8xH100');
    expect(launch.gpuIndices).toEqual([]);
  });

  it('finds its model where the node has it', async () => {
    const { launch } = await plan({ framework: 'llama.cpp', modelSource: { kind: 'folder' } });
    expect(launch.mounts).toEqual([{ hostPath: join(models, 'owner/model'), path: '/models/owner/model' }]);
    expect(launch.args).toEqual(expect.arrayContaining(['--model', '/models/owner/model/Model-Q4_K_M.gguf']));
  });

  it('gets what was sealed for it, and its disk', async () => {
    const credentials = { secretId: 'sec-00000000000a', username: 'somebody', password: 'let me in' };
    const image = { reference: 'owner/own:1', command: ['serve'], credentials: credentials.secretId };
    const { launch } = await plan(
      { framework: 'custom', modelSource: { kind: 'image' }, image, mountPath: '/data', containerPort: 9000 },
      '',
      { environment: { TOKEN: 'sealed' }, credentials },
    );
    expect(launch).toMatchObject({
      image: 'owner/own:1',
      command: ['serve'],
      args: [],
      port: 9000,
      diskPath: '/data',
      credentials,
    });
    expect(launch.env).toMatchObject({ TOKEN: 'sealed', NVIDIA_VISIBLE_DEVICES: 'void' });
  });

  it.each([
    ['launch_failed', 'engine-double', {}],
    ['launch_failed', 'nothing', {}],
    ['model_not_found', 'llama.cpp', { modelSource: { kind: 'folder' }, model: 'owner/other' }],
    ['model_not_found', 'vllm', { modelSource: { kind: 'bucket', url: 's3://models/a' } }],
  ] as const)('is %s with %s when it cannot', async (stopCause, framework, given) => {
    await expect(plan({ framework, ...given })).rejects.toMatchObject({ name: 'NotLaunchable', stopCause });
  });
});
