import type { MigrationInterface, QueryRunner } from 'typeorm';

const LINES = `
  create table log_lines (
    endpoint_id text not null,
    cursor bigint not null,
    project_id text not null,
    replica_id text not null,
    sequence bigint not null,
    at_us bigint not null,
    stream smallint not null,
    severity smallint not null,
    bytes int not null,
    text text not null,
    trace_id text,
    request_id text,
    attributes text
  ) partition by range (cursor);
  create unique index log_lines_endpoint_id_cursor_key on log_lines (endpoint_id, cursor);
  create index log_lines_trace_id_idx on log_lines (trace_id) where trace_id is not null;
  create index log_lines_request_id_idx on log_lines (request_id) where request_id is not null;`;
const ENDPOINTS = `
  create table log_endpoints (
    endpoint_id text not null,
    cursor bigint not null,
    constraint log_endpoints_pkey primary key (endpoint_id)
  ) with (fillfactor = 50);`;
const REPLICAS = `
  create table log_replicas (
    endpoint_id text not null,
    replica_id text not null,
    numbers int8multirange not null,
    loss_key text,
    first_cursor bigint not null,
    last_cursor bigint not null,
    constraint log_replicas_pkey primary key (endpoint_id, replica_id)
  ) with (fillfactor = 50);
  create index log_replicas_last_cursor_idx on log_replicas (last_cursor);`;
const SPANS = `
  create table log_spans (
    endpoint_id text not null,
    span_us bigint not null,
    lines bigint not null,
    bytes bigint not null,
    oldest_at_us bigint not null,
    newest_at_us bigint not null,
    severity smallint not null,
    constraint log_spans_pkey primary key (endpoint_id, span_us)
  ) with (fillfactor = 50);
  create index log_spans_span_us_idx on log_spans (span_us);`;

/** Lines that were stored before keep their order; each day’s lie at its end, so that none is younger than its cursor says. */
const DAYS = `
  do $body$
  declare day bigint;
  begin
    for day in select distinct floor(extract(epoch from stored_at) / 86400)::bigint from log_lines_before loop
      execute format('create table log_lines_%s partition of log_lines for values from (%s) to (%s)',
        to_char(to_timestamp(day * 86400) at time zone 'UTC', 'YYYYMMDD'), day * 86400000000, (day + 1) * 86400000000);
    end loop;
  end $body$;`;
const COPIED = `
  insert into log_lines
    (endpoint_id, cursor, project_id, replica_id, sequence, at_us, stream, severity, bytes, text)
  select endpoint_id, until_us - count(*) over of_day + row_number() over (of_day order by cursor), project_id,
         replica_id, sequence, least(at_us, until_us - count(*) over of_day),
         case stream when 'stdout' then 0 when 'stderr' then 1 else 3 end, 2, bytes, text
  from (
    select *, least((floor(extract(epoch from stored_at) / 86400)::bigint + 1) * 86400000000 - 1,
                    (extract(epoch from now()) * 1000000)::bigint) as until_us from log_lines_before) l
  window of_day as (partition by endpoint_id, until_us);
  insert into log_endpoints select endpoint_id, max(cursor) from log_lines group by 1;
  insert into log_replicas
    select endpoint_id, replica_id,
           coalesce(range_agg(int8range(sequence, sequence + 1)) filter (where stream <> 3), '{}'), null, min(cursor), max(cursor)
    from log_lines group by 1, 2;
  insert into log_spans
    select endpoint_id, cursor - cursor % 600000000, count(*), sum(bytes), min(at_us), max(at_us), max(severity)
    from log_lines group by 1, 2;
  drop table log_lines_before, log_volumes;`;

/**
 * One table of lines per UTC day: a day that is too old goes as a whole. `cursor` is the time of storage in microseconds,
 * or the one after the endpoint’s last where that is more; it rises with commits within one endpoint, because the row in
 * `log_endpoints` is held while its lines are stored. `log_replicas` says which numbers are stored, so each counts once on
 * whatever day it comes again; '' is the endpoint as a whole. `log_spans` sums up ten minutes of cursors of an endpoint.
 */
export class StoreLinesByDay1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table log_lines rename to log_lines_before;
      drop index log_lines_endpoint_id_cursor_key, log_lines_stored_at_idx;
      alter table log_lines_before rename constraint log_lines_pkey to log_lines_before_pkey;`);
    for (const statements of [LINES, ENDPOINTS, REPLICAS, SPANS, DAYS, COPIED])
      await runner.query(statements);
  }

  /** What was stored since has more to it than those tables hold. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table log_lines, log_endpoints, log_replicas, log_spans');
    await runner.query(`
      create table log_lines (
        replica_id text not null,
        sequence bigint not null,
        by_platform boolean not null,
        cursor bigint not null generated always as identity,
        endpoint_id text not null,
        project_id text not null,
        at_us bigint not null,
        stream text not null,
        text text not null,
        bytes int not null,
        stored_at timestamptz not null default clock_timestamp(),
        constraint log_lines_pkey primary key (replica_id, sequence, by_platform),
        constraint log_lines_stream_check check (stream in ('stdout', 'stderr', 'platform'))
      );
      create unique index log_lines_endpoint_id_cursor_key on log_lines (endpoint_id, cursor);
      create index log_lines_stored_at_idx on log_lines (stored_at);
      create table log_volumes (
        endpoint_id text not null,
        bytes bigint not null,
        constraint log_volumes_pkey primary key (endpoint_id)
      );`);
  }
}
