import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sealed values are no read model: they are nowhere else. */
export class CreateSecrets1763701300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sealed_values (
        id text not null,
        project_id text not null,
        endpoint_id text not null,
        name text not null,
        key_id text not null,
        nonce bytea not null,
        sealed bytea not null,
        set_at timestamptz not null default clock_timestamp(),
        constraint sealed_values_pkey primary key (id)
      )`);
    await runner.query('create index sealed_values_endpoint_id_idx on sealed_values (endpoint_id)');
    await runner.query(`
      create table placed_replicas (
        replica_id text not null,
        endpoint_id text not null,
        node_id text not null,
        constraint placed_replicas_pkey primary key (replica_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sealed_values, placed_replicas');
  }
}

/** A replica is still known for a while after its end. */
export class RememberEndedReplicas1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table placed_replicas add column ended_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table placed_replicas drop column ended_at');
  }
}

export const SECRET_MIGRATIONS = [CreateSecrets1763701300000, RememberEndedReplicas1764800000000];
