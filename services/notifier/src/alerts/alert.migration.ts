import type { MigrationInterface, QueryRunner } from 'typeorm';

const WHAT_THE_LOG_SAYS = `
  create table channels (
    channel_id text not null,
    project_id text not null,
    name text not null,
    kind text not null,
    addresses text[] not null,
    place text not null,
    secret_id text,
    notices text[] not null,
    created_position bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_number bigint not null default 0,
    dropped bigint not null default 0,
    delivered_at timestamptz,
    failing_since timestamptz,
    last_error text,
    is_announced boolean not null default false,
    constraint channels_pkey primary key (channel_id)
  );
  create index channels_project_id_idx on channels (project_id, created_position);

  create table alerts (
    alert_id text not null,
    project_id text not null,
    rule jsonb not null,
    rule_position bigint not null,
    muted_until_us bigint,
    created_position bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    evaluated_at timestamptz,
    problem text,
    constraint alerts_pkey primary key (alert_id)
  );
  create index alerts_project_id_idx on alerts (project_id, created_position);

  create table alert_endpoints (
    endpoint_id text not null,
    project_id text not null,
    name text not null,
    is_silent boolean not null default false,
    is_armed boolean not null default true,
    constraint alert_endpoints_pkey primary key (endpoint_id)
  );
  create index alert_endpoints_project_id_idx on alert_endpoints (project_id, endpoint_id);`;

const WHAT_WAS_JUDGED = `
  create table alert_instances (
    alert_id text not null,
    series text not null,
    endpoint_id text,
    replica_id text,
    phase text not null,
    instance jsonb not null,
    told text[] not null default '{}',
    is_gone boolean not null default false,
    written_at timestamptz not null default clock_timestamp(),
    constraint alert_instances_pkey primary key (alert_id, series),
    constraint alert_instances_phase_check check (phase in ('normal', 'pending', 'firing', 'recovering'))
  );
  create index alert_instances_replica_id_idx on alert_instances (replica_id) where replica_id is not null;

  create table alert_transitions (
    transition_id bigint generated always as identity,
    alert_id text not null,
    series text not null,
    endpoint_id text,
    replica_id text,
    number int not null,
    to_phase text not null,
    because text not null,
    value float8,
    threshold float8 not null,
    is_muted boolean not null,
    at timestamptz not null,
    constraint alert_transitions_pkey primary key (transition_id),
    constraint alert_transitions_alert_id_series_number_key unique (alert_id, series, number)
  );
  create index alert_transitions_alert_id_idx on alert_transitions (alert_id, transition_id);
  create index alert_transitions_at_idx on alert_transitions (at);

  alter table deliveries add column channel_id text;
  create unique index deliveries_channel_id_number_key on deliveries (channel_id, number) where channel_id is not null;
  create index deliveries_channel_id_waiting_idx on deliveries (channel_id)
    where channel_id is not null and state = 'queued';`;

/**
 * `channels` and `alerts` are what the log says, and how they fare; `alert_endpoints` is what evaluation must know of endpoints.
 * `told` of an instance are the channels that heard that it fires: they hear that it is over. A replica that is `gone` is silent.
 */
export class CreateAlerts1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WHAT_THE_LOG_SAYS);
    await runner.query(WHAT_WAS_JUDGED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from deliveries where channel_id is not null;
      alter table deliveries drop column channel_id;
      drop table channels, alerts, alert_endpoints, alert_instances, alert_transitions;`);
  }
}
