import { Injectable, Logger } from '@nestjs/common';
import { Db } from '@tidegate/eventing/nest';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { type DrainLimits, type Ears, drained } from './draining.ts';
import { ReplicaStore } from '../replicas/replica.store.ts';

@Injectable()
export class ReleaseDrained {
  readonly #log = new Logger('ReleaseDrained');

  constructor(
    private readonly db: Db,
    private readonly store: ReplicaStore,
    private readonly nudges: NodeNudges,
  ) {}

  /** Lets every drained replica go and tells its node. @returns how many are still draining */
  async release(ears: Ears, limits: DrainLimits): Promise<number> {
    const draining = await this.store.draining(this.db);
    const done = new Set(drained(draining, ears, limits));
    for (const { id, cause } of draining)
      if (done.has(id)) {
        const nodeId = await this.store.release(this.db, id, cause);
        this.#log.log({ event: 'replica.drained', replicaId: id, cause }, `${id} may stop`);
        if (nodeId !== null) this.nudges.now([nodeId]);
      }
    return draining.length - done.size;
  }
}
