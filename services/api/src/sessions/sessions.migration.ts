import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is signed in with a browser. No read models: the log does not know it, and of each secret only its SHA-256 is here. */
export class CreateSessions1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sessions (
        secret_sha256 text not null,
        actor text not null,
        operator_mark text,
        project_id text,
        created_at timestamptz not null default clock_timestamp(),
        used_at timestamptz not null default clock_timestamp(),
        constraint sessions_pkey primary key (secret_sha256)
      );
      create index sessions_actor_used_at_idx on sessions (actor, used_at);

      create table session_tokens (
        secret_sha256 text not null,
        project_id text not null,
        command_id uuid not null,
        expires_at timestamptz not null,
        constraint session_tokens_pkey primary key (secret_sha256, project_id),
        constraint session_tokens_secret_sha256_fkey foreign key (secret_sha256)
          references sessions (secret_sha256) on delete cascade
      );

      create table sign_in_codes (
        code_sha256 text not null,
        operator_mark text not null,
        project_id text,
        expires_at timestamptz not null,
        constraint sign_in_codes_pkey primary key (code_sha256)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sign_in_codes, session_tokens, sessions');
  }
}
