import type { DesiredReplica } from '@tidegate/contracts';
import type { DriverLaunch } from '../drivers/launch.ts';
import { type Opened, PlanLaunch, type PlannedLaunch } from '../launching/plan-launch.ts';
import type { ThisNode } from './this-node.gateway.ts';

/** Says in every launch which of the machine's GPUs it gets, by their devices. */
export class PlanWithGpus extends PlanLaunch {
  constructor(
    private readonly planner: PlanLaunch,
    private readonly node: Pick<ThisNode, 'gpuDevices' | 'hasGpus'>,
  ) {
    super();
  }

  override async plan(
    desired: DesiredReplica,
    opened: Opened,
    takenPorts: ReadonlySet<number>,
  ): Promise<PlannedLaunch> {
    const planned = await this.planner.plan(desired, opened, takenPorts);
    if (!this.node.hasGpus) return planned;
    return { ...planned, launch: withDevices(planned.launch, this.node.gpuDevices(desired.gpuIndices)) };
  }
}

/** A process sees what its environment names; one that has no GPU sees none. */
const withDevices = (launch: DriverLaunch, gpuDevices: readonly string[]): DriverLaunch => {
  if (!('image' in launch))
    return { ...launch, env: { ...launch.env, CUDA_VISIBLE_DEVICES: gpuDevices.join(',') } };
  const named = { ...launch, gpuDevices };
  return named;
};
