import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Projects have quotas of their own, and an end. */
export class GrowProjects1763701000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table project_list add column quotas jsonb, add column deleted_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table project_list drop column quotas, drop column deleted_at');
  }
}
