import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { SinkRow } from './sink-view.ts';

/** An endpoint with lines that a sink has not had yet. */
export type Behind = Readonly<{ endpoint_id: string; name: string; cursor: number }>;
export type Sent = Readonly<{ cursor: number; lines: number; rejected: number; error: string | null }>;
/** `behindUs`: when the oldest line was written that it has not had. */
export type Failure = Readonly<{ error: string; waitSeconds: number; behindUs: number | null }>;

const ENDPOINTS_AT_ONCE = 50;
/** What a deleted endpoint left is shipped by then, or is not kept any more. */
const DELETED_KEPT = '30 days';

/** Sinks, how far they have come with each endpoint, and how they fare. */
@Injectable()
export class SinkStore {
  constructor(private readonly db: Db) {}

  /** Oldest first. @param after the place in the log at which the one before was created */
  page(projectId: string, after: number, limit: number): Promise<SinkRow[]> {
    return this.db.query<SinkRow>(sql`
      select * from log_sinks where project_id = ${projectId} and created_position > ${after}
      order by created_position limit ${limit}`);
  }

  async one(projectId: string, sinkId: string): Promise<SinkRow | undefined> {
    const [row] = await this.db.query<SinkRow>(
      sql`select * from log_sinks where project_id = ${projectId} and sink_id = ${sinkId}`,
    );
    return row;
  }

  /** Those whose turn it is and that have something to ship, the longest waiting first. */
  due(limit: number): Promise<SinkRow[]> {
    return this.db.query<SinkRow>(sql`
      select s.* from log_sinks s
      where s.enabled and s.due_at <= clock_timestamp() and exists (
        select 1 from log_sink_endpoints e join log_endpoints h using (endpoint_id)
        left join log_sink_cursors c on c.sink_id = s.sink_id and c.endpoint_id = e.endpoint_id
        where e.project_id = s.project_id and (cardinality(s.endpoint_ids) = 0 or e.endpoint_id = any(s.endpoint_ids))
          and h.cursor > coalesce(c.cursor, s.from_cursor))
      order by s.due_at limit ${limit}`);
  }

  behind(sinkId: string): Promise<Behind[]> {
    return this.db.query<Behind>(sql`
      select e.endpoint_id, e.name, coalesce(c.cursor, s.from_cursor) as cursor
      from log_sinks s join log_sink_endpoints e using (project_id) join log_endpoints h using (endpoint_id)
      left join log_sink_cursors c on c.sink_id = s.sink_id and c.endpoint_id = e.endpoint_id
      where s.sink_id = ${sinkId} and s.enabled
        and (cardinality(s.endpoint_ids) = 0 or e.endpoint_id = any(s.endpoint_ids))
        and h.cursor > coalesce(c.cursor, s.from_cursor)
      order by coalesce(c.cursor, s.from_cursor) limit ${ENDPOINTS_AT_ONCE}`);
  }

  /** Lines were taken: what is behind a cursor is not sent again. Of a sink that is gone meanwhile nothing is noted. */
  async sent(sinkId: string, endpointId: string, { cursor, lines, rejected, error }: Sent): Promise<void> {
    await this.db.query(sql`
      with sink as (
        update log_sinks set
          lines_sent = lines_sent + ${lines - rejected}, lines_rejected = lines_rejected + ${rejected},
          sent_at = case when ${lines > 0} then clock_timestamp() else sent_at end,
          last_error = case when ${lines > 0} then ${error} else last_error end,
          failures = 0, failing_since = null, behind_us = null
        where sink_id = ${sinkId} returning sink_id)
      insert into log_sink_cursors as c (sink_id, endpoint_id, cursor)
      select sink_id, ${endpointId}, ${cursor}::bigint from sink
      on conflict (sink_id, endpoint_id) do update set cursor = greatest(c.cursor, excluded.cursor)`);
  }

  async failed(sinkId: string, { error, waitSeconds, behindUs }: Failure): Promise<void> {
    const waitMs = Math.round(waitSeconds * 1000);
    await this.db.query(sql`
      update log_sinks set
        failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp()), last_error = ${error},
        behind_us = ${behindUs}, due_at = clock_timestamp() + ${waitMs}::bigint * interval '1 millisecond'
      where sink_id = ${sinkId}`);
  }

  async forgetDeleted(): Promise<void> {
    await this.db.query(
      sql`delete from log_sink_endpoints where deleted_at < clock_timestamp() - ${DELETED_KEPT}::interval`,
    );
    await this.db.query(sql`
      delete from log_sink_cursors c where not exists (
        select 1 from log_sink_endpoints e where e.endpoint_id = c.endpoint_id)`);
  }

  /** Waits until a consumer has come to a position. @returns whether it has, within the time */
  async reached(consumer: string, position: number, withinMs = 3000): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 50)) {
      const [row] = await this.db.query<{ position: number }>(
        sql`select position from es.checkpoints where consumer = ${consumer}`,
      );
      if ((row?.position ?? 0) >= position) return true;
      if (performance.now() + waitMs > end) return false;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
