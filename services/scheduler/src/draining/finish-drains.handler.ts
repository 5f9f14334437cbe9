import { Injectable, Logger } from '@nestjs/common';
import type { Recorded } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Conflict, Db, EventStore, foldStream } from '@tidegate/eventing/nest';
import { type Node, type NodeEvent, node } from '../nodes/node.ts';
import { ReviewStore } from './review.store.ts';

const ACTOR = 'service:scheduler';

type Standing = Readonly<{ node: Node; position: number }>;
const STANDING = {
  initial: { node: node.initial, position: 0 },
  evolve: (before: Standing, event: Recorded<NodeEvent>): Standing => ({
    node: node.evolve(before.node, event),
    position: event.position,
  }),
};

/** Says when a drain is over. */
@Injectable()
export class FinishDrains {
  readonly #log = new Logger('FinishDrains');

  constructor(
    private readonly reviews: ReviewStore,
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  async finish(): Promise<void> {
    for (const { nodeId } of await this.reviews.emptied(this.db)) await this.#one(nodeId);
  }

  /**
   * The stream is read first, then the read model, which must know all of it: whatever was asked of the node since, the
   * version tells. So nobody who slept in between calls a node empty that was opened and drained again meanwhile.
   */
  async #one(nodeId: string): Promise<void> {
    const { state, version } = await foldStream<NodeEvent, Standing>(this.store, nodeId, STANDING);
    const news = node.decide(state.node, { type: 'FinishDrain' });
    if (news.length === 0) return;
    if (!(await this.reviews.isEmptyAt(this.db, nodeId, state.position))) return;
    const cause = causeOf({ commandId: deriveUuid(nodeId, 'drained', version), actor: ACTOR });
    try {
      await this.store.append(nodeId, version, news, cause);
      this.#log.log({ event: 'node.drained', nodeId }, `${nodeId} is empty`);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}
