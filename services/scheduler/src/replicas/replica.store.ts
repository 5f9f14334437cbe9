import { Injectable } from '@nestjs/common';
import type { HardwareShape, StopCause } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { BackOff } from './back-off.ts';
import type { DrainingReplica } from '../draining/draining.ts';
import { LIVE_STATES, type LiveReplica } from './reconcile.ts';

export type Target = Readonly<{
  endpointId: string;
  projectId: string;
  cluster: string;
  revision: number;
  desired: number;
  cause: string;
  hardware: HardwareShape;
}>;

export type Situation = Readonly<{ target: Target; live: readonly LiveReplica[]; backOff: BackOff | null }>;

type BackOffRow = BackOff & { triggerId: string };

export type DrainingRow = DrainingReplica & Readonly<{ nodeId: string | null; cause: StopCause }>;

/** Replicas of the read model, and what the scheduler remembers about them beside the log. */
@Injectable()
export class ReplicaStore {
  /** All that a decision about one endpoint looks at. Read it with the cluster locked. */
  async situation(tx: Queries, endpointId: string): Promise<Situation | undefined> {
    const [row] = await tx.query<Situation>(sql`
      select json_build_object('endpointId', t.endpoint_id, 'projectId', t.project_id, 'cluster', t.cluster,
               'revision', t.revision, 'desired', t.desired, 'cause', t.cause, 'hardware', r.spec -> 'hardware') as target,
             (select json_build_object('revision', b.revision, 'failures', b.failures, 'heldBack', b.held_back,
                'dueAtUs', b.due_at_us) from back_offs b where b.endpoint_id = t.endpoint_id) as "backOff",
             (select coalesce(json_agg(json_build_object('id', p.id, 'state', p.state,
                'requestedAtUs', p.requested_at_us, 'readyAtUs', p.ready_at_us)), '[]')
              from replicas p where p.endpoint_id = t.endpoint_id and p.state = any(${[...LIVE_STATES]})) as live
      from targets t join revisions r on r.endpoint_id = t.endpoint_id and r.revision = t.revision
      where t.endpoint_id = ${endpointId}`);
    return row;
  }

  async backOff(tx: Queries, endpointId: string): Promise<BackOffRow | undefined> {
    const [row] = await tx.query<BackOffRow>(sql`
      select revision, failures, held_back as "heldBack", due_at_us as "dueAtUs", trigger_id as "triggerId"
      from back_offs where endpoint_id = ${endpointId} for update`);
    return row;
  }

  async saveBackOff(tx: Queries, endpointId: string, backOff: BackOffRow): Promise<void> {
    const { revision, failures, heldBack, dueAtUs, triggerId } = backOff;
    await tx.query(sql`
      insert into back_offs (endpoint_id, revision, failures, held_back, due_at_us, trigger_id)
      values (${endpointId}, ${revision}, ${failures}, ${heldBack}, ${dueAtUs}, ${triggerId})
      on conflict (endpoint_id) do update set revision = excluded.revision, failures = excluded.failures,
        held_back = excluded.held_back, due_at_us = excluded.due_at_us, trigger_id = excluded.trigger_id`);
  }

  async clearBackOff(tx: Queries, endpointId: string): Promise<void> {
    await tx.query(sql`delete from back_offs where endpoint_id = ${endpointId}`);
  }

  /** Endpoints whose replacements have waited long enough, the longest first. */
  async due(tx: Queries, nowUs: number): Promise<{ endpointId: string }[]> {
    return tx.query(sql`
      select endpoint_id as "endpointId" from back_offs where due_at_us <= ${nowUs} order by due_at_us limit 50`);
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
             (extract(epoch from clock_timestamp()) * 1000000)::bigint - p.draining_at_us as "drainingForUs",
             p.node_id as "nodeId", p.stop_cause as cause
      from replicas p left join releases r on r.replica_id = p.id
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
      with waited as (delete from waits where replica_id = ${replicaId})
      delete from releases where replica_id = ${replicaId}`);
  }
}
