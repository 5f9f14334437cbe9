import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `steps` has what is known of a series in a step: `owner_id` is an endpoint's or, of all its endpoints together, a project's id;
 * `replica_id` is empty for the whole. Each recording has an epoch of its own: where one took over from another within a step, both
 * have a row, and the rows add up. `watched` has how long a step was watched and how often the fleet was looked at, `progress` how far the steps are kept.
 */
export class CreateMetrics1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table steps (
        step_seconds int not null,
        at_us bigint not null,
        owner_id text not null,
        replica_id text not null,
        epoch int not null,
        numbers jsonb not null,
        constraint steps_pkey primary key (step_seconds, owner_id, at_us, replica_id, epoch)
      );
      create index steps_step_seconds_at_us_idx on steps (step_seconds, at_us);

      create table watched (
        step_seconds int not null,
        at_us bigint not null,
        us bigint not null,
        looks int not null,
        constraint watched_pkey primary key (step_seconds, at_us)
      );

      create table totals (
        endpoint_id text not null,
        numbers jsonb not null,
        constraint totals_pkey primary key (endpoint_id)
      );

      create table progress (
        step_seconds int not null,
        until_us bigint not null,
        epoch int not null,
        log_position bigint not null,
        constraint progress_pkey primary key (step_seconds)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table steps, watched, totals, progress');
  }
}
