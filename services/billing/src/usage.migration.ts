type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/**
 * `holdings` and `rates` are what the events say; `usage_lines` is what follows from them for replicas that have ended, so that
 * sums need no arithmetic. Lines of replicas that still run grow each microsecond and are never stored.
 */
const READ_MODEL = `
create table holdings (
  replica_id text not null,
  endpoint_id text not null,
  project_id text not null,
  revision int not null,
  start_event_id uuid,
  started_at_us bigint,
  hardware_id text,
  gpu_thousandths int,
  vcpu_millis int,
  simulated boolean,
  stop_event_id uuid,
  stopped_at_us bigint,
  never_ready boolean,
  constraint holdings_pkey primary key (replica_id),
  constraint holdings_start_check check (
    (start_event_id is null) = (started_at_us is null) and (start_event_id is null) = (hardware_id is null)
    and (start_event_id is null) = (gpu_thousandths is null) and (start_event_id is null) = (vcpu_millis is null)
    and (start_event_id is null) = (simulated is null)),
  constraint holdings_stop_check check (
    (stop_event_id is null) = (stopped_at_us is null) and (stop_event_id is null) = (never_ready is null))
);
create index holdings_open_idx on holdings (project_id) where start_event_id is not null and stop_event_id is null;
create index holdings_hardware_id_idx on holdings (hardware_id, replica_id) where stop_event_id is not null;
create table rates (
  hardware_id text not null,
  version int not null,
  effective_from_us bigint not null,
  price_nano_usd_per_hour numeric(38, 0) not null,
  constraint rates_pkey primary key (hardware_id, version),
  constraint rates_price_nano_usd_per_hour_check check (price_nano_usd_per_hour >= 0)
);
create table usage_lines (
  replica_id text not null,
  from_us bigint not null,
  to_us bigint not null,
  endpoint_id text not null,
  project_id text not null,
  revision int not null,
  hardware_id text not null,
  simulated boolean not null,
  price_nano_usd_per_hour numeric(38, 0) not null,
  held_us numeric(38, 0) not null,
  gpu_thousandths_us numeric(38, 0) not null,
  vcpu_millis_us numeric(38, 0) not null,
  cost_nano_usd numeric(38, 0) not null,
  billed boolean not null,
  constraint usage_lines_pkey primary key (replica_id, from_us),
  constraint usage_lines_to_us_check check (to_us >= from_us)
);
create index usage_lines_project_id_idx on usage_lines (project_id, from_us desc, replica_id desc);
create index usage_lines_endpoint_id_idx on usage_lines (endpoint_id, from_us desc, replica_id desc);`;

export class CreateUsage1763710000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(READ_MODEL);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table usage_lines, rates, holdings');
  }
}
