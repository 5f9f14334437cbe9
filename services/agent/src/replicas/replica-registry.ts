import type { ReplicaShare } from '../metrics/replica-share.ts';

/** A replica whose program exists on this node, or which is being started and has written something already. */
export type RunningReplica = Readonly<{
  replicaId: string;
  /** Where it was placed. */
  nodeId: string;
  endpointId: string;
  projectId: string;
  /** The process group of its program; NO_GROUP while it has none, or none that can be seen from here. */
  groupId: number;
  port: number;
  host: string;
  /** Null: its metrics are on the same port. */
  metricsPort: number | null;
  /** Where its engine tells metrics in the Prometheus format; null when it tells none. */
  metricsPath: string | null;
  healthPath: string;
  ready: boolean;
  /** Absent: an agent of an earlier version has started it. */
  share?: ReplicaShare;
  /** Files that it appends to. */
  output: Readonly<{ stdout: string; stderr: string }>;
}>;

/** What other parts of the agent may know about the replicas of this node. */
export abstract class ReplicaRegistry {
  abstract running(): readonly RunningReplica[];
  /**
   * @param then called when a replica has appeared, has become ready, or its process has ended
   * @returns ends the calls
   */
  abstract onChange(then: () => void): () => void;
}
