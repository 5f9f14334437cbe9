import { Injectable } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { MeetScale } from './meet-scale.handler.ts';
import { ReplicaStore } from '../replicas/replica.store.ts';
import type { Trigger } from './trigger.ts';

const ACTOR = 'service:scheduler';

/** Tries again for everything that waits. Each piece is a transaction of its own. */
@Injectable()
export class PlaceWaiting {
  constructor(
    private readonly db: Db,
    private readonly store: ReplicaStore,
    private readonly meetScale: MeetScale,
    private readonly nudges: NodeNudges,
  ) {}

  /** For the rare placement that lost a race and was not told. */
  async fill(nowUs: number): Promise<void> {
    for (const { cluster } of await this.store.clustersWithPending(this.db))
      await this.#with(deriveUuid('fill', cluster, nowUs), nowUs, (tx, trigger) =>
        this.meetScale.fill(tx, cluster, trigger),
      );
  }

  /** Room that others have left may do now for a template whose rollout had to wait, once an old replica goes. */
  async makeRoom(nowUs: number): Promise<void> {
    for (const { endpointId } of await this.store.waitingInRollouts(this.db))
      await this.#with(deriveUuid('make room', endpointId, nowUs), nowUs, (tx, trigger) =>
        this.meetScale.meet(tx, endpointId, trigger),
      );
  }

  async #with(
    id: string,
    nowUs: number,
    work: (tx: Tx, trigger: Trigger) => Promise<readonly string[]>,
  ): Promise<void> {
    const trigger = { id, cause: causeOf({ commandId: id, actor: ACTOR }), nowUs };
    this.nudges.now(await this.db.transaction((tx) => work(tx, trigger)));
  }
}
