import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Invocations wait here, no longer on the queue, which only hands them over: with their request until they are over, or for as
 * long as they can be queued anew. `off_queue` once the queue’s message is done with: until then the row is what keeps it from
 * being taken for a new one. `follow_at` is when what follows an answer is (again) to be done: storing it, telling of it.
 */
export class KeepInvocationsInPostgres1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table invocations
        drop constraint invocations_state_check,
        drop column result,
        add column max_attempts int not null default 6,
        add column target text,
        add column result_ttl_seconds int not null default 86400,
        add column webhook_url text,
        add column path text not null default '/',
        add column request_type text not null default '',
        add column request bytea,
        add column request_bytes int not null default 0,
        add column due_at timestamptz not null default clock_timestamp(),
        add column expires_at timestamptz not null default clock_timestamp() + interval '1 day',
        add column holder text,
        add column held_until timestamptz,
        add column tried_at timestamptz,
        add column started_at timestamptz,
        add column ran_ms bigint not null default 0,
        add column given_up boolean not null default false,
        add column replay_of text,
        add column replayed_as text,
        add column off_queue boolean not null default false,
        add column follow_at timestamptz,
        add column follow_tries int not null default 0,
        add constraint invocations_state_check
          check (state in ('queued', 'running', 'storing', 'succeeded', 'failed', 'cancelled'));

      update invocations set off_queue = true where state in ('succeeded', 'failed');
      -- What was under way is on the queue still, with its request: it is taken from there again.
      delete from invocations where state in ('queued', 'running');

      drop index invocations_queued_at_idx;
      create index invocations_endpoint_id_queued_at_idx on invocations (endpoint_id, queued_at, id);
      create index invocations_due_at_idx on invocations (endpoint_id, due_at) include (request_bytes) where state = 'queued';
      create index invocations_expires_at_idx on invocations (expires_at) where state = 'queued';
      create index invocations_held_until_idx on invocations (held_until) where state = 'running';
      create index invocations_running_idx on invocations (endpoint_id) where state = 'running';
      create index invocations_follow_at_idx on invocations (follow_at) where follow_at is not null;
      create index invocations_finished_at_idx on invocations (finished_at) where finished_at is not null;

      create table invocation_results (
        invocation_id text not null,
        document bytea not null,
        constraint invocation_results_pkey primary key (invocation_id),
        constraint invocation_results_invocation_id_fkey foreign key (invocation_id) references invocations (id) on delete cascade
      );

      create table invocation_keys (
        endpoint_id text not null,
        key_sha256 text not null,
        request_sha256 text not null,
        invocation_id text not null,
        target text,
        queued boolean not null default false,
        created_at timestamptz not null default clock_timestamp(),
        constraint invocation_keys_pkey primary key (endpoint_id, key_sha256)
      );
      create index invocation_keys_invocation_id_idx on invocation_keys (invocation_id);
      create index invocation_keys_created_at_idx on invocation_keys (created_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table invocation_keys, invocation_results;
      delete from invocations;
      alter table invocations
        drop constraint invocations_state_check,
        drop column max_attempts, drop column target, drop column result_ttl_seconds, drop column webhook_url,
        drop column path, drop column request_type, drop column request, drop column request_bytes,
        drop column due_at, drop column expires_at, drop column holder, drop column held_until,
        drop column tried_at, drop column started_at, drop column ran_ms, drop column given_up,
        drop column replay_of, drop column replayed_as, drop column off_queue, drop column follow_at,
        drop column follow_tries,
        add column result bytea,
        add constraint invocations_state_check check (state in ('queued', 'running', 'succeeded', 'failed'));
      drop index invocations_endpoint_id_queued_at_idx, invocations_finished_at_idx;
      create index invocations_queued_at_idx on invocations (queued_at);`);
  }
}
