import { Injectable, Logger } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import { MeetScale } from '../decisions/meet-scale.handler.ts';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { ReviewStore } from './review.store.ts';

const ACTOR = 'service:scheduler';

/** Empties nodes. One endpoint is one transaction, however many have replicas on a node. */
@Injectable()
export class LeaveNodes {
  readonly #log = new Logger('LeaveNodes');

  constructor(
    private readonly reviews: ReviewStore,
    private readonly db: Db,
    private readonly meetScale: MeetScale,
    private readonly nudges: NodeNudges,
  ) {}

  /** Looks at the endpoints that a drain, or its end, concerns. What waits of them may be placed from then on. */
  async review(nowUs: number): Promise<void> {
    for (const { endpointId } of await this.reviews.waiting(this.db))
      await this.#meet(endpointId, nowUs, (tx) => this.reviews.take(tx, endpointId));
  }

  /** What is left on a node at the deadline waits for no replacement. */
  async endOverdue(nowUs: number): Promise<void> {
    for (const { endpointId, nodeId, deadlineUs } of await this.reviews.overdue(this.db, nowUs)) {
      const triggerId = deriveUuid('overdue', nodeId, deadlineUs, endpointId);
      await this.#meet(endpointId, nowUs, () => Promise.resolve(triggerId));
    }
  }

  async #meet(
    endpointId: string,
    nowUs: number,
    triggerOf: (tx: Tx) => Promise<string | undefined>,
  ): Promise<void> {
    const nodeIds = await this.db.transaction(async (tx) => {
      await this.meetScale.lock(tx, endpointId);
      const id = await triggerOf(tx);
      if (id === undefined) return [];
      const trigger = { id, cause: causeOf({ commandId: id, actor: ACTOR }), nowUs };
      return this.meetScale.meet(tx, endpointId, trigger, { freed: true });
    });
    this.#log.debug({ event: 'endpoint.reviewed', endpointId }, `looked at ${endpointId}`);
    this.nudges.now(nodeIds);
  }
}
