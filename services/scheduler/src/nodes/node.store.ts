import { Injectable } from '@nestjs/common';
import type { StopCause } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { type DesiredRow, LAUNCH_ONLY } from '../syncs/desired.ts';
import type { Sighting } from './sighting.ts';

export type KnownNode = Sighting & Readonly<{ clockOffsetUs: number; state: string }>;

export type NodeHeartbeat = Readonly<{
  nodeId: string;
  state: string;
  /** Since Postgres last heard of it, by Postgres's clock: the schedulers' clocks need not agree. */
  silentUs: number;
  /** Until then, in control-plane time, it was proven to hold whatever has no end in the log. */
  lastAliveUs: number;
}>;
/** The last that a node proved. */
export type Proof = Readonly<{ nodeId: string; bootId: string | null; monotonicUs: number }>;

type Seen = Readonly<{
  nodeId: string;
  bootId: string;
  agentId: string;
  has: readonly string[];
}>;
export type ReplicaOnNode = Readonly<{ id: string; nodeId: string; gpuIndices: number[]; started: boolean }>;

@Injectable()
export class NodeStore {
  constructor(private readonly db: Db) {}

  async known(nodeId: string): Promise<KnownNode | undefined> {
    const [row] = await this.db.query<KnownNode>(sql`
      select id as "nodeId", cluster, boot_id as "bootId", hostname, address, capacity, driver, labels, taints,
             zone, clock_offset_us as "clockOffsetUs", state
      from nodes where id = ${nodeId}`);
    return row;
  }

  /**
   * What a node has on its disks is told each time and hardly ever changes: then it is not written again.
   * @param provenUs of its monotonic clock: of what it holds, all that had ended by then is in the log; null: it lives, and that is all
   */
  async sawAlive({ nodeId, bootId, agentId, has }: Seen, provenUs: number | null): Promise<void> {
    const proves = provenUs !== null;
    const things = JSON.stringify([...new Set(has)].toSorted());
    await this.db.query(sql`
      insert into heartbeats as h (node_id, boot_id, agent_id, monotonic_us, has, last_seen_at)
      values (${nodeId}, ${bootId}, ${agentId}, ${provenUs ?? 0}, ${things}::jsonb, clock_timestamp())
      on conflict (node_id) do update set agent_id = excluded.agent_id, last_seen_at = excluded.last_seen_at,
        boot_id = case when ${proves} then excluded.boot_id else h.boot_id end,
        monotonic_us = case when ${proves} then excluded.monotonic_us else h.monotonic_us end,
        has = case when h.has = excluded.has then h.has else excluded.has end`);
  }

  /**
   * Nodes that are to be lost or have something left to end, with how long each has been silent.
   * @param silentUs of those that take part only who has been silent for so long
   */
  async heartbeats(silentUs = 0): Promise<NodeHeartbeat[]> {
    return this.db.query<NodeHeartbeat>(sql`
      select n.id as "nodeId", n.state,
             (extract(epoch from clock_timestamp() - seen.at) * 1000000)::bigint as "silentUs",
             greatest(n.registered_at_us, n.clock_offset_us
               + case when h.boot_id = n.boot_id then h.monotonic_us else 0 end) as "lastAliveUs"
      from nodes n left join heartbeats h on h.node_id = n.id
      cross join lateral (select coalesce(h.last_seen_at, to_timestamp(n.registered_at_us / 1000000.0)) as at) as seen
      where case when n.state = 'lost'
        then exists (select from replicas p where p.node_id = n.id and p.state <> 'stopped')
        else seen.at <= clock_timestamp() - ${silentUs}::bigint * interval '1 microsecond' end`);
  }

  /** The same of one node. */
  async lastAliveUs(nodeId: string): Promise<number | undefined> {
    const [row] = await this.db.query<{ lastAliveUs: number }>(sql`
      select greatest(n.registered_at_us, n.clock_offset_us
               + case when h.boot_id = n.boot_id then h.monotonic_us else 0 end) as "lastAliveUs"
      from nodes n left join heartbeats h on h.node_id = n.id
      where n.id = ${nodeId}`);
    return row?.lastAliveUs;
  }

  /** @param isGone none, unless the node is lost or removed: it may have come back since somebody looked */
  async openReplicas(nodeId: string, { isGone = false } = {}): Promise<ReplicaOnNode[]> {
    return this.db.query<ReplicaOnNode>(sql`
      select id, node_id as "nodeId", gpu_indices as "gpuIndices", started_at_us is not null as started
      from replicas where node_id = ${nodeId} and state <> 'stopped'
        and not (${isGone} and exists (select from nodes where id = ${nodeId} and state <> 'lost'))`);
  }

  /** Nodes that were removed, with something on them that has not ended. */
  async removedInUse(): Promise<Proof[]> {
    return this.db.query<Proof>(sql`
      select p.node_id as "nodeId", h.boot_id as "bootId", coalesce(h.monotonic_us, 0) as "monotonicUs"
      from replicas p left join heartbeats h on h.node_id = p.node_id
      where p.state <> 'stopped' and p.node_id is not null
        and not exists (select from nodes n where n.id = p.node_id)
      group by p.node_id, h.boot_id, h.monotonic_us`);
  }

  /** Signs of life of nodes that were removed, once nobody can ask for them any more. */
  async forgetRemoved(): Promise<void> {
    await this.db.query(sql`
      delete from heartbeats h where last_seen_at < clock_timestamp() - interval '1 day'
        and not exists (select from nodes n where n.id = h.node_id)`);
  }

  /**
   * What the node must run: everything placed on it that is not let go, the oldest first.
   * @param running is there already: what only a launch needs is not read
   */
  async desired(nodeId: string, running: readonly string[]): Promise<DesiredRow[]> {
    return this.db.query<DesiredRow>(sql`
      select p.id as "replicaId", p.endpoint_id as "endpointId", p.project_id as "projectId", p.revision,
             p.gpu_indices as "gpuIndices", p.wakes, p.traceparent, p.state = 'asleep' or l.replica_id is not null as asleep,
             case when p.id = any(${[...running]}) then r.spec - ${[...LAUNCH_ONLY]}::text[] else r.spec end as spec
      from replicas p
      join revisions r on r.endpoint_id = p.endpoint_id and r.revision = p.revision
      left join releases l on l.replica_id = p.id and l.draining_position = p.draining_position and p.state = 'draining'
      where p.node_id = ${nodeId} and p.state <> 'stopped' and (l.replica_id is null or p.sleeps)
      order by p.placed_at_us, p.id`);
  }

  /** Replicas that the node was told to let go or to put to sleep, or would have been, and that have not ended. */
  async released(nodeId: string): Promise<{ id: string; started: boolean; cause: StopCause }[]> {
    return this.db.query(sql`
      select p.id, p.started_at_us is not null as started, coalesce(l.cause, p.stop_cause, 'scaled_down') as cause
      from replicas p
      left join releases l on l.replica_id = p.id and l.draining_position = p.draining_position and p.state = 'draining'
      where p.node_id = ${nodeId} and (p.state = 'asleep' or (p.state <> 'stopped' and l.replica_id is not null))`);
  }

  /** Why replicas that a node still runs are not wanted. One that nobody knows is an orphan. */
  async stopCauses(replicaIds: readonly string[]): Promise<Record<string, StopCause>> {
    if (replicaIds.length === 0) return {};
    const rows = await this.db.query<{ id: string; cause: StopCause | null }>(sql`
      select p.id, coalesce(p.stop_cause, l.cause) as cause
      from replicas p left join releases l on l.replica_id = p.id where p.id = any(${[...replicaIds]})`);
    const causes = new Map(rows.map(({ id, cause }) => [id, cause]));
    return Object.fromEntries(replicaIds.map((id) => [id, causes.get(id) ?? 'orphaned']));
  }
}
