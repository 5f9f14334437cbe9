import { Injectable } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { MeetScale, type Trigger } from './meet-scale.handler.ts';
import { ReplicaStore } from './replica.store.ts';

const ACTOR = 'service:scheduler';

/** What only time brings about. Each piece is a transaction of its own. */
@Injectable()
export class ReplaceCrashed {
  constructor(
    private readonly db: Db,
    private readonly store: ReplicaStore,
    private readonly meetScale: MeetScale,
    private readonly nudges: NodeNudges,
  ) {}

  /** Asks for the replacements that have waited long enough. */
  async replaceDue(nowUs: number): Promise<void> {
    for (const { endpointId } of await this.store.due(this.db, nowUs)) await this.#replace(endpointId, nowUs);
  }

  /** Tries again for everything that waits: for the rare placement that lost a race and was not told. */
  async placeWaiting(nowUs: number): Promise<void> {
    for (const { cluster } of await this.store.clustersWithPending(this.db)) {
      const commandId = deriveUuid('fill', cluster, nowUs);
      const trigger = { id: commandId, cause: causeOf({ commandId, actor: ACTOR }), nowUs };
      this.nudges.now(await this.db.transaction((tx) => this.meetScale.fill(tx, cluster, trigger)));
    }
  }

  async #replace(endpointId: string, nowUs: number): Promise<void> {
    const nodeIds = await this.db.transaction(async (tx) => {
      await this.meetScale.lock(tx, endpointId);
      const backOff = await this.store.backOff(tx, endpointId);
      if (backOff?.dueAtUs == null || backOff.dueAtUs > nowUs) return [];
      const id = backOff.triggerId;
      const trigger: Trigger = { id, cause: causeOf({ commandId: id, actor: ACTOR }), nowUs };
      const told = await this.meetScale.meet(tx, endpointId, trigger);
      await this.store.saveBackOff(tx, endpointId, { ...backOff, heldBack: 0, dueAtUs: null });
      return told;
    });
    this.nudges.now(nodeIds);
  }
}
