import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSecurityGroups1763701200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table security_group_list (
        id text not null,
        project_id text not null,
        name text not null,
        rules jsonb not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        created_position bigint not null,
        constraint security_group_list_pkey primary key (id)
      )`);
    await runner.query(`
      create index security_group_list_project_id_created_position_idx
        on security_group_list (project_id, created_position desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table security_group_list');
  }
}
