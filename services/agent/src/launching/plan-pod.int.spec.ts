import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DesiredReplica } from '@tidegate/contracts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replicaOf } from '../fake-control-plane.spec-helper.ts';
import { PlanPod } from './plan-pod.gateway.ts';

const FOLDER = { kind: 'folder' } as const;
let models: string;
beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), 'tidegate-models-'));
  mkdirSync(join(models, 'owner/model'), { recursive: true });
  writeFileSync(join(models, 'owner/model/Model-Q4_K_M.gguf'), '');
});
afterEach(() => {
  rmSync(models, { recursive: true });
});

const plan = (given: Partial<DesiredReplica>, modelsFolder: string | null, onNodes: string | null) =>
  new PlanPod({ modelsFolder }, onNodes).plan(
    { ...replicaOf(1), ...given },
    { environment: {}, credentials: null },
  );
const gpu = { gpuModel: 'a10g', gpuCount: 1, gpuThousandths: 1000 } as const;

describe('a replica that is to run as a pod', () => {
  it('finds its model where the nodes have it', async () => {
    const mount = { hostPath: '/srv/models/owner/model', path: '/models/owner/model' };
    const ofFile = await plan({ framework: 'llama.cpp', modelSource: FOLDER }, models, '/srv/models');
    expect(ofFile.launch.mounts).toEqual([mount]);
    expect(ofFile.launch.args).toContain('/models/owner/model/Model-Q4_K_M.gguf');
    // A whole folder is the same whatever is in it.
    const unseen = await plan(
      { framework: 'vllm', modelSource: FOLDER, gpuIndices: [0] },
      null,
      '/srv/models',
    );
    expect(unseen.launch.mounts).toEqual([mount]);
  });

  it.each([
    ['keeps no model files', 'vllm', null],
    ['the agent does not see', 'llama.cpp', '/srv/models'],
  ])('is told that it cannot: %s', async (words, framework, onNodes) => {
    await expect(plan({ framework, modelSource: FOLDER }, null, onNodes)).rejects.toMatchObject({
      stopCause: 'model_not_found',
      message: expect.stringContaining(words),
    });
  });

  it('gets whole GPUs, and no share of one', async () => {
    const { hardware } = replicaOf(1);
    const given = {
      framework: 'vllm',
      modelSource: { kind: 'hub', revision: null },
      gpuIndices: [3],
    } as const;
    const whole = await plan({ ...given, gpuIndices: [3], hardware: { ...hardware, ...gpu } }, null, null);
    expect(whole.launch.gpuIndices).toEqual([3]);
    const share = { ...hardware, ...gpu, gpuThousandths: 500 };
    await expect(plan({ ...given, gpuIndices: [3], hardware: share }, null, null)).rejects.toMatchObject({
      stopCause: 'launch_failed',
    });
  });

  it('claims the disk that it asked for', async () => {
    const given = { framework: 'llama.cpp', modelSource: FOLDER, diskMib: 2000, mountPath: '/data' };
    expect((await plan(given, models, '/srv/models')).launch).toMatchObject({
      diskMib: 2000,
      diskPath: '/data',
    });
  });
});
