import { Injectable } from '@nestjs/common';
import type { EndpointSpec } from '@tidegate/contracts';
import { type Cause, sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import { CLAIM_SECONDS } from './build-pace.ts';

/** One revision of an endpoint that is being built. */
export type Build = Readonly<{
  endpointId: string;
  projectId: string;
  revision: number;
  spec: EndpointSpec;
  /** What its end is appended with: whoever ends it, it ends once. */
  cause: Cause;
}>;
export type ClaimedBuild = Build & Readonly<{ attempts: number }>;

type Row = Readonly<{
  endpoint_id: string;
  project_id: string;
  revision: number;
  spec: EndpointSpec;
  cause: Cause;
  attempts: number;
}>;

/** Builds that are not finished: they outlive the process that works on them. */
@Injectable()
export class PendingBuilds {
  constructor(private readonly db: Db) {}

  /** A newer revision takes the place of an older one, whose outcome means nothing any more. */
  async put(tx: Tx, build: Build): Promise<void> {
    await tx.query(sql`
      insert into pending_builds (endpoint_id, project_id, revision, spec, cause)
      values (${build.endpointId}, ${build.projectId}, ${build.revision}, ${JSON.stringify(build.spec)}::jsonb,
              ${JSON.stringify(build.cause)}::jsonb)
      on conflict (endpoint_id) do update set
        revision = excluded.revision, spec = excluded.spec, cause = excluded.cause,
        attempts = 0, due_at = clock_timestamp(), claimed_until = null
      where pending_builds.revision < excluded.revision`);
  }

  /** True while it is being built: only then does another revision need a build. */
  async isPending(tx: Tx, endpointId: string): Promise<boolean> {
    const rows = await tx.query(sql`select from pending_builds where endpoint_id = ${endpointId}`);
    return rows.length > 0;
  }

  async drop(tx: Tx, endpointId: string): Promise<void> {
    await tx.query(sql`delete from pending_builds where endpoint_id = ${endpointId}`);
  }

  /** Those that are due and that nobody works on; of several processes each gets others. */
  async claim(limit: number): Promise<ClaimedBuild[]> {
    const rows = await this.db.query<Row>(sql`
      with due as (
        select endpoint_id from pending_builds
        where due_at <= clock_timestamp() and (claimed_until is null or claimed_until < clock_timestamp())
        order by due_at limit ${limit} for update skip locked),
      claimed as (
        update pending_builds p
        set attempts = attempts + 1, claimed_until = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS})
        from due where p.endpoint_id = due.endpoint_id
        returning p.endpoint_id, p.project_id, p.revision, p.spec, p.cause, p.attempts)
      select * from claimed`);
    return rows.map((row) => ({
      endpointId: row.endpoint_id,
      projectId: row.project_id,
      revision: row.revision,
      spec: row.spec,
      cause: row.cause,
      attempts: row.attempts,
    }));
  }

  async later({ endpointId, revision }: Build, pauseMs: number): Promise<void> {
    await this.db.query(sql`
      update pending_builds
      set due_at = clock_timestamp() + make_interval(secs => ${pauseMs / 1000}), claimed_until = null
      where endpoint_id = ${endpointId} and revision = ${revision}`);
  }

  async done({ endpointId, revision }: Build): Promise<void> {
    await this.db.query(
      sql`delete from pending_builds where endpoint_id = ${endpointId} and revision = ${revision}`,
    );
  }
}
