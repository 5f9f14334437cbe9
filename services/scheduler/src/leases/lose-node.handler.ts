import { Injectable, Logger } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Replicas } from '../replicas/replica.handler.ts';
import { Nodes } from '../nodes/node.handler.ts';
import { type NodeHeartbeat, NodeStore, type Proof } from '../nodes/node.store.ts';

const ACTOR = 'service:scheduler';

@Injectable()
export class LoseNode {
  readonly #log = new Logger('LoseNode');

  constructor(
    private readonly store: NodeStore,
    private readonly nodes: Nodes,
    private readonly replicas: Replicas,
  ) {}

  heartbeats(silentUs = 0): Promise<NodeHeartbeat[]> {
    return this.store.heartbeats(silentUs);
  }

  async lose({ nodeId, lastAliveUs, silentUs }: NodeHeartbeat): Promise<void> {
    const command = { type: 'LoseNode', lastSeenAtUs: Math.max(0, lastAliveUs) } as const;
    const commandId = deriveUuid(nodeId, 'lost', lastAliveUs);
    const { events } = await this.nodes.handle(nodeId, command, causeOf({ commandId, actor: ACTOR }));
    if (events.length > 0)
      this.#log.warn(
        { event: 'node.lost', nodeId, silentMs: Math.round(silentUs / 1000) },
        `${nodeId} is lost: its replicas are replaced`,
      );
  }

  /** What was on a node when it was removed: it is known no more, so nobody else would end it. */
  async endOfRemoved(): Promise<void> {
    for (const proof of await this.store.removedInUse()) await this.#endOnRemoved(proof);
    await this.store.forgetRemoved();
  }

  /** Its clock is in its own stream only. One that has come back holds nothing that it held before. */
  async #endOnRemoved({ nodeId, bootId, monotonicUs }: Proof): Promise<void> {
    const { state } = await this.nodes.load(nodeId);
    if (state.status !== 'absent') return;
    const { was } = state;
    const provenUs = was?.bootId === bootId ? monotonicUs : 0;
    await this.endReplicas({ nodeId, lastAliveUs: (was?.clockOffsetUs ?? 0) + provenUs });
  }

  /**
   * What a lost node held is free from its last proof on. That it is heard again proves nothing of what it held: it may tell in its next
   * word what has ended meanwhile.
   */
  async endReplicas({ nodeId, lastAliveUs }: Pick<NodeHeartbeat, 'nodeId' | 'lastAliveUs'>): Promise<void> {
    const open = await this.store.openReplicas(nodeId, { isGone: true });
    await Promise.all(
      open.map(({ id }) =>
        this.replicas.handle(
          id,
          {
            type: 'RecordStopped',
            nodeId,
            cause: 'node_lost',
            exitCode: null,
            lastLines: [],
            atUs: Math.max(0, lastAliveUs),
          },
          causeOf({ commandId: deriveUuid(id, 'node_lost'), actor: ACTOR }),
        ),
      ),
    );
  }
}
