import { Injectable } from '@nestjs/common';
import { ANYWHERE, type AnyEvent, type HardwareShape, type Recorded } from '@tidegate/contracts';
import { type Sql, sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Pending } from '../waiting/decision.ts';
import type { Needs } from './demand.ts';
import type { Held } from './displacement.ts';
import { pool } from './pool.projection.ts';
import { type Holding, type Node, type Room, emptyRoom, roomLeft } from './room.ts';

type Waits = Readonly<{
  revision: number;
  /** The log has been told that it waits. */
  delayed: boolean;
  /**
   * It takes over from another template, and a place is being made for it; or it returns after a rollout that was
   * aborted, and its place was taken for that one: nobody else shall take it.
   */
  isExpected: boolean;
  /** Its endpoint is about to be looked at because of a node: it may be one too many, or one of several that are. */
  isInReview: boolean;
  reason: string | null;
  /** W3C trace context of its request. */
  traceparent?: string | null;
}>;

export type PendingReplica = Pending & Waits;

/** Which template a replica runs. */
type OfTemplate = Readonly<{ endpointId: string; revision: number }>;

/** Of a template that is not known any more. */
const NEEDS_NOTHING: Needs = {
  model: '',
  framework: '',
  image: null,
  diskMib: null,
  placement: ANYWHERE,
};

/** All that the projection reads of an event. */
export type Known = Pick<Recorded<AnyEvent>, 'type' | 'data' | 'position' | 'occurredAt' | 'meta'> & {
  version?: number;
};

/** More would be learned from more, but hardly another mix. */
const PAST = 512;

/** Who asked for a gang may have died in the middle: its rest was not asked for by then, and never will be. */
const GANG_WAIT_SECONDS = 60;

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

  /** What waits, in the order in which it was asked for. */
  async pending(tx: Queries, cluster: string): Promise<PendingReplica[]> {
    const rows = await tx.query<Omit<PendingReplica, keyof Needs>>(sql`
      select p.id, p.endpoint_id as "endpointId", p.project_id as "projectId", p.revision, p.hardware, p.delayed, w.reason, p.traceparent,
             coalesce(case when o.outcome is null then p.delayed and o.to_revision = p.revision
               else o.from_revision = p.revision end, false) as "isExpected",
             coalesce(p.revision = case when o.outcome is null then o.to_revision else o.from_revision end, false)
               and (not p.delayed or exists (
                 select from replicas d where d.endpoint_id = p.endpoint_id and d.state = 'draining')) as "makesOwnRoom",
             exists (select from reviews r where r.endpoint_id = p.endpoint_id) as "isInReview",
             case when p.gang_id is not null then json_build_object('id', p.gang_id, 'size', p.gang_size, 'known',
               case when p.requested_at_us < (extract(epoch from clock_timestamp()) - ${GANG_WAIT_SECONDS}) * 1000000
                 then p.gang_size else (select count(*) from replicas g where g.gang_id = p.gang_id) end
             ) end as gang
      from replicas p
      left join waits w on w.replica_id = p.id
      left join rollouts o on o.endpoint_id = p.endpoint_id and (o.outcome is null or o.outcome = 'aborted')
      where p.cluster = ${cluster} and p.state = 'pending' order by p.requested_at_us, p.id`);
    if (rows.length === 0) return [];
    const needsOf = await this.#needs(tx, { cluster });
    return rows.map((row) => ({ ...row, ...needsOf(row) }));
  }

  /** GPU thousandths that each project holds. */
  async heldByProject(tx: Queries, cluster: string): Promise<Map<string, number>> {
    const rows = await tx.query<{ projectId: string; milli: number }>(sql`
      select project_id as "projectId",
             sum((hardware ->> 'gpuCount')::int *
               case when (hardware ->> 'gpuCount')::int > 1 then 1000 else (hardware ->> 'gpuThousandths')::int end
             )::bigint as milli
      from replicas where cluster = ${cluster} and state not in ('pending', 'stopped') group by project_id`);
    return new Map(rows.map(({ projectId, milli }) => [projectId, milli]));
  }

  /** What was asked for lately, oldest first: what placing learns the mix of requests from. */
  async past(tx: Queries, cluster: string): Promise<HardwareShape[]> {
    const rows = await tx.query<{ hardware: HardwareShape }>(sql`
      select hardware from replicas where cluster = ${cluster} order by requested_at_us desc limit ${PAST}`);
    return rows.map(({ hardware }) => hardware).toReversed();
  }

  /** Every node of a cluster with what is free on it, counted from the replicas that hold it, and what is claimed there. */
  async rooms(tx: Queries, cluster: string): Promise<Room[]> {
    const nodes = await tx.query<Node>(sql`
      select n.id as "nodeId", n.hostname, n.driver, n.labels, n.taints, n.zone, n.capacity,
             case when n.state = 'lost' then 'is lost' when n.cordon = 'cordoned' then 'is cordoned'
                  when n.cordon = 'draining' then 'is being drained' end as closed,
             coalesce(h.has, '[]') as has
      from nodes n left join heartbeats h on h.node_id = n.id
      where n.cluster = ${cluster} order by n.id`);
    const needsOf = await this.#needs(tx, { cluster });
    const held = Map.groupBy(await this.#heldIn(tx, cluster), ({ nodeId }) => nodeId);
    const claims = Map.groupBy(await this.#claimsIn(tx, cluster), ({ nodeId }) => nodeId);
    const withNeeds = <Row extends OfTemplate>(row: Row): Row & Needs => ({ ...row, ...needsOf(row) });
    return nodes.map((node) => ({
      ...roomLeft(emptyRoom(node), (held.get(node.nodeId) ?? []).map(withNeeds)),
      claims: (claims.get(node.nodeId) ?? []).map(withNeeds),
    }));
  }

  async #heldIn(
    tx: Queries,
    cluster: string,
  ): Promise<(OfTemplate & Omit<Holding, keyof Needs> & { nodeId: string })[]> {
    return tx.query(sql`
      select p.id, p.endpoint_id as "endpointId", p.revision, p.node_id as "nodeId", p.hardware,
             p.gpu_indices as "gpuIndices", p.state = 'draining' and not p.sleeps as "isDraining", p.sleeps
      from replicas p join nodes n on n.id = p.node_id and n.cluster = ${cluster}
      where p.state <> 'stopped' order by p.id`);
  }

  /** Only while its replica waits does a claim count. */
  async #claimsIn(
    tx: Queries,
    cluster: string,
  ): Promise<(OfTemplate & { id: string; nodeId: string; hardware: HardwareShape })[]> {
    return tx.query(sql`
      select p.id, p.endpoint_id as "endpointId", p.revision, c.node_id as "nodeId", p.hardware
      from claims c join replicas p on p.id = c.replica_id and p.state = 'pending'
      where p.cluster = ${cluster} order by c.claimed_at, p.id`);
  }

  /** What the templates of open replicas need: read once for each, not for each replica. */
  async #needs(
    tx: Queries,
    { cluster = null, endpointId = null }: { cluster?: string | null; endpointId?: string | null },
  ): Promise<(template: OfTemplate) => Needs> {
    const rows = await tx.query<Needs & OfTemplate>(sql`
      select r.endpoint_id as "endpointId", r.revision, r.spec ->> 'model' as model, r.spec ->> 'framework' as framework,
             r.spec #>> '{image,reference}' as image, (r.spec ->> 'diskMib')::int as "diskMib",
             r.spec -> 'placement' as placement
      from revisions r join (
        select distinct p.endpoint_id, p.revision from replicas p
        where p.state <> 'stopped' and (${cluster}::text is null or p.cluster = ${cluster})
          and (${endpointId}::text is null or p.endpoint_id = ${endpointId})) as used
        on used.endpoint_id = r.endpoint_id and used.revision = r.revision`);
    const keyOf = (template: OfTemplate): string => `${template.endpointId} ${String(template.revision)}`;
    const byTemplate = new Map(
      rows.map((row) => {
        const { model, framework, image, diskMib, placement } = row;
        return [keyOf(row), { model, framework, image, diskMib, placement }];
      }),
    );
    return (template) => byTemplate.get(keyOf(template)) ?? NEEDS_NOTHING;
  }

  /** What each of an endpoint's replicas holds, those that are draining included. */
  async held(tx: Queries, endpointId: string): Promise<Held[]> {
    const needsOf = await this.#needs(tx, { endpointId });
    const rows = await tx.query<Omit<Held, keyof Needs> & OfTemplate>(sql`
      select p.id, p.endpoint_id as "endpointId", p.revision, p.node_id as "nodeId", p.hardware,
             p.gpu_indices as "gpuIndices", p.state = 'ready' as "isReady"
      from replicas p
      where p.endpoint_id = ${endpointId} and p.state <> 'stopped' and p.node_id is not null order by p.id`);
    return rows.map((row) => ({ ...row, ...needsOf(row) }));
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
