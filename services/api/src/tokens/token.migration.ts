import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens have limits. The rows of the list are built again from the log at the next start. */
export class TokensHaveLimits1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table token_list add column limits jsonb not null default '{"requestsPerMinute": null, "tokensPerMinute": null}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table token_list drop column limits');
  }
}
