import { Injectable, Logger } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Conflict, Db, EventStore } from '@tidegate/eventing/nest';
import { type NodeEvent, node } from '../nodes/node.ts';
import { ReviewStore } from './review.store.ts';

const ACTOR = 'service:scheduler';

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
    const { events, version } = await this.store.read<NodeEvent>(nodeId);
    const news = node.decide(events.reduce(node.evolve, node.initial), { type: 'FinishDrain' });
    if (news.length === 0) return;
    if (!(await this.reviews.isEmptyAt(this.db, nodeId, events.at(-1)?.position ?? 0))) return;
    const cause = causeOf({ commandId: deriveUuid(nodeId, 'drained', version), actor: ACTOR });
    try {
      await this.store.append(nodeId, version, news, cause);
      this.#log.log({ event: 'node.drained', nodeId }, `${nodeId} is empty`);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}
