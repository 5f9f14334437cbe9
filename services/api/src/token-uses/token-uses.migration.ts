import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each token was last used. No read model: the log does not know it. */
export class CreateTokenUses1763701100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table token_uses (
        token_id text not null,
        last_used_at timestamptz not null,
        constraint token_uses_pkey primary key (token_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table token_uses');
  }
}
