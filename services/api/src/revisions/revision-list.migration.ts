import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A read model: rebuilt from the log at any time. */
export class AddRevisions1763800300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table revision_list (
        endpoint_id text not null,
        revision int not null,
        template_revision int not null,
        cause text not null,
        changed jsonb not null,
        spec jsonb not null,
        actor text,
        request_id text,
        created_at timestamptz not null,
        constraint revision_list_pkey primary key (endpoint_id, revision)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table revision_list');
  }
}
