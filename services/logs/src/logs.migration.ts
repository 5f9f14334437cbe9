import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `cursor` rises with commits within one endpoint, because each endpoint's lines are stored under its lock: whoever has
 * read up to a cursor has missed nothing below it. `bytes` is what a line takes in an answer.
 */
export class CreateLogLines1763710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table log_lines (
        replica_id text not null,
        sequence bigint not null,
        by_platform boolean not null,
        cursor bigint not null generated always as identity,
        endpoint_id text not null,
        project_id text not null,
        at_us bigint not null,
        stream text not null,
        text text not null,
        bytes int not null,
        stored_at timestamptz not null default clock_timestamp(),
        constraint log_lines_pkey primary key (replica_id, sequence, by_platform),
        constraint log_lines_stream_check check (stream in ('stdout', 'stderr', 'platform'))
      );
      create unique index log_lines_endpoint_id_cursor_key on log_lines (endpoint_id, cursor);
      create index log_lines_stored_at_idx on log_lines (stored_at);

      create table log_volumes (
        endpoint_id text not null,
        bytes bigint not null,
        constraint log_volumes_pkey primary key (endpoint_id)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table log_lines, log_volumes');
  }
}
