import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { sql } from '@tidegate/eventing';

/** The consumer whose checkpoint says how far the list of sinks has come. */
export const KNOW_SINKS = 'logs.know-sinks';

/** What the log says of log sinks, and of the endpoints whose lines they take. */
@Consumer(KNOW_SINKS)
export class KnowSinks {
  /**
   * A new one begins with what is stored from this moment on, and so it does with endpoints that were not its before. What was
   * changed is tried at once.
   */
  @On('LogSinkSet')
  async set({ position, occurredAt, data }: EventOf<'LogSinkSet'>, tx: Tx): Promise<void> {
    const fromUs = occurredAt.getTime() * 1000;
    const { sinkId, projectId, endpointIds } = data;
    await tx.query(sql`
      insert into log_sink_cursors (sink_id, endpoint_id, cursor)
      select s.sink_id, e.endpoint_id, ${fromUs}
      from log_sinks s join log_sink_endpoints e using (project_id)
      where s.sink_id = ${sinkId}
        and cardinality(s.endpoint_ids) > 0 and not e.endpoint_id = any(s.endpoint_ids)
        and (cardinality(${endpointIds}::text[]) = 0 or e.endpoint_id = any(${endpointIds}::text[]))
      on conflict (sink_id, endpoint_id) do update set cursor = greatest(log_sink_cursors.cursor, excluded.cursor)`);
    await tx.query(sql`
      insert into log_sinks as s (sink_id, project_id, kind, url, description, endpoint_ids, headers_id, header_names, enabled,
                                  created_position, created_at, updated_at, from_cursor)
      values (${sinkId}, ${projectId}, ${data.kind}, ${data.url}, ${data.description}, ${endpointIds}::text[], ${data.headersId},
              ${data.headerNames}::text[], ${data.enabled}, ${position}, ${occurredAt}, ${occurredAt}, ${fromUs})
      on conflict (sink_id) do update set
        kind = excluded.kind, url = excluded.url, description = excluded.description, endpoint_ids = excluded.endpoint_ids,
        headers_id = excluded.headers_id, header_names = excluded.header_names, enabled = excluded.enabled,
        updated_at = excluded.updated_at, due_at = clock_timestamp(), failures = 0, failing_since = null, last_error = null,
        behind_us = null`);
    await tx.query(sql`
      delete from log_sink_headers
      where sink_id = ${sinkId} and headers_id is distinct from ${data.headersId} and made_at < ${occurredAt}::timestamptz`);
  }

  @On('LogSinkRemoved')
  async remove({ data: { sinkId } }: EventOf<'LogSinkRemoved'>, tx: Tx): Promise<void> {
    await tx.query(sql`delete from log_sinks where sink_id = ${sinkId}`);
    await tx.query(sql`delete from log_sink_headers where sink_id = ${sinkId}`);
  }

  @On('EndpointRequested')
  async request({ data }: EventOf<'EndpointRequested'>, tx: Tx): Promise<void> {
    await this.#name(tx, data);
  }

  @On('EndpointUpdated')
  async rename({ data }: EventOf<'EndpointUpdated'>, tx: Tx): Promise<void> {
    await this.#name(tx, data);
  }

  /** Its last lines are still to be shipped. */
  @On('EndpointDeleted')
  async forget({ occurredAt, data: { endpointId } }: EventOf<'EndpointDeleted'>, tx: Tx): Promise<void> {
    await tx.query(
      sql`update log_sink_endpoints set deleted_at = ${occurredAt} where endpoint_id = ${endpointId}`,
    );
  }

  @On('ProjectDeleted')
  async end({ data: { projectId } }: EventOf<'ProjectDeleted'>, tx: Tx): Promise<void> {
    await tx.query(sql`
      delete from log_sink_headers where sink_id in (select sink_id from log_sinks where project_id = ${projectId})`);
    await tx.query(sql`delete from log_sinks where project_id = ${projectId}`);
    await tx.query(sql`delete from log_sink_endpoints where project_id = ${projectId}`);
  }

  async #name(
    tx: Tx,
    {
      endpointId,
      projectId,
      spec: { name },
    }: Readonly<{ endpointId: string; projectId: string; spec: { name: string } }>,
  ): Promise<void> {
    await tx.query(sql`
      insert into log_sink_endpoints (endpoint_id, project_id, name) values (${endpointId}, ${projectId}, ${name})
      on conflict (endpoint_id) do update set name = excluded.name`);
  }
}
