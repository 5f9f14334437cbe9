import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { LinePlace } from '../costs/line-page.ts';
import type { Line } from '../rating/line.ts';
import { type Due, Dues, type Scope } from './due.ts';
import { lineIn, type LineRow, rowOf } from './line-row.ts';

/** What lines are about: all of a source are written at once. */
export type Source = Readonly<Pick<Line, 'endpointId' | 'sourceId'>>;

type DueRow = Readonly<
  Pick<
    LineRow,
    | 'project_id'
    | 'period'
    | 'endpoint_id'
    | 'kind'
    | 'sku'
    | 'held_us'
    | 'covered_us'
    | 'weighted_us_thousandths'
    | 'gpu_thousandths_us'
    | 'vcpu_millis_us'
    | 'cost_nano_usd'
  >
>;

const dueIn = (row: DueRow): Due => ({
  projectId: row.project_id,
  period: row.period,
  endpointId: row.endpoint_id,
  kind: row.kind,
  sku: row.sku,
  heldUs: BigInt(row.held_us),
  coveredUs: BigInt(row.covered_us),
  weightedUsThousandths: BigInt(row.weighted_us_thousandths),
  gpuThousandthsUs: BigInt(row.gpu_thousandths_us),
  vcpuMillisUs: BigInt(row.vcpu_millis_us),
  costNanoUsd: BigInt(row.cost_nano_usd),
});

/** The lines of what has ended, and their sums, which are kept by differences. Used inside the caller's transaction only. */
@Injectable()
export class LineStore {
  /** Puts lines in the place of all those that some sources had. */
  async replace(tx: Queries, sources: readonly Source[], lines: readonly Line[]): Promise<void> {
    const dues = new Dues().addLines(lines);
    const gone = await tx.query<LineRow>(sql`
      delete from usage_lines u using unnest(${sources.map(({ endpointId }) => endpointId)}::text[],
          ${sources.map(({ sourceId }) => sourceId)}::text[]) as s(endpoint_id, source_id)
        where u.endpoint_id = s.endpoint_id and u.source_id = s.source_id
        returning u.*`);
    for (const row of gone) if (row.billed) dues.add(lineIn(row), -1);
    await tx.query(sql`
      insert into usage_lines (endpoint_id, source_id, sku, from_us, to_us, kind, replica_id, project_id, revision, simulated, period,
          price_nano_usd_per_hour, unit_1024ths, held_us, phase_us, covered_us, weighted_us_thousandths, gpu_thousandths_us,
          vcpu_millis_us, cost_nano_usd, billed)
        select endpoint_id, source_id, sku, from_us, to_us, kind, replica_id, project_id, revision, simulated, period,
            price_nano_usd_per_hour, unit_1024ths, held_us, phase_us, covered_us, weighted_us_thousandths, gpu_thousandths_us,
            vcpu_millis_us, cost_nano_usd, billed
          from json_populate_recordset(null::usage_lines, ${JSON.stringify(lines.map(rowOf))}::json)`);
    await this.#count(tx, dues.all());
  }

  /** What is due for what has ended. */
  async sums(tx: Queries, { projectId, endpointId }: Scope): Promise<Due[]> {
    const rows = await tx.query<DueRow>(sql`
      select * from usage_sums where (${projectId}::text is null or project_id = ${projectId})
        and (${endpointId}::text is null or endpoint_id = ${endpointId})`);
    return rows.map(dueIn);
  }

  /** Whose commitments or domains were stored for a time after a moment, by what is priced or by project. */
  async lastingSince(
    tx: Queries,
    { sku, projectId, atUs }: Readonly<{ sku: string | null; projectId: string | null; atUs: number }>,
  ): Promise<string[]> {
    const rows = await tx.query<{ endpoint_id: string }>(sql`
      select distinct endpoint_id from usage_lines where replica_id is null and to_us > ${atUs}
        and (${sku}::text is null or sku = ${sku}) and (${projectId}::text is null or project_id = ${projectId})`);
    return rows.map((row) => row.endpoint_id);
  }

  /** What was stored of some endpoints beside their replicas'. */
  async lastingOf(tx: Queries, endpointIds: readonly string[]): Promise<Source[]> {
    const rows = await tx.query<{ endpoint_id: string; source_id: string }>(sql`
      select distinct endpoint_id, source_id from usage_lines
        where endpoint_id = any(${[...endpointIds]}) and replica_id is null`);
    return rows.map((row) => ({ endpointId: row.endpoint_id, sourceId: row.source_id }));
  }

  /** Newest first. */
  async page(
    tx: Queries,
    { projectId, endpointId }: Scope,
    after: LinePlace,
    limit: number,
  ): Promise<Line[]> {
    const rows = await tx.query<LineRow>(sql`
      select * from usage_lines
        where (${projectId}::text is null or project_id = ${projectId})
          and (${endpointId}::text is null or endpoint_id = ${endpointId})
          and (from_us, source_id, sku, endpoint_id) < (${after.fromUs}, ${after.sourceId}, ${after.sku}, ${after.endpointId})
        order by from_us desc, source_id desc, sku desc, endpoint_id desc limit ${limit}`);
    return rows.map(lineIn);
  }

  /** A project's of one month, in the order of their keys. */
  async ofMonth(
    tx: Queries,
    { projectId, period }: Readonly<{ projectId: string; period: string }>,
    after: LinePlace,
    limit: number,
  ): Promise<Line[]> {
    const rows = await tx.query<LineRow>(sql`
      select * from usage_lines where project_id = ${projectId} and period = ${period}
          and (endpoint_id, source_id, sku, from_us) > (${after.endpointId}, ${after.sourceId}, ${after.sku}, ${after.fromUs})
        order by endpoint_id, source_id, sku, from_us limit ${limit}`);
    return rows.map(lineIn);
  }

  /** Everybody's, in the order of their keys: for reading all of them. */
  async all(tx: Queries, after: LinePlace, limit: number): Promise<Line[]> {
    const rows = await tx.query<LineRow>(sql`
      select * from usage_lines
        where (endpoint_id, source_id, sku, from_us) > (${after.endpointId}, ${after.sourceId}, ${after.sku}, ${after.fromUs})
        order by endpoint_id, source_id, sku, from_us limit ${limit}`);
    return rows.map(lineIn);
  }

  async #count(tx: Queries, dues: readonly Due[]): Promise<void> {
    if (dues.length === 0) return;
    const texts = (of: (due: Due) => unknown): string[] => dues.map((due) => String(of(due)));
    await tx.query(sql`
      insert into usage_sums as s (project_id, period, endpoint_id, kind, sku, held_us, covered_us, weighted_us_thousandths,
          gpu_thousandths_us, vcpu_millis_us, cost_nano_usd)
        select * from unnest(${texts(({ projectId }) => projectId)}::text[], ${texts(({ period }) => period)}::text[],
          ${texts(({ endpointId }) => endpointId)}::text[], ${texts(({ kind }) => kind)}::text[], ${texts(({ sku }) => sku)}::text[],
          ${texts(({ heldUs }) => heldUs)}::numeric[], ${texts(({ coveredUs }) => coveredUs)}::numeric[],
          ${texts(({ weightedUsThousandths }) => weightedUsThousandths)}::numeric[],
          ${texts(({ gpuThousandthsUs }) => gpuThousandthsUs)}::numeric[],
          ${texts(({ vcpuMillisUs }) => vcpuMillisUs)}::numeric[], ${texts(({ costNanoUsd }) => costNanoUsd)}::numeric[])
      on conflict (project_id, period, endpoint_id, kind, sku) do update set
        held_us = s.held_us + excluded.held_us, covered_us = s.covered_us + excluded.covered_us,
        weighted_us_thousandths = s.weighted_us_thousandths + excluded.weighted_us_thousandths,
        gpu_thousandths_us = s.gpu_thousandths_us + excluded.gpu_thousandths_us,
        vcpu_millis_us = s.vcpu_millis_us + excluded.vcpu_millis_us, cost_nano_usd = s.cost_nano_usd + excluded.cost_nano_usd`);
  }
}
