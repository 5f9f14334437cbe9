import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePendingBuilds1763800200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pending_builds (
        endpoint_id text not null,
        project_id text not null,
        revision int not null,
        spec jsonb not null,
        cause jsonb not null,
        attempts int not null default 0,
        due_at timestamptz not null default clock_timestamp(),
        claimed_until timestamptz,
        constraint pending_builds_pkey primary key (endpoint_id)
      );
      create index pending_builds_due_at_idx on pending_builds (due_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table pending_builds');
  }
}
