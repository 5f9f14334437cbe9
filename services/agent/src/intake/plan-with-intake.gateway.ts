import type { DesiredReplica } from '@tidegate/contracts';
import { type Opened, PlanLaunch, type PlannedLaunch } from '../launching/plan-launch.ts';
import type { Intake } from './intake.gateway.ts';

/** Says in every launch where the replica may push lines to. Whoever has said so for their endpoint knows better. */
export class PlanWithIntake extends PlanLaunch {
  constructor(
    private readonly planner: PlanLaunch,
    private readonly intake: Pick<Intake, 'environmentOf'>,
  ) {
    super();
  }

  override async plan(
    desired: DesiredReplica,
    opened: Opened,
    takenPorts: ReadonlySet<number>,
  ): Promise<PlannedLaunch> {
    const planned = await this.planner.plan(desired, opened, takenPorts);
    const env = { ...(await this.intake.environmentOf(desired.replicaId)), ...planned.launch.env };
    return { ...planned, launch: { ...planned.launch, env } };
  }
}
