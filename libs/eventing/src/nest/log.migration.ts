import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log. Positions are dense and in commit order because the sequencer lock is taken inside the append, after every
 * other lock, and held to commit: whoever sees position n sees all before it, and a rollback leaves no gap.
 * A sequence would hide late commits from readers that remember only a position.
 */
export class CreateLog1763600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(APPEND_ONLY);
    await runner.query(APPEND_MANY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema es cascade');
  }
}

const TABLES = `
create table es.streams (
  stream_id text not null,
  version int not null,
  constraint streams_pkey primary key (stream_id),
  constraint streams_version_check check (version > 0)
) with (fillfactor = 80);

create table es.events (
  position bigint not null,
  stream_id text not null,
  version int not null,
  id uuid not null,
  type text not null,
  schema_version smallint not null,
  tenant_id text,
  correlation_id uuid not null,
  causation_id uuid not null,
  data jsonb not null,
  meta jsonb not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint events_pkey primary key (position),
  constraint events_id_key unique (id),
  constraint events_stream_id_version_key unique (stream_id, version)
);
create index events_tenant_id_position_idx on es.events (tenant_id, position) where tenant_id is not null;
create index events_endpoint_position_idx on es.events ((data ->> 'endpointId'), position) where data ? 'endpointId';

create table es.checkpoints (
  consumer text not null,
  position bigint not null,
  projection_version int not null default 1,
  -- Streams set aside, as in es.parked: here, whoever locks the row knows them.
  parked text[] not null default '{}',
  updated_at timestamptz not null default clock_timestamp(),
  constraint checkpoints_pkey primary key (consumer)
);
create table es.inbox (
  worker text not null,
  message_id text not null,
  processed_at timestamptz not null default clock_timestamp(),
  constraint inbox_pkey primary key (worker, message_id)
);
create index inbox_processed_at_idx on es.inbox (processed_at);
create table es.leases (
  name text not null,
  holder text not null,
  epoch bigint not null,
  until timestamptz not null,
  constraint leases_pkey primary key (name)
);
create table es.parked (
  consumer text not null,
  stream_id text not null,
  from_position bigint not null,
  error text not null,
  parked_at timestamptz not null default clock_timestamp(),
  constraint parked_pkey primary key (consumer, stream_id)
);
create table es.dead_letters (
  message_id text not null,
  worker text not null,
  type text not null,
  subject text not null,
  data jsonb not null,
  error text not null,
  attempts int not null,
  died_at timestamptz not null default clock_timestamp(),
  replayed_at timestamptz,
  constraint dead_letters_pkey primary key (worker, message_id)
);
create table es.snapshots (
  name text not null,
  version int not null,
  types text[] not null,
  position bigint not null,
  state jsonb not null,
  taken_at timestamptz not null default clock_timestamp(),
  constraint snapshots_pkey primary key (name)
);`;

const APPEND_ONLY = `
create function es.forbid() returns trigger language plpgsql as $$
begin
  raise exception 'es.events is append-only' using errcode = 'ES003';
end $$;
create trigger events_append_only before update or delete on es.events for each row execute function es.forbid();
create trigger events_no_truncate before truncate on es.events for each statement execute function es.forbid();`;

/**
 * One statement makes one or many independent appends; item g goes to p_stream[g].
 * p_expected: n = exactly that version, 0 = the stream must not exist, -1 = any.
 * Outcome per item: 'ok', 'duplicate' (the same event ids are there already: their place is returned) or 'conflict'.
 * Streams are locked in the order of their ids and the sequencer last, so writers that append once per transaction
 * cannot deadlock.
 */
const APPEND_MANY = `
create function es.append_many(
  p_stream text[], p_expected int[], p_count int[],
  p_item int[], p_nth int[], p_id uuid[], p_type text[], p_schema_version smallint[], p_tenant text[],
  p_correlation uuid[], p_causation uuid[], p_data jsonb[], p_meta jsonb[], p_occurred timestamptz[])
returns table (item int, outcome text, first_position bigint, version int) language plpgsql as $$
declare
  items int := cardinality(p_stream);
  g int;
  base int;
  first_id uuid;
  total int := 0;
  head bigint;
  outcomes text[] := array_fill('conflict'::text, array[items]);
  bases int[] := array_fill(0, array[items]);
  firsts bigint[] := array_fill(null::bigint, array[items]);
  starts int[] := array_fill(1, array[items]);
begin
  for g in 2..items loop starts[g] := starts[g - 1] + p_count[g - 1]; end loop;

  for g in select i from generate_series(1, items) i order by p_stream[i], i loop
    base := null;
    first_id := p_id[starts[g]];
    if p_expected[g] > 0 then
      update es.streams s set version = s.version + p_count[g]
        where s.stream_id = p_stream[g] and s.version = p_expected[g] returning p_expected[g] into base;
    elsif p_expected[g] = 0 then
      insert into es.streams as s values (p_stream[g], p_count[g]) on conflict do nothing returning 0 into base;
    elsif not exists (select from es.events e where e.id = first_id) then
      insert into es.streams as s values (p_stream[g], p_count[g])
        on conflict (stream_id) do update set version = s.version + p_count[g]
        returning s.version - p_count[g] into base;
    end if;

    if base is not null then
      outcomes[g] := 'ok';
      bases[g] := base;
      total := total + p_count[g];
    else
      select e.position, e.version - 1 into head, base from es.events e where e.id = first_id and e.stream_id = p_stream[g];
      if found then
        outcomes[g] := 'duplicate';
        bases[g] := base;
        firsts[g] := head;
      end if;
    end if;
  end loop;

  if total > 0 then
    perform pg_advisory_xact_lock(4712);
    select coalesce(max(e.position), 0) into head from es.events e;
    insert into es.events
        (position, stream_id, version, id, type, schema_version, tenant_id, correlation_id, causation_id, data, meta, occurred_at)
      select head + row_number() over (order by e.ord), p_stream[e.item], bases[e.item] + e.nth, e.id, e.type, e.schema_version,
             e.tenant, e.correlation, e.causation, e.data, e.meta, e.occurred
        from unnest(p_item, p_nth, p_id, p_type, p_schema_version, p_tenant, p_correlation, p_causation, p_data, p_meta, p_occurred)
             with ordinality as e(item, nth, id, type, schema_version, tenant, correlation, causation, data, meta, occurred, ord)
       where outcomes[e.item] = 'ok';
    for g in 1..items loop
      if outcomes[g] = 'ok' then
        firsts[g] := head + 1;
        head := head + p_count[g];
      end if;
    end loop;
  end if;

  return query select i, outcomes[i], firsts[i], bases[i] + case when outcomes[i] = 'conflict' then 0 else p_count[i] end
    from generate_series(1, items) i;
end $$;`;
