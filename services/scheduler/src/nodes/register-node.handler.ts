import { Injectable, Logger } from '@nestjs/common';
import type { NodeSyncAsk } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Clock } from '@tidegate/eventing/nest';
import { Replicas } from '../replicas/replica.handler.ts';
import { sameNode } from './node.ts';
import { Nodes } from './node.handler.ts';
import { type KnownNode, NodeStore } from './node.store.ts';

const ACTOR = 'service:scheduler';

@Injectable()
export class RegisterNode {
  readonly #log = new Logger('RegisterNode');

  constructor(
    private readonly store: NodeStore,
    private readonly nodes: Nodes,
    private readonly replicas: Replicas,
    private readonly clock: Clock,
  ) {}

  /**
   * Registers what is new about a node; nothing is appended when nothing is.
   * @returns control-plane epoch microseconds at the node's monotonic zero
   */
  async see(ask: NodeSyncAsk): Promise<number> {
    const known = await this.store.known(ask.nodeId);
    if (known && known.state !== 'lost' && sameNode(known, ask)) return known.clockOffsetUs;
    // Before the new boot is recorded: should this process die in between, the next ask does it again.
    if (known && known.bootId !== ask.bootId) await this.#endLastBoot(known);
    const { nodeId, cluster, bootId, hostname, address, capacity, labels, monotonicUs } = ask;
    const sighting = { nodeId, cluster, bootId, hostname, address, capacity, labels };
    const { state, events } = await this.nodes.handle(
      nodeId,
      { type: 'SeeNode', sighting, monotonicUs, nowUs: this.clock.nowUs() },
      causeOf({ commandId: deriveUuid(nodeId, bootId, ask.agentId, monotonicUs), actor: ACTOR }),
    );
    for (const { type } of events)
      this.#log.log({ event: 'node.seen', nodeId, as: type }, `${hostname}: ${type}`);
    return state.status === 'absent' ? this.clock.nowUs() - monotonicUs : state.registration.clockOffsetUs;
  }

  /** A machine that booted again runs nothing of what it ran. It held hardware until its last proof of life. */
  async #endLastBoot({ nodeId, bootId }: KnownNode): Promise<void> {
    const atUs = (await this.store.lastAliveUs(nodeId)) ?? this.clock.nowUs();
    const open = await this.store.openReplicas(nodeId);
    await Promise.all(
      open
        .filter(({ started }) => started)
        .map(({ id }) =>
          this.replicas.handle(
            id,
            { type: 'RecordStopped', nodeId, cause: 'node_restarted', exitCode: null, lastLines: [], atUs },
            causeOf({ commandId: deriveUuid(id, 'node_restarted', bootId), actor: ACTOR }),
          ),
        ),
    );
  }
}
