import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of api: read models (rebuilt from the log at any time), and what stands before the log. */
export class CreateApi1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(READ_MODELS);
    await runner.query(BEFORE_THE_LOG);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table endpoint_list, endpoint_ready_replicas, project_list, token_list, replica_tally, names, idempotency_keys`,
    );
  }
}

const READ_MODELS = `
create table endpoint_list (
  id text not null,
  project_id text not null,
  name text not null,
  state text not null,
  reason jsonb not null,
  revision int not null,
  spec jsonb not null,
  desired_replicas int not null default 0,
  ready_replicas int not null default 0,
  simulated boolean,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_position bigint not null,
  position bigint not null,
  constraint endpoint_list_pkey primary key (id)
);
create index endpoint_list_project_id_created_position_idx on endpoint_list (project_id, created_position desc);
create index endpoint_list_created_position_idx on endpoint_list (created_position desc);

create table endpoint_ready_replicas (
  replica_id text not null,
  endpoint_id text not null,
  constraint endpoint_ready_replicas_pkey primary key (replica_id)
);
create index endpoint_ready_replicas_endpoint_id_idx on endpoint_ready_replicas (endpoint_id);

create table project_list (
  id text not null,
  name text not null,
  created_at timestamptz not null,
  created_position bigint not null,
  constraint project_list_pkey primary key (id)
);

create table token_list (
  id text not null,
  project_id text not null,
  name text not null,
  scopes text[] not null,
  secret_sha256 text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  created_position bigint not null,
  constraint token_list_pkey primary key (id)
);
create index token_list_project_id_created_position_idx on token_list (project_id, created_position desc);

create table replica_tally (
  endpoint_id text not null,
  tally jsonb not null,
  constraint replica_tally_pkey primary key (endpoint_id)
);`;

const BEFORE_THE_LOG = `
create table names (
  scope text not null,
  name text not null,
  holder text not null,
  taken_at timestamptz not null default clock_timestamp(),
  constraint names_pkey primary key (scope, name)
);

create table idempotency_keys (
  owner text not null,
  key text not null,
  route text not null,
  body_sha256 text not null,
  command_id uuid not null,
  answered boolean not null default false,
  answer jsonb,
  created_at timestamptz not null default clock_timestamp(),
  claimed_at timestamptz not null default clock_timestamp(),
  constraint idempotency_keys_pkey primary key (owner, key)
);
create index idempotency_keys_created_at_idx on idempotency_keys (created_at);`;
