import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, type Tx } from '@tidegate/eventing/nest';

export type Placed = Readonly<{ replicaId: string; endpointId: string; nodeId: string }>;

/** Of an endpoint's newest events so many are looked through for a replica that was just placed. */
const RECENT = 500;

/** Which replica is on which node, from its place until its end. */
@Injectable()
export class PlacedReplicas {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  async add(tx: Tx, { replicaId, endpointId, nodeId }: Placed): Promise<void> {
    await tx.query(sql`
      insert into placed_replicas (replica_id, endpoint_id, node_id) values (${replicaId}, ${endpointId}, ${nodeId})
      on conflict (replica_id) do update set endpoint_id = excluded.endpoint_id, node_id = excluded.node_id`);
  }

  async remove(tx: Tx, replicaId: string): Promise<void> {
    await tx.query(sql`delete from placed_replicas where replica_id = ${replicaId}`);
  }

  /** A node asks within milliseconds of the placement: what the table does not show yet is looked up in the log. */
  async has(placed: Placed): Promise<boolean> {
    const { replicaId, endpointId, nodeId } = placed;
    const rows = await this.db.query(sql`
      select 1 from placed_replicas
      where replica_id = ${replicaId} and endpoint_id = ${endpointId} and node_id = ${nodeId}`);
    return rows.length > 0 || this.#isInLog(placed);
  }

  async #isInLog({ replicaId, endpointId, nodeId }: Placed): Promise<boolean> {
    const events = await this.store.history({ endpointId, limit: RECENT });
    const last = events.find(
      (event) =>
        (event.type === 'ReplicaPlaced' || event.type === 'ReplicaStopped') &&
        event.data.replicaId === replicaId,
    );
    return last?.type === 'ReplicaPlaced' && last.data.nodeId === nodeId;
  }
}
