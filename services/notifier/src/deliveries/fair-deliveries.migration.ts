import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is no subscription's is taken project by project. */
export class TakeDeliveriesByProject1765100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index deliveries_due_at_idx;
      create index deliveries_project_id_due_at_idx on deliveries (project_id, due_at)
        where state = 'queued' and subscription_id is null;
      create index deliveries_project_id_on_bus_idx on deliveries (project_id, due_at)
        where state = 'queued' and subscription_id is null and on_bus;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index deliveries_project_id_due_at_idx, deliveries_project_id_on_bus_idx;
      create index deliveries_due_at_idx on deliveries (due_at) where state = 'queued' and subscription_id is null;`);
  }
}
