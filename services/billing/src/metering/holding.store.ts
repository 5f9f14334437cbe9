import { Injectable } from '@nestjs/common';
import { type Sql, sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import { type Holding, isHolding, type Traces } from './holding.ts';
import { type HoldingRow, tracesOf } from './holding-row.ts';

/** Whose usage is asked for: a project's, one endpoint's of it, or everybody's. */
export type Scope = Readonly<{ projectId: string | null; endpointId: string | null }>;
export const EVERYBODY: Scope = { projectId: null, endpointId: null };

/** What the events say of each replica. Used inside the caller's transaction only. */
@Injectable()
export class HoldingStore {
  /** Locked until the transaction ends. */
  async find(tx: Queries, replicaId: string): Promise<Traces | undefined> {
    const [row] = await tx.query<HoldingRow>(
      sql`select * from holdings where replica_id = ${replicaId} for update`,
    );
    return row && tracesOf(row);
  }

  async save(tx: Queries, traces: Traces): Promise<void> {
    await tx.query(upsert(traces));
  }

  /** Everything that still runs. */
  async open(tx: Queries, { projectId, endpointId }: Scope): Promise<Holding[]> {
    const rows = await tx.query<HoldingRow>(
      sql`select * from holdings where start_event_id is not null and stop_event_id is null
            and (${projectId}::text is null or project_id = ${projectId})
            and (${endpointId}::text is null or endpoint_id = ${endpointId})`,
    );
    return rows.map(tracesOf).filter(isHolding);
  }

  /** A page of the ended replicas of a flavour that held it after a moment, by id. */
  async endedAfter(
    tx: Queries,
    {
      hardwareId,
      atUs,
      afterId,
      limit,
    }: { hardwareId: string; atUs: number; afterId: string; limit: number },
  ): Promise<Holding[]> {
    const rows = await tx.query<HoldingRow>(
      sql`select * from holdings where hardware_id = ${hardwareId} and stop_event_id is not null and stopped_at_us > ${atUs}
            and replica_id > ${afterId}
          order by replica_id limit ${limit}`,
    );
    return rows.map(tracesOf).filter(isHolding);
  }
}

const upsert = ({ replicaId, endpointId, projectId, revision, start, stop }: Traces): Sql => sql`
  insert into holdings (replica_id, endpoint_id, project_id, revision, start_event_id, started_at_us, hardware_id,
      gpu_thousandths, vcpu_millis, simulated, stop_event_id, stopped_at_us, never_ready)
    values (${replicaId}, ${endpointId}, ${projectId}, ${revision}, ${start?.eventId}, ${start?.atUs}, ${start?.hardwareId},
      ${start?.gpuThousandths}, ${start?.vcpuMillis}, ${start?.simulated}, ${stop?.eventId}, ${stop?.atUs}, ${stop?.neverReady})
  on conflict (replica_id) do update set
    start_event_id = excluded.start_event_id, started_at_us = excluded.started_at_us, hardware_id = excluded.hardware_id,
    gpu_thousandths = excluded.gpu_thousandths, vcpu_millis = excluded.vcpu_millis, simulated = excluded.simulated,
    stop_event_id = excluded.stop_event_id, stopped_at_us = excluded.stopped_at_us, never_ready = excluded.never_ready`;
