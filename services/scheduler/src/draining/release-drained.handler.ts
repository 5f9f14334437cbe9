import { Injectable, Logger } from '@nestjs/common';
import { Db } from '@tidegate/eventing/nest';
import { CommandReplicas } from '../decisions/command-replicas.handler.ts';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { type DrainLimits, type Ears, drained } from './draining.ts';
import { type DrainingRow, ReplicaStore } from '../replicas/replica.store.ts';

@Injectable()
export class ReleaseDrained {
  readonly #log = new Logger('ReleaseDrained');

  constructor(
    private readonly db: Db,
    private readonly store: ReplicaStore,
    private readonly command: CommandReplicas,
    private readonly nudges: NodeNudges,
  ) {}

  /** Lets every drained replica go and tells its node. @returns how many are still draining */
  async release(ears: Ears, limits: DrainLimits): Promise<number> {
    const draining = await this.store.draining(this.db);
    const done = new Set(drained(draining, ears, limits));
    for (const replica of draining) if (done.has(replica.id)) await this.#one(replica);
    return draining.length - done.size;
  }

  /** Whoever takes draining replicas back holds the same lock: it comes before this or after it, and either sees the other. */
  async #one(replica: DrainingRow): Promise<void> {
    const { id, cause, sleeps } = replica;
    const nodeId = await this.db.transaction(async (tx) =>
      (await this.command.stillDrains(tx, replica)) ? this.store.release(tx, replica) : undefined,
    );
    if (nodeId === undefined) return;
    this.#log.log(
      { event: 'replica.drained', replicaId: id, cause },
      `${id} may ${sleeps ? 'fall asleep' : 'stop'}`,
    );
    if (nodeId !== null) this.nudges.now([nodeId]);
  }
}
