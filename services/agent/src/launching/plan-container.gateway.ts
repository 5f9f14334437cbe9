import type { DesiredReplica } from '@tidegate/contracts';
import { type Framework, canLaunch, frameworkOf, renderContainerLaunch } from '@tidegate/frameworks';
import { posix } from 'node:path';
import type { ContainerLaunch } from '../drivers/launch.ts';
import type { AgentSettings } from '../settings.ts';
import { findModel, ggufOf } from './find-model.gateway.ts';
import { NotLaunchable, notLaunched } from './not-launchable.ts';
import { type Opened, PlanLaunch, type PlannedLaunch } from './plan-launch.ts';

/** Where a container finds models of this node's folder. */
const MODELS = '/models';

/** The weights of a replica on this node. */
type Weights = Readonly<{ mounts: ContainerLaunch['mounts']; path: string }>;

/** Renders what a container is made of. */
export class PlanContainer extends PlanLaunch {
  constructor(
    private readonly settings: Pick<AgentSettings, 'modelsFolder' | 'simulateGpus'>,
    /** The models folder as nodes see it that the agent is not on. */
    private readonly modelsOnNode = settings.modelsFolder,
  ) {
    super();
  }

  override async plan(
    desired: DesiredReplica,
    opened: Opened,
  ): Promise<PlannedLaunch & { launch: ContainerLaunch }> {
    const framework = containerFramework(desired.framework);
    const weights = await this.#weights(framework, desired);
    const { healthPath, metricsPath, ...rendered } = render(framework, desired, opened, weights);
    const { replicaId, endpointId, projectId, hardware, gpuIndices } = desired;
    const launch: ContainerLaunch = {
      ...rendered,
      replicaId,
      endpointId,
      projectId,
      credentials: opened.credentials,
      // There is nothing behind simulated ones that could be handed over.
      gpuIndices: this.settings.simulateGpus === '' ? gpuIndices : [],
      vcpuMillis: hardware.vcpuMillis,
      memoryMib: hardware.memoryMib,
      mounts: weights?.mounts ?? [],
      diskMib: desired.diskMib,
      diskPath: desired.mountPath,
    };
    return { launch, place: null, healthPath, metricsPath };
  }

  /** Null: the engine fetches them itself, or they are in its image. */
  async #weights({ modelForm, id }: Framework, desired: DesiredReplica): Promise<Weights | null> {
    const { model, modelSource } = desired;
    if (modelSource.kind === 'bucket')
      throw new NotLaunchable('model_not_found', `this node fetches no models from buckets for ${id}`);
    if (modelSource.kind !== 'folder' || modelForm === 'none' || modelForm === 'in-image') return null;
    const found = await findModel(model, this.settings.modelsFolder, this.modelsOnNode);
    if (found.fileNames?.length === 0)
      throw new NotLaunchable('model_not_found', `${model} is not in this node's models folder`);
    const folder = posix.join(MODELS, ...found.parts);
    const path = modelForm === 'gguf-file' ? posix.join(folder, ggufOf(found, desired)) : folder;
    return { mounts: [{ hostPath: found.folder, path: folder }], path };
  }
}

const containerFramework = (id: string): Framework => {
  const framework = frameworkOf(id);
  if (framework && canLaunch(framework, 'docker')) return framework;
  throw new NotLaunchable('launch_failed', `this node cannot run the framework ${id} in a container`);
};

const render = (
  framework: Framework,
  desired: DesiredReplica,
  opened: Opened,
  weights: Weights | null,
): ReturnType<typeof renderContainerLaunch> => {
  const { modelSource, image, hardware } = desired;
  try {
    return renderContainerLaunch(framework, {
      ...desired,
      environment: { ...desired.environment, ...opened.environment },
      modelPath: weights?.path ?? null,
      modelRevision: modelSource.kind === 'hub' ? modelSource.revision : null,
      gpuModel: hardware.gpuModel,
      gpuCount: desired.gpuIndices.length,
      image: image && { reference: image.reference, command: image.command },
    });
  } catch (error) {
    return notLaunched(error);
  }
};
