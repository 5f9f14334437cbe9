import type { RunningReplica } from '../replicas/replica-registry.ts';

/** What to run. Its environment is whole: nothing of the agent's own reaches the replica. */
export type DriverLaunch = Readonly<{
  replicaId: string;
  command: string;
  /** Started without a shell: each is one word. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}>;

/** A replica that a driver has started and whose end it has not told yet. */
export type DrivenReplica = Readonly<{
  replicaId: string;
  groupId: number;
  /** When it began to hold its hardware, in microseconds of the monotonic clock. */
  startedAtUs: number;
  output: RunningReplica['output'];
}>;

export type ReplicaExit = Readonly<{
  replicaId: string;
  /** 128 + the signal's number for one that ended by a signal; null when nobody could learn it. */
  exitCode: number | null;
  /** Microseconds of the monotonic clock, also for an end that nobody watched. */
  atUs: number;
}>;

/**
 * A way to run replicas. Each replica is started at most once at a time, outlives the agent, and is found again by the
 * next agent. What every driver must keep is in driver-conformance.spec-helper.ts.
 */
export abstract class ReplicaDriver {
  /**
   * Starts a replica; what it is to outlive the agent is on disk before the replica's own program runs. The id may be
   * used again once its end was told.
   * @throws when it runs already, or cannot be started
   */
  abstract start(launch: DriverLaunch): DrivenReplica;

  /**
   * Asks a replica to end and kills it after the limit. Resolves when no process of it is left and its end was told;
   * at once for one that does not run.
   */
  abstract stop(replicaId: string, limitMs: number): Promise<void>;

  /**
   * Takes over what an earlier agent left. The ends of those that ended meanwhile are told like any other, once
   * this has resolved. To be called once, before the first start.
   */
  abstract adopt(): Promise<readonly DrivenReplica[]>;

  abstract isAlive(replicaId: string): boolean;

  /** Called once for each replica that has ended. */
  abstract onExit(then: (exit: ReplicaExit) => void): () => void;

  /** Removes all that is kept of a replica that does not run, its output too. */
  abstract remove(replicaId: string): Promise<void>;

  /** Ends the driver's own work. Replicas stay as they are. */
  abstract close(): void;
}
