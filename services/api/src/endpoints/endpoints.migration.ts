import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Revisions, rollouts and conditions in the list of endpoints. Its rows are built again from the log at the next start. */
export class EndpointsHaveRevisions1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table endpoint_list
        add column template_revision int not null default 1,
        add column rollout jsonb,
        add column conditions jsonb not null default '{}',
        add column disabled_by text,
        add column secrets_set_at jsonb not null default '{}',
        add column ready_by_template jsonb not null default '{}';
      create index endpoint_list_rollout_idx on endpoint_list (id) where rollout is not null;
      alter table endpoint_ready_replicas add column template int not null default 1;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table endpoint_ready_replicas drop column template;
      alter table endpoint_list
        drop column template_revision, drop column rollout, drop column conditions, drop column disabled_by,
        drop column secrets_set_at, drop column ready_by_template;`);
  }
}
