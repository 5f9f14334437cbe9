import { Injectable } from '@nestjs/common';
import type { HardwareShape, StopCause } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Needs } from '../placement/demand.ts';
import type { DrainingReplica } from '../draining/draining.ts';
import type { BackOff } from '../crashes/back-off.ts';
import type { Rollout } from '../division/division.ts';
import { LIVE_STATES, type LiveReplica } from '../division/live-replica.ts';

export type Target = Readonly<{
  endpointId: string;
  projectId: string;
  cluster: string;
  /** The template that serves while nothing is rolled out. */
  serving: number;
  desired: number;
  cause: string;
  /** The last rollout was aborted. */
  isAborted: boolean;
}>;

/** What one replica of a template needs. */
export type TemplateNeeds = Needs & Readonly<{ revision: number; hardware: HardwareShape }>;

export type Situation = Readonly<{
  target: Target;
  rollout: Rollout | null;
  /** Those that a decision may ask replicas of. */
  templates: readonly TemplateNeeds[];
  live: readonly LiveReplica[];
  backOffs: readonly (BackOff & Readonly<{ revision: number }>)[];
}>;

export type DrainingRow = DrainingReplica & Readonly<{ nodeId: string | null; cause: StopCause }>;

/** Replicas of the read model, and what the scheduler remembers about them beside the log. */
@Injectable()
export class ReplicaStore {
  /** All that a decision about one endpoint looks at. Read it with the cluster locked. */
  async situation(tx: Queries, endpointId: string): Promise<Situation | undefined> {
    const [row] = await tx.query<Situation>(sql`
      select json_build_object('endpointId', t.endpoint_id, 'projectId', t.project_id, 'cluster', t.cluster,
               'serving', t.revision, 'desired', t.desired, 'cause', t.cause,
               'isAborted', coalesce(o.outcome = 'aborted', false)) as target,
             case when o.endpoint_id is not null and o.outcome is null then json_build_object(
               'from', o.from_revision, 'to', o.to_revision, 'percent', o.percent) end as rollout,
             (select coalesce(json_agg(json_build_object('revision', r.revision, 'hardware', r.spec -> 'hardware',
                'model', r.spec -> 'model', 'framework', r.spec -> 'framework', 'image', r.spec #> '{image,reference}',
                'diskMib', r.spec -> 'diskMib', 'placement', r.spec -> 'placement')), '[]')
              from revisions r where r.endpoint_id = t.endpoint_id
                and r.revision in (t.revision, o.from_revision, o.to_revision)) as templates,
             (select coalesce(json_agg(json_build_object('revision', b.revision, 'failures', b.failures,
                'heldBack', b.held_back, 'dueAtUs', b.due_at_us)), '[]')
              from back_offs b where b.endpoint_id = t.endpoint_id) as "backOffs",
             (select coalesce(json_agg(json_build_object('id', p.id, 'revision', p.revision, 'state', p.state,
                'delayed', p.delayed, 'requestedAtUs', p.requested_at_us, 'readyAtUs', p.ready_at_us,
                'isLeaving', n.id is not null, 'leaveByUs', n.drain_deadline_us)), '[]')
              from replicas p
              left join nodes n on n.id = p.node_id and n.cordon = 'draining'
              where p.endpoint_id = t.endpoint_id and p.state = any(${[...LIVE_STATES]})) as live
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
      select p.id, p.draining_position as "drainingPosition",
             t.drain_timeout_seconds::bigint * 1000000 as "drainTimeoutUs",
             (extract(epoch from clock_timestamp()) * 1000000)::bigint - p.draining_at_us as "drainingForUs",
             p.node_id as "nodeId", p.stop_cause as cause
      from replicas p
      left join targets t on t.endpoint_id = p.endpoint_id
      left join releases r on r.replica_id = p.id
      where p.state = 'draining' and r.replica_id is null order by p.draining_at_us limit 1000`);
  }

  /** From now on its node need not run it. @returns the node, if it has one */
  async release(tx: Queries, replicaId: string, cause: StopCause): Promise<string | null> {
    await tx.query(
      sql`insert into releases (replica_id, cause) values (${replicaId}, ${cause}) on conflict do nothing`,
    );
    const [row] = await tx.query<{ nodeId: string | null }>(
      sql`select node_id as "nodeId" from replicas where id = ${replicaId}`,
    );
    return row?.nodeId ?? null;
  }

  /** What was remembered about a replica that has ended. */
  async forget(tx: Queries, replicaId: string): Promise<void> {
    await tx.query(sql`
      with waited as (delete from waits where replica_id = ${replicaId}),
           claimed as (delete from claims where replica_id = ${replicaId})
      delete from releases where replica_id = ${replicaId}`);
  }
}
