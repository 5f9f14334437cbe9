import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateInvocations1763600000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table invocations (
        id text not null,
        endpoint_id text not null,
        project_id text not null,
        state text not null,
        attempts int not null default 0,
        queued_at timestamptz not null,
        finished_at timestamptz,
        status int,
        error text,
        content_type text,
        result bytea,
        constraint invocations_pkey primary key (id),
        constraint invocations_state_check check (state in ('queued', 'running', 'succeeded', 'failed'))
      )`);
    await runner.query('create index invocations_queued_at_idx on invocations (queued_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table invocations');
  }
}
