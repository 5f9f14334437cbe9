import type { NodeSyncAsk } from '@tidegate/contracts';

/** What the control plane is told of a node each time. */
export type NodeReport = Omit<NodeSyncAsk, 'facts' | 'running'>;

/** The nodes that an agent speaks for: its own machine, or all those of a cluster. */
export abstract class AgentNodes {
  /** Those that are there and well, by id. */
  abstract ids(): readonly string[];

  /** What to tell of one of them now; undefined: nothing, so that its lease runs out. */
  abstract report(nodeId: string): NodeReport | undefined;

  /**
   * The boot that its replicas' times count from, and where gateways reach them, unless a replica is told to be elsewhere.
   * @returns undefined when there is no such node: what ran on it is no more
   */
  abstract known(nodeId: string): Pick<NodeReport, 'bootId' | 'address'> | undefined;

  /** Called when another one is there, or one has gone. */
  abstract onChange(then: () => void): () => void;
}
