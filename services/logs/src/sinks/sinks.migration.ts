import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `log_sinks` is what the log says of sinks, and how they fare. `from_cursor`: where it begins with an endpoint of which
 * `log_sink_cursors` says nothing. `behind_us`: when the oldest line was written that it found and could not ship yet.
 * `log_sink_endpoints` are all endpoints there are, by project, with their names; `log_sink_headers` are nowhere else.
 */
export class CreateLogSinks1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table log_sinks (
        sink_id text not null,
        project_id text not null,
        kind text not null,
        url text not null,
        description text not null,
        endpoint_ids text[] not null,
        headers_id text,
        header_names text[] not null,
        enabled boolean not null,
        created_position bigint not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        from_cursor bigint not null,
        due_at timestamptz not null default clock_timestamp(),
        failures int not null default 0,
        failing_since timestamptz,
        last_error text,
        sent_at timestamptz,
        lines_sent bigint not null default 0,
        lines_rejected bigint not null default 0,
        behind_us bigint,
        constraint log_sinks_pkey primary key (sink_id)
      );
      create index log_sinks_project_id_idx on log_sinks (project_id, created_position);
      create index log_sinks_due_at_idx on log_sinks (due_at) where enabled;

      create table log_sink_cursors (
        sink_id text not null,
        endpoint_id text not null,
        cursor bigint not null,
        constraint log_sink_cursors_pkey primary key (sink_id, endpoint_id),
        constraint log_sink_cursors_sink_id_fkey foreign key (sink_id) references log_sinks on delete cascade
      );

      create table log_sink_endpoints (
        endpoint_id text not null,
        project_id text not null,
        name text not null,
        deleted_at timestamptz,
        constraint log_sink_endpoints_pkey primary key (endpoint_id)
      );
      create index log_sink_endpoints_project_id_idx on log_sink_endpoints (project_id);

      create table log_sink_headers (
        headers_id text not null,
        sink_id text not null,
        key_id text not null,
        nonce bytea not null,
        sealed bytea not null,
        made_at timestamptz not null default clock_timestamp(),
        constraint log_sink_headers_pkey primary key (headers_id)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table log_sink_cursors, log_sinks, log_sink_endpoints, log_sink_headers');
  }
}
