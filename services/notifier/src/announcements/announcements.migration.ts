import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An endpoint is watched also while nobody wants to hear of it: its owner may name a URL any time. */
export class WatchEveryEndpoint1763721000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table watched_endpoints alter column url drop not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from watched_endpoints where url is null');
    await runner.query('alter table watched_endpoints alter column url set not null');
  }
}
