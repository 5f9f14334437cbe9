import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Text and not jsonb: nobody asks what is in it, and it is written often. */
export class CreateLearned1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table learned (
        endpoint_id text not null,
        state text not null,
        kept_at timestamptz not null,
        constraint learned_pkey primary key (endpoint_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table learned');
  }
}
