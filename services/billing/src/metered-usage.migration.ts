type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/**
 * `holdings`, `endpoints`, `terms`, `marks`, `rates` and `plans` are what the events say; `usage_lines` is what follows for what has ended,
 * and `usage_sums` are the sums over its billed lines, kept by differences. What still runs grows each microsecond and is never
 * stored. All stand at one position of the log: the consumer’s, which begins anew with these tables.
 */
const READ_MODEL = `
drop table usage_lines, rates, holdings;
create table holdings (
  replica_id text not null,
  endpoint_id text not null,
  project_id text not null,
  sku text,
  revision int not null,
  from_us bigint,
  to_us bigint,
  traces jsonb not null,
  constraint holdings_pkey primary key (replica_id)
);
create index holdings_open_idx on holdings (project_id) where from_us is not null and to_us is null;
create index holdings_endpoint_id_to_us_idx on holdings (endpoint_id, to_us);
create index holdings_sku_replica_id_idx on holdings (sku, replica_id) where to_us is not null;
create table endpoints (
  endpoint_id text not null,
  project_id text not null,
  -- It has, or had, replicas that are paid for whether they run or not: its replicas’ lines depend on each other.
  is_committed boolean not null,
  -- Its commitments and domains are not known to be over: their lines are not stored yet.
  is_live boolean not null,
  constraint endpoints_pkey primary key (endpoint_id)
);
create index endpoints_project_id_idx on endpoints (project_id, endpoint_id);
create index endpoints_live_idx on endpoints (project_id) where is_live;
create table terms (
  endpoint_id text not null,
  revision int not null,
  project_id text not null,
  at_us bigint not null,
  sku text not null,
  committed_replicas int not null,
  committed_until_us bigint,
  has_async boolean not null,
  disk_mib int,
  constraint terms_pkey primary key (endpoint_id, revision)
);
create table marks (
  endpoint_id text not null,
  project_id text not null,
  kind text not null,
  domain text not null,
  at_us bigint not null,
  constraint marks_pkey primary key (endpoint_id, kind, domain, at_us),
  constraint marks_kind_check check (kind in ('idled', 'occupied', 'verified', 'released', 'deleted'))
);
create table rates (
  sku text not null,
  version int not null,
  effective_from_us bigint not null,
  price_nano_usd_per_hour numeric(38, 0) not null,
  constraint rates_pkey primary key (sku, version),
  constraint rates_price_nano_usd_per_hour_check check (price_nano_usd_per_hour >= 0)
);
create table plans (
  -- Empty: of every project that has none of its own.
  project_id text not null,
  version int not null,
  effective_from_us bigint not null,
  plan jsonb not null,
  constraint plans_pkey primary key (project_id, version)
);
create table usage_lines (
  endpoint_id text collate "C" not null,
  source_id text collate "C" not null,
  sku text collate "C" not null,
  from_us bigint not null,
  to_us bigint not null,
  kind text not null,
  replica_id text,
  project_id text not null,
  revision int,
  simulated boolean not null,
  period text not null,
  price_nano_usd_per_hour numeric(38, 0) not null,
  unit_1024ths numeric(38, 0) not null,
  held_us numeric(38, 0) not null,
  phase_us bigint[] not null,
  covered_us numeric(38, 0) not null,
  weighted_us_thousandths numeric(38, 0) not null,
  gpu_thousandths_us numeric(38, 0) not null,
  vcpu_millis_us numeric(38, 0) not null,
  cost_nano_usd numeric(38, 0) not null,
  billed boolean not null,
  constraint usage_lines_pkey primary key (endpoint_id, source_id, sku, from_us),
  constraint usage_lines_to_us_check check (to_us >= from_us),
  constraint usage_lines_kind_check check (kind in ('usage', 'commitment', 'add-on'))
);
create index usage_lines_project_id_idx on usage_lines (project_id, from_us desc, source_id desc, sku desc, endpoint_id desc);
create index usage_lines_lasting_idx on usage_lines (to_us) where replica_id is null;
create index usage_lines_project_id_period_idx on usage_lines (project_id, period, endpoint_id, source_id, sku, from_us);
create table usage_sums (
  project_id text not null,
  period text not null,
  endpoint_id text not null,
  kind text not null,
  sku text not null,
  held_us numeric(38, 0) not null,
  covered_us numeric(38, 0) not null,
  weighted_us_thousandths numeric(38, 0) not null,
  gpu_thousandths_us numeric(38, 0) not null,
  vcpu_millis_us numeric(38, 0) not null,
  cost_nano_usd numeric(38, 0) not null,
  constraint usage_sums_pkey primary key (project_id, period, endpoint_id, kind, sku)
);
delete from es.checkpoints where consumer = 'billing.usage';
delete from es.parked where consumer = 'billing.usage';`;

export class MeterPhases1764100000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(READ_MODEL);
  }

  /** What came before is built anew from the log by whoever runs it. */
  async down(runner: Runner): Promise<void> {
    await runner.query('drop table usage_sums, usage_lines, plans, rates, marks, terms, endpoints, holdings');
  }
}
