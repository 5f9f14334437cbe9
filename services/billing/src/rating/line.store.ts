import { Injectable } from '@nestjs/common';
import { type Sql, sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Scope } from '../metering/holding.store.ts';
import type { Totals } from './bill.ts';
import { type Line } from './line.ts';
import { lineIn, type LineRow } from './line-row.ts';

type TotalsRow = Readonly<{
  project_id: string;
  gpu_thousandths_us: string;
  vcpu_millis_us: string;
  cost_nano_usd: string;
}>;

/** The lines of replicas that have ended. Used inside the caller's transaction only. */
@Injectable()
export class LineStore {
  /** Puts a replica's lines in the place of those it had. */
  async replace(tx: Queries, replicaId: string, lines: readonly Line[]): Promise<void> {
    await tx.query(sql`delete from usage_lines where replica_id = ${replicaId}`);
    for (const line of lines) await tx.query(insert(line));
  }

  /** Sums over all billed lines, by project. */
  async totals(tx: Queries, { projectId, endpointId }: Scope): Promise<Map<string, Totals>> {
    const rows = await tx.query<TotalsRow>(sql`
      select project_id, sum(gpu_thousandths_us)::text as gpu_thousandths_us, sum(vcpu_millis_us)::text as vcpu_millis_us,
             sum(cost_nano_usd)::text as cost_nano_usd
        from usage_lines
        where billed and (${projectId}::text is null or project_id = ${projectId})
          and (${endpointId}::text is null or endpoint_id = ${endpointId})
        group by project_id`);
    return new Map(rows.map((row) => [row.project_id, totalsIn(row)]));
  }

  /** Newest first. */
  async page(
    tx: Queries,
    { projectId, endpointId }: Scope,
    after: Pick<Line, 'fromUs' | 'replicaId'>,
    limit: number,
  ): Promise<Line[]> {
    const rows = await tx.query<LineRow>(sql`
      select * from usage_lines
        where (${projectId}::text is null or project_id = ${projectId})
          and (${endpointId}::text is null or endpoint_id = ${endpointId})
          and (from_us, replica_id) < (${after.fromUs}, ${after.replicaId})
        order by from_us desc, replica_id desc limit ${limit}`);
    return rows.map(lineIn);
  }

  /** Everybody's, by replica and time: for reading all of them. */
  async all(tx: Queries, after: Pick<Line, 'fromUs' | 'replicaId'>, limit: number): Promise<Line[]> {
    const rows = await tx.query<LineRow>(sql`
      select * from usage_lines where (replica_id, from_us) > (${after.replicaId}, ${after.fromUs})
        order by replica_id, from_us limit ${limit}`);
    return rows.map(lineIn);
  }
}

const totalsIn = (row: TotalsRow): Totals => ({
  gpuThousandthsUs: BigInt(row.gpu_thousandths_us),
  vcpuMillisUs: BigInt(row.vcpu_millis_us),
  costNanoUsd: BigInt(row.cost_nano_usd),
});

const insert = (line: Line): Sql => sql`
  insert into usage_lines (replica_id, from_us, to_us, endpoint_id, project_id, revision, hardware_id, simulated,
      price_nano_usd_per_hour, held_us, gpu_thousandths_us, vcpu_millis_us, cost_nano_usd, billed)
    values (${line.replicaId}, ${line.fromUs}, ${line.toUs}, ${line.endpointId}, ${line.projectId}, ${line.revision},
      ${line.hardwareId}, ${line.simulated}, ${String(line.priceNanoUsdPerHour)}, ${String(line.heldUs)},
      ${String(line.gpuThousandthsUs)}, ${String(line.vcpuMillisUs)}, ${String(line.costNanoUsd)}, ${line.billed})`;
