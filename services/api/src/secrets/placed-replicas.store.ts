import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Clock, Db, EventStore, type Tx } from '@tidegate/eventing/nest';

export type Placed = Readonly<{ replicaId: string; endpointId: string; nodeId: string }>;

/** Of an endpoint's newest events so many are looked through for a replica that was just placed. */
const RECENT = 500;
/** So long after its end the node may have something of a replica that must be masked yet: its last lines. */
const AFTERWARDS_MS = 3_600_000;

/** Which replica is on which node, from its place until an hour after its end. */
@Injectable()
export class PlacedReplicas {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async add(tx: Tx, { replicaId, endpointId, nodeId }: Placed): Promise<void> {
    await tx.query(sql`
      insert into placed_replicas (replica_id, endpoint_id, node_id) values (${replicaId}, ${endpointId}, ${nodeId})
      on conflict (replica_id) do update
      set endpoint_id = excluded.endpoint_id, node_id = excluded.node_id, ended_at = null`);
  }

  async end(tx: Tx, replicaId: string, at: Date): Promise<void> {
    await tx.query(sql`update placed_replicas set ended_at = ${at} where replica_id = ${replicaId}`);
  }

  async forgetEnded(): Promise<void> {
    await this.db.query(sql`delete from placed_replicas where ended_at < ${this.#longAgo}`);
  }

  /** A node asks within milliseconds of the placement: what the table does not show yet is looked up in the log. */
  async has(placed: Placed): Promise<boolean> {
    const { replicaId, endpointId, nodeId } = placed;
    const [row] = await this.db.query<{ ended_at: Date | null }>(sql`
      select ended_at from placed_replicas
      where replica_id = ${replicaId} and endpoint_id = ${endpointId} and node_id = ${nodeId}`);
    return row ? !row.ended_at || row.ended_at >= this.#longAgo : this.#isInLog(placed);
  }

  get #longAgo(): Date {
    return new Date(this.clock.nowUs() / 1000 - AFTERWARDS_MS);
  }

  async #isInLog({ replicaId, endpointId, nodeId }: Placed): Promise<boolean> {
    const events = await this.store.history({ endpointId, limit: RECENT });
    for (const event of events) {
      const isItsEnd = event.type === 'ReplicaStopped' && event.data.replicaId === replicaId;
      if (isItsEnd && event.occurredAt < this.#longAgo) return false;
      if (event.type === 'ReplicaPlaced' && event.data.replicaId === replicaId)
        return event.data.nodeId === nodeId;
    }
    return false;
  }
}
