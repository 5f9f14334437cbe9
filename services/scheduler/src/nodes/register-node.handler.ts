import { Injectable, Logger } from '@nestjs/common';
import type { NodeSyncAsk } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Clock } from '@tidegate/eventing/nest';
import { Replicas } from '../replicas/replica.handler.ts';
import { sameNode } from './sighting.ts';
import { Nodes } from './node.handler.ts';
import { type KnownNode, NodeStore } from './node.store.ts';
import type { Node } from './node.ts';

const ACTOR = 'service:scheduler';

export type Seen = Readonly<{
  /** Control-plane epoch microseconds at the node's monotonic zero. */
  clockOffsetUs: number;
  /** It takes part. Else it must first end what it runs: that is nobody's any more. */
  isTaken: boolean;
  /** What an earlier boot held and has ended just now: the read model may not have heard of it yet. */
  ended: readonly string[];
}>;

@Injectable()
export class RegisterNode {
  readonly #log = new Logger('RegisterNode');

  constructor(
    private readonly store: NodeStore,
    private readonly nodes: Nodes,
    private readonly replicas: Replicas,
    private readonly clock: Clock,
  ) {}

  /** Registers what is new about a node, once it may come; nothing is appended when nothing is new. */
  async see(ask: NodeSyncAsk): Promise<Seen> {
    // The node's clock is known as exactly as its word was quick: what is done here first must not count.
    const nowUs = this.clock.nowUs();
    const known = await this.store.known(ask.nodeId);
    if (known && known.state !== 'lost' && sameNode(known, ask))
      return { clockOffsetUs: known.clockOffsetUs, isTaken: true, ended: [] };
    const ended = known && known.bootId !== ask.bootId ? await this.#endedWith(known, ask) : [];
    const { nodeId, cluster, bootId, hostname, address, capacity, monotonicUs } = ask;
    const { driver, labels, taints, zone } = ask;
    const sighting = { nodeId, cluster, bootId, hostname, address, capacity, driver, labels, taints, zone };
    const runs = ask.running.length;
    const holds = (await this.store.openReplicas(nodeId)).length;
    const { state, events } = await this.nodes.handle(
      nodeId,
      { type: 'SeeNode', sighting, monotonicUs, nowUs, runs, holds },
      causeOf({ commandId: deriveUuid(nodeId, bootId, ask.agentId, monotonicUs), actor: ACTOR }),
    );
    for (const { type } of events)
      this.#log.log({ event: 'node.seen', nodeId, as: type }, `${hostname}: ${type}`);
    return { ...this.#seenAs(state, ask), ended };
  }

  #seenAs(state: Node, { bootId, monotonicUs }: NodeSyncAsk): Omit<Seen, 'ended'> {
    if (state.status === 'absent' || state.registration.bootId !== bootId)
      return { clockOffsetUs: this.clock.nowUs() - monotonicUs, isTaken: false };
    return { clockOffsetUs: state.registration.clockOffsetUs, isTaken: state.status === 'ready' };
  }

  /**
   * What an earlier boot held, as long as the read model knows only that one. Once the new boot is in the log, so are the ends of all that
   * the last one held: whatever else is there by then was given to the new boot.
   */
  async #endedWith(known: KnownNode, ask: NodeSyncAsk): Promise<readonly string[]> {
    // Read first: what is open here and placed before the new boot came into the log was given to the last one.
    const open = (await this.store.openReplicas(known.nodeId)).map(({ id }) => id);
    const { state } = await this.nodes.load(known.nodeId);
    const isRecorded = state.status !== 'absent' && state.registration.bootId === ask.bootId;
    // Before the new boot is recorded: should this process die in between, the next ask does it again.
    if (!isRecorded && ask.running.length === 0) return this.#endLastBoot(known, open, ask.facts);
    const others = open.filter((id) => !ask.running.includes(id));
    const loaded = await Promise.all(
      others.map(async (id) => ({ id, phase: (await this.replicas.load(id)).state.phase })),
    );
    return loaded.flatMap(({ id, phase }) => (phase === 'stopped' ? [id] : []));
  }

  /**
   * A machine that booted again runs nothing of what it ran, and holds nothing of what it was given: it held hardware until its last
   * proof of life. What its agent tells of an end by itself, because only the agent's memory is another one, says more.
   * @returns what has ended with the boot
   */
  async #endLastBoot(
    known: KnownNode,
    open: readonly string[],
    facts: NodeSyncAsk['facts'],
  ): Promise<readonly string[]> {
    const { nodeId, bootId } = known;
    const atUs = (await this.store.lastAliveUs(nodeId)) ?? Math.max(0, known.clockOffsetUs);
    const told = new Set(facts.filter(({ kind }) => kind === 'stopped').map(({ replicaId }) => replicaId));
    const untold = open.filter((id) => !told.has(id));
    await Promise.all(
      untold.map((id) =>
        this.replicas.handle(
          id,
          { type: 'RecordStopped', nodeId, cause: 'node_restarted', exitCode: null, lastLines: [], atUs },
          causeOf({ commandId: deriveUuid(id, 'node_restarted', bootId), actor: ACTOR }),
        ),
      ),
    );
    return open;
  }
}
