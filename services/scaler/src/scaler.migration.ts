import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `arrivals` has the requests of each second of the minute, packed: see what-if/arrivals.ts. */
export class CreateTraffic1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table traffic (
        endpoint_id text not null,
        minute timestamptz not null,
        requests int not null,
        finished int not null,
        served_seconds real not null,
        arrivals bytea not null,
        constraint traffic_pkey primary key (endpoint_id, minute),
        constraint traffic_requests_check check (requests > 0)
      );
      create index traffic_minute_idx on traffic (minute);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table traffic');
  }
}
