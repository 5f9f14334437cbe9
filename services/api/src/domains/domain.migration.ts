import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCustomDomains1763701400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table custom_domains (
        endpoint_id text not null,
        domain text not null,
        project_id text not null,
        state text not null default 'pending',
        failures int not null default 0,
        missing_since_us bigint,
        next_check_at_us bigint not null default 0,
        checked_at timestamptz,
        problem text,
        constraint custom_domains_pkey primary key (endpoint_id, domain),
        constraint custom_domains_state_check check (state in ('pending', 'verified'))
      )`);
    await runner.query(
      'create index custom_domains_next_check_at_us_idx on custom_domains (next_check_at_us)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table custom_domains');
  }
}
