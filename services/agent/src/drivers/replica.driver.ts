import type { StopCause } from '@tidegate/contracts';
import type { RunningReplica } from '../replicas/replica-registry.ts';
import type { DriverLaunch, Place } from './launch.ts';

/** In place of a process group, where the agent cannot see the replica's processes. No system has as large an id. */
export const NO_GROUP = 0x3fff_ffff;

/** A replica that a driver has started and whose end it has not told yet. */
export type DrivenReplica = Readonly<{
  replicaId: string;
  /** The process group of its program on this machine, or NO_GROUP. */
  groupId: number;
  /** When it began to hold its hardware, in microseconds of the monotonic clock. */
  startedAtUs: number;
  /** Where the driver lets it listen; null: where whoever planned its launch has told it to. */
  place: Place | null;
  output: RunningReplica['output'];
}>;

export type ReplicaExit = Readonly<{
  replicaId: string;
  /** 128 + the signal's number for one that ended by a signal; null when nobody could learn it. */
  exitCode: number | null;
  /** Microseconds of the monotonic clock, also for an end that nobody watched. */
  atUs: number;
  /** Why, where the driver knows better than its exit code and its lines tell. */
  cause?: StopCause;
}>;

/** What a start that takes long asks of whoever wants it. */
export type Starting = Readonly<{
  /** Where it was placed. A driver of one node knows no other. */
  nodeId: string;
  /** Ends it before the replica's own program runs; afterwards it changes nothing. */
  signal: AbortSignal;
  /** There is something to read about it already, e.g. how its image is fetched. */
  writes: (output: DrivenReplica['output']) => void;
}>;

/**
 * A way to run replicas. Each replica is started at most once at a time, outlives the agent, and is found again by the
 * next agent. What every driver must keep is in driver-conformance.spec-helper.ts.
 */
export abstract class ReplicaDriver {
  /**
   * Starts a replica, from a launch of this driver's own kind; what it is to outlive the agent is kept before the replica's own program runs. The id may be
   * used again once its end was told, which is never before this has resolved.
   * @throws NotLaunchable; another error when it runs already or cannot be started; what ended it early
   */
  abstract start(launch: DriverLaunch, starting: Starting): Promise<DrivenReplica>;

  /**
   * Asks a replica to end and kills it after the limit; one that is being started is not started. Resolves when no process
   * of it is left and its end was told; at once for one that does not run.
   */
  abstract stop(replicaId: string, limitMs: number): Promise<void>;

  /**
   * Takes over what an earlier agent left. The ends of those that ended meanwhile are told like any other, once
   * this has resolved. To be called once, before the first start.
   */
  abstract adopt(): Promise<readonly DrivenReplica[]>;

  /**
   * Lets all processes of a replica stand still, with all that they hold; one that stands still already stays so. It can be stopped
   * as ever, and its end is told as ever.
   * @throws when it does not run, or cannot stand still here
   */
  abstract freeze(replicaId: string): Promise<void>;

  /** Lets it go on; one that does not stand still goes on as it did. @throws when it does not run */
  abstract thaw(replicaId: string): Promise<void>;

  abstract isAlive(replicaId: string): boolean;

  /** Called once for each replica that has ended, when all that it wrote is in its output. */
  abstract onExit(then: (exit: ReplicaExit) => void): () => void;

  /** Removes all that is kept of a replica that does not run, its output too. */
  abstract remove(replicaId: string): Promise<void>;

  /** Ends the driver's own work. Replicas stay as they are. */
  abstract close(): void;
}
