import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROWS = `
  create sequence requests_number_seq;
  create table requests (
    at_us bigint not null,
    number bigint not null default nextval('requests_number_seq'),
    project_id text not null,
    endpoint_id text not null,
    request_id text not null,
    method text not null,
    path text not null,
    status int not null,
    outcome text not null,
    code text not null,
    client_address text not null,
    token_id text not null,
    replica_id text not null,
    bytes_in bigint not null,
    bytes_out bigint not null,
    duration_us bigint not null,
    first_byte_us bigint not null,
    queue_us bigint not null,
    wake_us bigint not null,
    attempts int not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    flags int not null,
    trace_id text not null
  ) partition by range (at_us);
  create index requests_endpoint_id_at_us_number_idx on requests (endpoint_id, at_us, number);
  create index requests_request_id_idx on requests (request_id);`;
const BATCHES = `
  create table request_batches (
    gateway_id text not null,
    sequence bigint not null,
    stored_at timestamptz not null default clock_timestamp(),
    constraint request_batches_pkey primary key (gateway_id, sequence)
  );
  create index request_batches_stored_at_idx on request_batches (stored_at);`;
const HOURS = `
  create table request_hours (
    project_id text not null,
    endpoint_id text not null,
    hour_us bigint not null,
    token_id text not null,
    status_class int not null,
    requests bigint not null,
    errors bigint not null,
    bytes_in bigint not null,
    bytes_out bigint not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    metered bigint not null,
    estimated bigint not null,
    duration_us bigint not null,
    longest_us bigint not null,
    first_byte_us bigint not null,
    first_at_us bigint not null,
    last_at_us bigint not null,
    durations bigint[] not null,
    first_bytes bigint[] not null,
    constraint request_hours_pkey primary key (project_id, endpoint_id, hour_us, token_id, status_class),
    constraint request_hours_status_class_check check (status_class between 0 and 5)
  ) with (fillfactor = 50);
  create index request_hours_hour_us_idx on request_hours (hour_us);
  create index request_hours_project_id_hour_us_idx on request_hours (project_id, hour_us);`;
const LOSSES = `
  create table request_losses (
    project_id text not null,
    endpoint_id text not null,
    hour_us bigint not null,
    requests bigint not null,
    from_us bigint not null,
    until_us bigint not null,
    constraint request_losses_pkey primary key (project_id, endpoint_id, hour_us)
  );`;
const COUNTS = `
  create function add_counts(counts bigint[], more bigint[]) returns bigint[]
  language plpgsql immutable strict parallel safe as $body$
  begin
    for n in 1 .. cardinality(more) loop
      counts[n] := coalesce(counts[n], 0) + more[n];
    end loop;
    return counts;
  end $body$;
  create aggregate sum_counts(bigint[]) (sfunc = add_counts, stype = bigint[], initcond = '{}');`;

/**
 * One row per request, in one table per UTC day: a day that is too old goes as a whole, in no time. `number` breaks ties
 * between requests of one microsecond. `request_batches` says which batches are stored: each counts once. `request_hours` is added up in the transaction that stores the rows, so the two
 * agree; its histograms are counts by the buckets of histogram.ts.
 */
export class CreateRequests1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [ROWS, BATCHES, HOURS, LOSSES, COUNTS]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop aggregate sum_counts(bigint[]);
      drop function add_counts(bigint[], bigint[]);
      drop table requests, request_batches, request_hours, request_losses;
      drop sequence requests_number_seq;`);
  }
}
