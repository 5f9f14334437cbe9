import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';

export type Overdue = Readonly<{ endpointId: string; nodeId: string; deadlineUs: number }>;

/** So many at one look: the rest at the next. */
const PAGE = 50;

/** Endpoints to be looked at because of what became of a node, and nodes that are being emptied. */
@Injectable()
export class ReviewStore {
  /** Call it with the node's cluster locked, as `take`: who takes locks in one order waits for nobody who waits for him. */
  async askForThoseOn(tx: Queries, nodeId: string, triggerId: string): Promise<void> {
    await tx.query(sql`
      insert into reviews (endpoint_id, trigger_id)
      select distinct endpoint_id, ${triggerId}::uuid from replicas
      where node_id = ${nodeId} and (state in ('placed', 'starting', 'ready') or (sleeps and state <> 'stopped')) order by endpoint_id
      on conflict (endpoint_id) do update set trigger_id = excluded.trigger_id`);
  }

  async waiting(tx: Queries): Promise<{ endpointId: string }[]> {
    return tx.query(sql`
      select endpoint_id as "endpointId" from reviews order by asked_at, endpoint_id limit ${PAGE}`);
  }

  /** @returns what set the review off; undefined when somebody else has done it */
  async take(tx: Queries, endpointId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ triggerId: string }>(sql`
      delete from reviews where endpoint_id = ${endpointId} returning trigger_id as "triggerId"`);
    return row?.triggerId;
  }

  /** Endpoints with replicas that still run on a node whose drain has passed its deadline. */
  async overdue(tx: Queries, nowUs: number): Promise<Overdue[]> {
    return tx.query<Overdue>(sql`
      select distinct p.endpoint_id as "endpointId", n.id as "nodeId", n.drain_deadline_us as "deadlineUs"
      from nodes n join replicas p on p.node_id = n.id and p.state in ('placed', 'starting', 'ready')
      where n.cordon = 'draining' and n.drain_deadline_us <= ${nowUs} limit ${PAGE}`);
  }

  /** Nodes that are drained and hold nothing any more. */
  async emptied(tx: Queries): Promise<{ nodeId: string }[]> {
    return tx.query(sql`
      select n.id as "nodeId" from nodes n
      where n.cordon = 'draining'
        and not exists (select from replicas p where p.node_id = n.id and p.state <> 'stopped')
      order by n.id limit ${PAGE}`);
  }

  /** The same of one node, on a read model that knows the log up to a position. */
  async isEmptyAt(tx: Queries, nodeId: string, position: number): Promise<boolean> {
    const rows = await tx.query(sql`
      select from es.checkpoints c join nodes n on n.id = ${nodeId} and n.cordon = 'draining'
      where c.consumer = 'scheduler.pool' and c.position >= ${position}
        and not exists (select from replicas p where p.node_id = n.id and p.state <> 'stopped')`);
    return rows.length > 0;
  }
}
