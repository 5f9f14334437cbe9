import type { DesiredReplica } from '@tidegate/contracts';
import type { DriverLaunch, Place, RegistryCredentials } from '../drivers/launch.ts';

export type PlannedLaunch = Readonly<{
  launch: DriverLaunch;
  /** Null: its driver finds one. */
  place: Place | null;
  healthPath: string;
  metricsPath: string | null;
}>;

/** What was sealed, opened for one launch: it goes into that launch, and nowhere else. */
export type Opened = Readonly<{
  /** Values of environment variables. */
  environment: Readonly<Record<string, string>>;
  /** Of its image's registry. */
  credentials: RegistryCredentials | null;
}>;

/** Finds what a replica needs on this node and says what to start for it, in the way of this node's driver. */
export abstract class PlanLaunch {
  /**
   * @param takenPorts of other replicas of this node
   * @throws NotLaunchable
   */
  abstract plan(
    desired: DesiredReplica,
    opened: Opened,
    takenPorts: ReadonlySet<number>,
  ): Promise<PlannedLaunch>;
}
