import type { DesiredReplica } from '@tidegate/contracts';
import type { ContainerLaunch } from '../drivers/launch.ts';
import type { AgentSettings } from '../settings.ts';
import { NotLaunchable } from './not-launchable.ts';
import { PlanContainer } from './plan-container.gateway.ts';
import { type Opened, PlanLaunch, type PlannedLaunch } from './plan-launch.ts';

/** Renders what a pod is made of: a container that may run on any of a cluster's nodes. */
export class PlanPod extends PlanLaunch {
  readonly #containers: PlanContainer;

  /** @param modelsOnNodes where nodes keep model files; null: nowhere */
  constructor({ modelsFolder }: Pick<AgentSettings, 'modelsFolder'>, modelsOnNodes: string | null) {
    super();
    this.#containers = new PlanContainer({ modelsFolder, simulateGpus: '' }, modelsOnNodes);
  }

  override async plan(
    desired: DesiredReplica,
    opened: Opened,
  ): Promise<PlannedLaunch & { launch: ContainerLaunch }> {
    const { gpuIndices, hardware } = desired;
    if (gpuIndices.length > 0 && hardware.gpuThousandths < 1000)
      throw new NotLaunchable(
        'launch_failed',
        'a share of a GPU cannot be had on this node: Kubernetes hands over whole ones',
      );
    return this.#containers.plan(desired, opened);
  }
}
