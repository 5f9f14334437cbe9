import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Scope } from '../usage/due.ts';
import { type Holding, holdingOf, type Traces } from './holding.ts';
import type { Span } from './span.ts';

type HoldingRow = Readonly<{
  replica_id: string;
  endpoint_id: string;
  project_id: string;
  revision: number;
  traces: Pick<Traces, 'placed' | 'start' | 'stop' | 'turns'>;
}>;

const tracesIn = (row: HoldingRow): Traces => ({
  replicaId: row.replica_id,
  endpointId: row.endpoint_id,
  projectId: row.project_id,
  revision: row.revision,
  ...row.traces,
});

const rowOf = (traces: Traces) => {
  const { replicaId, endpointId, projectId, revision, ...rest } = traces;
  const holding = holdingOf(traces);
  return {
    replica_id: replicaId,
    endpoint_id: endpointId,
    project_id: projectId,
    revision,
    sku: holding?.hardware.sku,
    from_us: holding?.fromUs,
    to_us: traces.stop?.atUs,
    traces: rest,
  };
};

const holdingsIn = (rows: readonly HoldingRow[]): Holding[] =>
  rows.flatMap((row) => holdingOf(tracesIn(row)) ?? []);

/** What has ended after a moment. */
export type Since = Readonly<{ of: string; atUs: number }>;

/** What the events say of each replica. Used inside the caller's transaction only. */
@Injectable()
export class HoldingStore {
  async find(tx: Queries, replicaIds: readonly string[]): Promise<Map<string, Traces>> {
    const rows = await tx.query<HoldingRow>(
      sql`select * from holdings where replica_id = any(${[...replicaIds]})`,
    );
    return new Map(rows.map((row) => [row.replica_id, tracesIn(row)]));
  }

  async save(tx: Queries, all: readonly Traces[]): Promise<void> {
    await tx.query(sql`
      insert into holdings (replica_id, endpoint_id, project_id, revision, sku, from_us, to_us, traces)
        select * from json_to_recordset(${JSON.stringify(all.map(rowOf))}::json) as h (replica_id text, endpoint_id text,
          project_id text, revision int, sku text, from_us bigint, to_us bigint, traces jsonb)
      on conflict (replica_id) do update set
        sku = excluded.sku, from_us = excluded.from_us, to_us = excluded.to_us, traces = excluded.traces`);
  }

  /** Everything that still runs. */
  async open(tx: Queries, { projectId, endpointId }: Scope): Promise<Holding[]> {
    return holdingsIn(
      await tx.query<HoldingRow>(sql`
        select * from holdings where from_us is not null and to_us is null
          and (${projectId}::text is null or project_id = ${projectId})
          and (${endpointId}::text is null or endpoint_id = ${endpointId})`),
    );
  }

  /** Every replica that some endpoints ever had. */
  async ofEndpoints(tx: Queries, endpointIds: readonly string[]): Promise<Holding[]> {
    return holdingsIn(
      await tx.query<HoldingRow>(
        sql`select * from holdings where endpoint_id = any(${[...endpointIds]}) and from_us is not null`,
      ),
    );
  }

  /** What some endpoints' replicas held that had not ended by a moment, and replicas of some of their revisions. */
  async endedOfEndpoints(
    tx: Queries,
    since: readonly Since[],
    revisions: readonly Readonly<{ of: string; revision: number }>[],
  ): Promise<Holding[]> {
    return holdingsIn(
      await tx.query<HoldingRow>(sql`
        select h.* from holdings h join unnest(${since.map(({ of }) => of)}::text[], ${since.map(({ atUs }) => atUs)}::bigint[])
            as s(endpoint_id, at_us) on h.endpoint_id = s.endpoint_id and h.to_us > s.at_us and h.from_us is not null
        union
        select h.* from holdings h join unnest(${revisions.map(({ of }) => of)}::text[], ${revisions.map(({ revision }) => revision)}::int[])
            as r(endpoint_id, revision) on h.endpoint_id = r.endpoint_id and h.revision = r.revision
          where h.to_us is not null and h.from_us is not null`),
    );
  }

  /** A page, by id, of what had not ended by a moment and has ended since: of a flavour, of a project, or of all (null). */
  async endedSince(
    tx: Queries,
    { sku, projectId, atUs }: Readonly<{ sku: string | null; projectId: string | null; atUs: number }>,
    page: Readonly<{ afterId: string; limit: number }>,
  ): Promise<Holding[]> {
    return holdingsIn(
      await tx.query<HoldingRow>(sql`
        select * from holdings where to_us > ${atUs} and from_us is not null and replica_id > ${page.afterId}
            and (${sku}::text is null or sku = ${sku}) and (${projectId}::text is null or project_id = ${projectId})
          order by replica_id limit ${page.limit}`),
    );
  }

  /** A page, by id, of an endpoint's replicas that held anything within a time. */
  async within(
    tx: Queries,
    { endpointId, fromUs, toUs }: Span & Readonly<{ endpointId: string }>,
    page: Readonly<{ afterId: string; limit: number }>,
  ): Promise<Holding[]> {
    return holdingsIn(
      await tx.query<HoldingRow>(sql`
        select * from holdings where endpoint_id = ${endpointId} and from_us < ${toUs} and (to_us is null or to_us > ${fromUs})
            and replica_id > ${page.afterId}
          order by replica_id limit ${page.limit}`),
    );
  }
}
