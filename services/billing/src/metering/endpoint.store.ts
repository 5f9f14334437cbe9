import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Scope } from '../usage/due.ts';
import { type EndpointTraces, type Mark, markComesBefore, type Terms } from './endpoint-traces.ts';

export type Owned<T> = T & Readonly<{ endpointId: string; projectId: string }>;

/** What is kept of an endpoint beside its facts. */
export type Standing = Readonly<{
  endpointId: string;
  projectId: string;
  isCommitted: boolean;
  isLive: boolean;
}>;

type EndpointRow = Readonly<{
  endpoint_id: string;
  project_id: string;
  is_committed: boolean;
  is_live: boolean;
}>;
type TermsRow = Readonly<{
  endpoint_id: string;
  revision: number;
  at_us: number;
  sku: string;
  committed_replicas: number;
  committed_until_us: number | null;
  has_async: boolean;
  disk_mib: number | null;
}>;
type MarkRow = Readonly<{ endpoint_id: string; kind: Mark['kind']; domain: string; at_us: number }>;

const standingIn = (row: EndpointRow): Standing => ({
  endpointId: row.endpoint_id,
  projectId: row.project_id,
  isCommitted: row.is_committed,
  isLive: row.is_live,
});

const termsIn = (row: TermsRow): Terms => ({
  revision: row.revision,
  atUs: row.at_us,
  sku: row.sku,
  committedReplicas: row.committed_replicas,
  committedUntilUs: row.committed_until_us,
  hasAsync: row.has_async,
  diskMib: row.disk_mib,
});

const markIn = ({ kind, domain, at_us: atUs }: MarkRow): Mark => ({ kind, domain, atUs });

/** What the events say of each endpoint. Used inside the caller's transaction only. */
@Injectable()
export class EndpointStore {
  async addTerms(tx: Queries, all: readonly Owned<Terms>[]): Promise<void> {
    await tx.query(sql`
      insert into terms (endpoint_id, revision, project_id, at_us, sku, committed_replicas, committed_until_us, has_async, disk_mib)
        select * from unnest(${all.map(({ endpointId }) => endpointId)}::text[], ${all.map(({ revision }) => revision)}::int[],
          ${all.map(({ projectId }) => projectId)}::text[], ${all.map(({ atUs }) => atUs)}::bigint[], ${all.map(({ sku }) => sku)}::text[],
          ${all.map(({ committedReplicas }) => committedReplicas)}::int[], ${all.map(({ committedUntilUs }) => committedUntilUs)}::bigint[],
          ${all.map(({ hasAsync }) => hasAsync)}::boolean[], ${all.map(({ diskMib }) => diskMib)}::int[])
      on conflict do nothing`);
  }

  async addMarks(tx: Queries, all: readonly Owned<Mark>[]): Promise<void> {
    await tx.query(sql`
      insert into marks (endpoint_id, project_id, kind, domain, at_us)
        select * from unnest(${all.map(({ endpointId }) => endpointId)}::text[], ${all.map(({ projectId }) => projectId)}::text[],
          ${all.map(({ kind }) => kind)}::text[], ${all.map(({ domain }) => domain)}::text[], ${all.map(({ atUs }) => atUs)}::bigint[])
      on conflict do nothing`);
  }

  async stand(tx: Queries, all: readonly Standing[]): Promise<void> {
    await tx.query(sql`
      insert into endpoints (endpoint_id, project_id, is_committed, is_live)
        select * from unnest(${all.map(({ endpointId }) => endpointId)}::text[], ${all.map(({ projectId }) => projectId)}::text[],
          ${all.map(({ isCommitted }) => isCommitted)}::boolean[], ${all.map(({ isLive }) => isLive)}::boolean[])
      on conflict (endpoint_id) do update set is_committed = excluded.is_committed, is_live = excluded.is_live`);
  }

  async standing(tx: Queries, endpointIds: readonly string[]): Promise<Map<string, Standing>> {
    const rows = await tx.query<EndpointRow>(
      sql`select * from endpoints where endpoint_id = any(${[...endpointIds]})`,
    );
    return new Map(rows.map((row) => [row.endpoint_id, standingIn(row)]));
  }

  /** Those with commitments or domains that are not known to be over. */
  async live(tx: Queries, { projectId, endpointId }: Scope): Promise<Standing[]> {
    const rows = await tx.query<EndpointRow>(sql`
      select * from endpoints where is_live and (${projectId}::text is null or project_id = ${projectId})
        and (${endpointId}::text is null or endpoint_id = ${endpointId})`);
    return rows.map(standingIn);
  }

  /** A page of a project's endpoints, by id. */
  async ofProject(
    tx: Queries,
    { projectId, endpointId }: Scope,
    page: Readonly<{ afterId: string; limit: number }>,
  ): Promise<Standing[]> {
    const rows = await tx.query<EndpointRow>(sql`
      select * from endpoints where project_id = ${projectId} and endpoint_id > ${page.afterId}
          and (${endpointId}::text is null or endpoint_id = ${endpointId})
        order by endpoint_id limit ${page.limit}`);
    return rows.map(standingIn);
  }

  /**
   * What is known of each endpoint from a moment on, as far as bills of what came later need it: all but the turns between idle and
   * occupied before it, of which the last one is enough.
   */
  async find(
    tx: Queries,
    wanted: readonly Readonly<{ endpointId: string; projectId: string; sinceUs: number }>[],
  ): Promise<Map<string, EndpointTraces>> {
    const ids = wanted.map(({ endpointId }) => endpointId);
    const terms = await tx.query<TermsRow>(
      sql`select * from terms where endpoint_id = any(${ids}) order by endpoint_id, revision`,
    );
    const marks = await tx.query<MarkRow>(sql`
      select m.* from unnest(${ids}::text[], ${wanted.map(({ sinceUs }) => sinceUs)}::bigint[]) as w(endpoint_id, since_us)
        cross join lateral (
          select * from marks m where m.endpoint_id = w.endpoint_id
            and (m.at_us >= w.since_us or m.kind not in ('idled', 'occupied'))
          union all
          (select * from marks m where m.endpoint_id = w.endpoint_id and m.kind in ('idled', 'occupied') and m.at_us < w.since_us
            order by m.at_us desc, m.kind = 'occupied' desc limit 1)) as m`);
    const termsById = Map.groupBy(terms, ({ endpoint_id }) => endpoint_id);
    const marksById = Map.groupBy(marks, ({ endpoint_id }) => endpoint_id);
    return new Map(
      wanted.map(({ endpointId, projectId }): [string, EndpointTraces] => [
        endpointId,
        {
          endpointId,
          projectId,
          terms: (termsById.get(endpointId) ?? []).map(termsIn),
          marks: (marksById.get(endpointId) ?? [])
            .map(markIn)
            .sort((a, b) => (markComesBefore(a, b) ? -1 : 1)),
        },
      ]),
    );
  }
}
