import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, type Queries } from '@tidegate/eventing/nest';
import type { Standing } from './domain-check.ts';

export type CustomDomain = Standing &
  Readonly<{
    endpointId: string;
    projectId: string;
    domain: string;
    checkedAt: Date | null;
    problem: string | null;
  }>;
type Row = Readonly<{
  endpoint_id: string;
  project_id: string;
  domain: string;
  state: Standing['state'];
  failures: number;
  missing_since_us: number | null;
  checked_at: Date | null;
  problem: string | null;
}>;
export type Whose = Readonly<{ endpointId: string; domain: string }>;

/** The custom domains that endpoints are configured with, and how the proof of each stands. */
@Injectable()
export class CustomDomains {
  constructor(private readonly db: Db) {}

  async of(endpointId: string): Promise<CustomDomain[]> {
    const rows = await this.db.query<Row>(
      sql`select * from custom_domains where endpoint_id = ${endpointId}`,
    );
    return rows.map(domainOf);
  }

  /** Those whose next check is due, the longest due first. */
  async due(nowUs: number, limit: number): Promise<CustomDomain[]> {
    const rows = await this.db.query<Row>(sql`
      select * from custom_domains where next_check_at_us <= ${nowUs} order by next_check_at_us limit ${limit}`);
    return rows.map(domainOf);
  }

  /** What a check found. A row that went meanwhile stays gone. */
  async save(domain: CustomDomain, nextCheckAtUs: number): Promise<void> {
    const { endpointId, state, failures, missingSinceUs, problem, checkedAt } = domain;
    await this.db.query(sql`
      update custom_domains
      set state = ${state}, failures = ${failures}, missing_since_us = ${missingSinceUs},
          next_check_at_us = ${nextCheckAtUs}, problem = ${problem}, checked_at = ${checkedAt}
      where endpoint_id = ${endpointId} and domain = ${domain.domain}`);
  }

  /** Exactly these belong to the endpoint from here on; a new one is checked at once. */
  async configure(
    queries: Queries,
    { endpointId, projectId }: Readonly<{ endpointId: string; projectId: string }>,
    domains: readonly string[],
  ): Promise<void> {
    await queries.query(sql`
      delete from custom_domains where endpoint_id = ${endpointId} and domain <> all(${domains}::text[])`);
    await queries.query(sql`
      insert into custom_domains (endpoint_id, domain, project_id)
      select ${endpointId}, domain, ${projectId} from unnest(${domains}::text[]) as wanted (domain)
      on conflict do nothing`);
  }

  /** What the log says about one. */
  async set(
    queries: Queries,
    { endpointId, domain }: Whose,
    { state, nextCheckAtUs }: Readonly<{ state: Standing['state']; nextCheckAtUs: number }>,
  ): Promise<void> {
    await queries.query(sql`
      update custom_domains
      set state = ${state}, next_check_at_us = ${nextCheckAtUs}, failures = 0, missing_since_us = null
      where endpoint_id = ${endpointId} and domain = ${domain} and state <> ${state}`);
  }
}

const domainOf = (row: Row): CustomDomain => ({
  endpointId: row.endpoint_id,
  projectId: row.project_id,
  domain: row.domain,
  state: row.state,
  failures: row.failures,
  missingSinceUs: row.missing_since_us,
  checkedAt: row.checked_at,
  problem: row.problem,
});
