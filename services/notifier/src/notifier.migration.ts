import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `due_at` is when a delivery must be put on the queue (again); a delivery that is on it has one as well, in case it is lost there. */
export class CreateNotifier1763720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table watched_endpoints (
        endpoint_id text not null,
        project_id text not null,
        name text not null,
        url text not null,
        armed boolean not null,
        constraint watched_endpoints_pkey primary key (endpoint_id)
      );

      create table deliveries (
        webhook_id text not null,
        project_id text not null,
        url text not null,
        type text not null,
        webhook jsonb not null,
        state text not null default 'queued',
        attempts jsonb not null default '[]',
        queued_at timestamptz not null default clock_timestamp(),
        due_at timestamptz,
        finished_at timestamptz,
        constraint deliveries_pkey primary key (webhook_id),
        constraint deliveries_state_check check (state in ('queued', 'delivered', 'failed'))
      );
      create index deliveries_due_at_idx on deliveries (due_at) where state = 'queued';
      create index deliveries_finished_at_idx on deliveries (finished_at) where state <> 'queued';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table watched_endpoints, deliveries');
  }
}
