import type { NodeSyncAsk } from '@tidegate/contracts';
import type { Clock } from '@tidegate/eventing/nest';
import { randomUUID } from 'node:crypto';
import { type Discovered, discoverHardware } from '../hardware/discover-hardware.gateway.ts';
import type { AgentSettings } from '../settings.ts';
import { openAgentFolder } from './agent-folder.store.ts';

/** What the control plane is told of this node each time. */
export type NodeReport = Omit<NodeSyncAsk, 'facts' | 'running'>;

/** This node and this life of its agent. */
export class ThisNode {
  readonly #agentId = randomUUID();
  /**
   * A boot of the machine as this folder remembers it: an agent whose folder is gone does not know the replicas of
   * before, so to the control plane the node has begun anew.
   */
  readonly bootId: string;

  private constructor(
    private readonly settings: AgentSettings,
    private readonly clock: Clock,
    private readonly found: Discovered,
    folderId: string,
  ) {
    this.bootId = `${found.bootId}.${folderId}`;
  }

  /** @throws when the folder is another agent's, or the simulated GPUs cannot be read */
  static async discover(settings: AgentSettings, clock: Clock): Promise<ThisNode> {
    const folderId = openAgentFolder(settings.folder);
    const { simulateGpus, folder: directory } = settings;
    return new ThisNode(settings, clock, await discoverHardware({ simulateGpus, directory }), folderId);
  }

  report(): NodeReport {
    const { nodeId, cluster, address } = this.settings;
    const { capacity, hostname, labels } = this.found;
    return {
      nodeId,
      cluster,
      hostname,
      address,
      bootId: this.bootId,
      agentId: this.#agentId,
      monotonicUs: this.clock.monotonicUs(),
      capacity,
      labels,
    };
  }
}
