import { Injectable } from '@nestjs/common';
import type { AnyEvent, HardwareShape, NodeCapacity, Recorded } from '@tidegate/contracts';
import { type Sql, sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Held } from './displacement.ts';
import { pool } from './pool.projection.ts';
import { type Holding, type Room, emptyRoom, roomLeft } from './room.ts';

export type PendingReplica = Readonly<{
  id: string;
  endpointId: string;
  projectId: string;
  revision: number;
  hardware: HardwareShape;
  model: string;
  /** The log has been told that it waits. */
  delayed: boolean;
  /**
   * It takes over from another template, and a place is being made for it; or it returns after a rollout that was
   * aborted, and its place was taken for that one: nobody else shall take it.
   */
  isExpected: boolean;
  reason: string | null;
}>;

/** All that the projection reads of an event. */
export type Known = Pick<Recorded<AnyEvent>, 'type' | 'data' | 'position' | 'occurredAt'> & {
  version?: number;
};

/** What waits is looked at in pages: the rest comes when these have found room. */
const PENDING_PAGE = 200;
/** More would be learned from more, but hardly another mix. */
const PAST = 512;

/** The pool's read model, as the transaction that decides sees it. */
@Injectable()
export class PoolStore {
  /**
   * Brings one event into the read model: when it comes by the log, and at once when this process has just appended it.
   * @returns whether a request or a placement was not known yet
   */
  async project(tx: Queries, event: Known): Promise<{ news: boolean }> {
    const statements = pool.on[event.type] as ((event: Known) => Sql | Sql[]) | undefined;
    let news = false;
    for (const statement of [statements?.(event) ?? []].flat())
      if ((await tx.query(statement)).length > 0) news = true;
    return { news };
  }

  /** One decision at a time about one cluster, by whichever process. The version of `pool-<cluster>` it may decide on. */
  async lock(tx: Queries, cluster: string): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      sql`select version from pools where cluster = ${cluster} for update`,
    );
    return row?.version ?? 0;
  }

  /** The same for the cluster of an endpoint; undefined when the endpoint is not known. */
  async lockFor(tx: Queries, endpointId: string): Promise<number | undefined> {
    const [row] = await tx.query<{ version: number }>(sql`
      select version from pools
      where cluster = (select cluster from targets where endpoint_id = ${endpointId}) for update`);
    return row?.version;
  }

  async clusterOfNode(tx: Queries, nodeId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ cluster: string }>(sql`select cluster from nodes where id = ${nodeId}`);
    return row?.cluster;
  }

  /** What waits, in the order in which it was asked for; of each project as much as of any other. */
  async pending(tx: Queries, cluster: string): Promise<PendingReplica[]> {
    return tx.query<PendingReplica>(sql`
      select * from (
        select p.id, p.endpoint_id as "endpointId", p.project_id as "projectId", p.revision, p.hardware,
               r.spec ->> 'model' as model, p.delayed, w.reason,
               coalesce(case when o.outcome is null then p.delayed and o.to_revision = p.revision
                 else o.from_revision = p.revision end, false) as "isExpected", p.requested_at_us as "requestedAtUs",
               row_number() over (partition by p.project_id order by p.requested_at_us, p.id) as turn
        from replicas p
        join revisions r on r.endpoint_id = p.endpoint_id and r.revision = p.revision
        left join waits w on w.replica_id = p.id
        left join rollouts o on o.endpoint_id = p.endpoint_id and (o.outcome is null or o.outcome = 'aborted')
        where p.cluster = ${cluster} and p.state = 'pending'
        order by "isExpected" desc, turn, p.requested_at_us, p.id limit ${PENDING_PAGE}) as page
      order by "requestedAtUs", id`);
  }

  /** GPU thousandths that each project holds. */
  async heldByProject(tx: Queries, cluster: string): Promise<Map<string, number>> {
    const rows = await tx.query<{ projectId: string; milli: number }>(sql`
      select project_id as "projectId",
             sum((hardware ->> 'gpuCount')::int * (hardware ->> 'gpuThousandths')::int)::int as milli
      from replicas where cluster = ${cluster} and state not in ('pending', 'stopped') group by project_id`);
    return new Map(rows.map(({ projectId, milli }) => [projectId, milli]));
  }

  /** What was asked for lately, oldest first: what placing learns the mix of requests from. */
  async past(tx: Queries, cluster: string): Promise<HardwareShape[]> {
    const rows = await tx.query<{ hardware: HardwareShape }>(sql`
      select hardware from replicas where cluster = ${cluster} order by requested_at_us desc limit ${PAST}`);
    return rows.map(({ hardware }) => hardware).toReversed();
  }

  /** Every node of a cluster with what is free on it, counted from the replicas that hold it. */
  async rooms(tx: Queries, cluster: string): Promise<Room[]> {
    const nodes = await tx.query<{ id: string; state: string; capacity: NodeCapacity; held: Holding[] }>(sql`
      select n.id, n.state, n.capacity,
             coalesce(json_agg(json_build_object(
               'hardware', h.hardware, 'gpuIndices', h.gpu_indices, 'model', r.spec ->> 'model', 'endpointId', h.endpoint_id)
             ) filter (where h.id is not null), '[]') as held
      from nodes n
      left join replicas h on h.node_id = n.id and h.state <> 'stopped'
      left join revisions r on r.endpoint_id = h.endpoint_id and r.revision = h.revision
      where n.cluster = ${cluster} group by n.id order by n.id`);
    return nodes.map(({ id, state, capacity, held }) => roomLeft(emptyRoom(id, state, capacity), held));
  }

  /** What each of an endpoint's replicas holds, those that are draining included. */
  async held(tx: Queries, endpointId: string): Promise<Held[]> {
    return tx.query<Held>(sql`
      select p.id, p.node_id as "nodeId", p.hardware, p.gpu_indices as "gpuIndices", r.spec ->> 'model' as model,
             p.state = 'ready' as "isReady"
      from replicas p
      left join revisions r on r.endpoint_id = p.endpoint_id and r.revision = p.revision
      where p.endpoint_id = ${endpointId} and p.state <> 'stopped' and p.node_id is not null order by p.id`);
  }

  async explainWaits(
    tx: Queries,
    waits: readonly Readonly<{ replicaId: string; reason: string }>[],
  ): Promise<void> {
    if (waits.length === 0) return;
    const [ids, reasons] = [waits.map(({ replicaId }) => replicaId), waits.map(({ reason }) => reason)];
    await tx.query(sql`
      insert into waits (replica_id, reason) select * from unnest(${ids}::text[], ${reasons}::text[])
      on conflict (replica_id) do update set reason = excluded.reason`);
  }

  async endWaits(tx: Queries, replicaIds: readonly string[]): Promise<void> {
    if (replicaIds.length > 0)
      await tx.query(sql`delete from waits where replica_id = any(${[...replicaIds]})`);
  }
}
