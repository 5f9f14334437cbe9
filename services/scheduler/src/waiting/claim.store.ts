import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';

/** Room that is being made for one replica on one node. */
@Injectable()
export class ClaimStore {
  async make(tx: Queries, replicaId: string, nodeId: string): Promise<void> {
    await tx.query(sql`
      insert into claims (replica_id, node_id) values (${replicaId}, ${nodeId})
      on conflict (replica_id) do update set node_id = excluded.node_id, claimed_at = excluded.claimed_at`);
  }

  async end(tx: Queries, replicaIds: readonly string[]): Promise<void> {
    if (replicaIds.length > 0)
      await tx.query(sql`delete from claims where replica_id = any(${[...replicaIds]})`);
  }
}
