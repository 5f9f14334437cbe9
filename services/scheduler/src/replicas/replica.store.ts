import { Injectable } from '@nestjs/common';
import type { EndpointSpec, HardwareShape, NodeDriver, StopCause } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Needs } from '../placement/demand.ts';
import type { DrainingReplica } from '../draining/draining.ts';
import type { BackOff } from '../crashes/back-off.ts';
import type { Rollout } from '../division/division.ts';
import type { Absent } from '../division/taking-back.ts';
import { LIVE_STATES, type LiveReplica } from '../division/live-replica.ts';

export type Target = Readonly<{
  endpointId: string;
  projectId: string;
  cluster: string;
  /** The template that serves while nothing is rolled out. */
  serving: number;
  desired: number;
  cause: string;
  /** Who goes first when fewer are desired: the least busy before the others. */
  spare: readonly string[];
  /** The last rollout was aborted. */
  isAborted: boolean;
}>;

/** What one replica of a template needs. */
export type TemplateNeeds = Needs &
  Readonly<{
    revision: number;
    hardware: HardwareShape;
    sleepMode: EndpointSpec['sleepMode'];
    /** Its user starts something else than the framework would. */
    ownCommand: boolean;
  }>;

export type Situation = Readonly<{
  target: Target;
  rollout: Rollout | null;
  /** Those that a decision may ask replicas of. */
  templates: readonly TemplateNeeds[];
  live: readonly (Omit<LiveReplica, 'spareAt' | 'canSleep'> & Readonly<{ driver: NodeDriver | null }>)[];
  absent: readonly Absent[];
  backOffs: readonly (BackOff & Readonly<{ revision: number }>)[];
}>;

export type DrainingRow = DrainingReplica &
  Readonly<{ endpointId: string; nodeId: string | null; cause: StopCause }>;

type Release = Readonly<{
  id: string;
  cause: StopCause;
  /** Of the draining that it ends: one that was taken back meanwhile, and perhaps drains again, is not let go. */
  drainingPosition?: number;
}>;

/** Replicas of the read model, and what the scheduler remembers about them beside the log. */
@Injectable()
export class ReplicaStore {
  /** All that a decision about one endpoint looks at. Read it with the cluster locked. */
  async situation(tx: Queries, endpointId: string): Promise<Situation | undefined> {
    const [row] = await tx.query<Situation>(sql`
      select json_build_object('endpointId', t.endpoint_id, 'projectId', t.project_id, 'cluster', t.cluster,
               'serving', t.revision, 'desired', t.desired, 'cause', t.cause, 'spare', t.spare,
               'isAborted', coalesce(o.outcome = 'aborted', false)) as target,
             case when o.endpoint_id is not null and o.outcome is null then json_build_object(
               'from', o.from_revision, 'to', o.to_revision, 'percent', o.percent) end as rollout,
             (select coalesce(json_agg(json_build_object('revision', r.revision, 'hardware', r.spec -> 'hardware',
                'model', r.spec -> 'model', 'framework', r.spec -> 'framework', 'image', r.spec #> '{image,reference}',
                'diskMib', r.spec -> 'diskMib', 'placement', r.spec -> 'placement', 'sleepMode', r.spec -> 'sleepMode',
                'ownCommand', coalesce(r.spec #> '{image,command}', 'null') <> 'null')), '[]')
              from revisions r where r.endpoint_id = t.endpoint_id
                and r.revision in (t.revision, o.from_revision, o.to_revision)) as templates,
             (select coalesce(json_agg(json_build_object('revision', b.revision, 'failures', b.failures,
                'heldBack', b.held_back, 'dueAtUs', b.due_at_us)), '[]')
              from back_offs b where b.endpoint_id = t.endpoint_id) as "backOffs",
             (select coalesce(json_agg(json_build_object('id', p.id, 'revision', p.revision, 'state', p.state,
                'delayed', p.delayed, 'requestedAtUs', p.requested_at_us, 'readyAtUs', p.ready_at_us,
                'isLeaving', coalesce(n.cordon = 'draining', false), 'driver', n.driver,
                'leaveByUs', case when n.cordon = 'draining' then n.drain_deadline_us end)), '[]')
              from replicas p
              left join nodes n on n.id = p.node_id
              where p.endpoint_id = t.endpoint_id and p.state = any(${[...LIVE_STATES]})) as live,
             (select coalesce(json_agg(json_build_object('id', p.id, 'revision', p.revision, 'nodeId', p.node_id,
                'state', case when p.state = 'asleep' or l.replica_id is not null then 'asleep' else 'draining' end,
                'sleeps', p.sleeps, 'readyAtUs', p.ready_at_us,
                'node', case when n.id is null or n.state = 'lost' then 'lost' when n.cordon = 'draining' then 'leaving'
                  when n.cordon = 'cordoned' then 'cordoned' else 'open' end)), '[]')
              from replicas p
              left join nodes n on n.id = p.node_id
              left join releases l on l.replica_id = p.id and l.draining_position = p.draining_position
              where p.endpoint_id = t.endpoint_id and p.node_id is not null
                and (p.state = 'asleep' or (p.state = 'draining' and p.stop_cause = 'scaled_down'
                  and (p.sleeps or l.replica_id is null)))) as absent
      from targets t left join rollouts o on o.endpoint_id = t.endpoint_id
      where t.endpoint_id = ${endpointId}`);
    return row;
  }

  /** Endpoints that roll out a template of which a replica waits for room. */
  async waitingInRollouts(tx: Queries): Promise<{ endpointId: string }[]> {
    return tx.query(sql`
      select distinct p.endpoint_id as "endpointId" from replicas p
      join rollouts o on o.endpoint_id = p.endpoint_id and o.to_revision = p.revision and o.outcome is null
      where p.state = 'pending' and p.delayed limit 200`);
  }

  /** Clusters where a replica waits for room. */
  async clustersWithPending(tx: Queries): Promise<{ cluster: string }[]> {
    return tx.query(sql`select distinct cluster from replicas where state = 'pending'`);
  }

  /** What is known of a replica that has ended: when it was ready, if ever, and whether it was on its way out. */
  async lifeOf(tx: Queries, replicaId: string): Promise<{ readyAtUs: number | null; drained: boolean }> {
    const [row] = await tx.query<{ readyAtUs: number | null; drained: boolean }>(sql`
      select ready_at_us as "readyAtUs", draining_at_us is not null as drained from replicas where id = ${replicaId}`);
    return row ?? { readyAtUs: null, drained: false };
  }

  /** Draining replicas that their nodes must still run. */
  async draining(tx: Queries): Promise<DrainingRow[]> {
    return tx.query<DrainingRow>(sql`
      select p.id, p.endpoint_id as "endpointId", p.draining_position as "drainingPosition", p.sleeps,
             t.drain_timeout_seconds::bigint * 1000000 as "drainTimeoutUs",
             (extract(epoch from clock_timestamp()) * 1000000)::bigint - p.draining_at_us as "drainingForUs",
             p.node_id as "nodeId", p.stop_cause as cause
      from replicas p
      left join targets t on t.endpoint_id = p.endpoint_id
      left join releases r on r.replica_id = p.id and r.draining_position = p.draining_position
      where p.state = 'draining' and r.replica_id is null order by p.draining_at_us limit 1000`);
  }

  /**
   * From now on its node need not run it, or may put it to sleep. Call it with the cluster locked: whoever would take it back does
   * so as well.
   * @returns the node, if it has one; undefined when it does not drain as it did
   */
  async release(tx: Queries, { id, cause, drainingPosition }: Release): Promise<string | null | undefined> {
    const [row] = await tx.query<{ nodeId: string | null }>(sql`
      with released as (
        insert into releases as r (replica_id, cause, draining_position)
        select p.id, ${cause}, coalesce(p.draining_position, 0) from replicas p
        where p.id = ${id} and (${drainingPosition ?? null}::bigint is null
          or (p.state = 'draining' and p.draining_position = ${drainingPosition ?? null}::bigint))
        on conflict (replica_id) do update set cause = excluded.cause, draining_position = excluded.draining_position
        returning r.replica_id)
      select p.node_id as "nodeId" from replicas p join released on released.replica_id = p.id`);
    return row?.nodeId;
  }

  /** What was remembered about a replica that has ended. */
  async forget(tx: Queries, replicaId: string): Promise<void> {
    await tx.query(sql`
      with waited as (delete from waits where replica_id = ${replicaId}),
           claimed as (delete from claims where replica_id = ${replicaId})
      delete from releases where replica_id = ${replicaId}`);
  }
}
