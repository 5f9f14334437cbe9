type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** The read model of the log: owned by pool.projection.ts, rebuilt from the log at will. */
const READ_MODEL = `
create table pools (
  cluster text not null,
  version int not null,
  constraint pools_pkey primary key (cluster)
);
create table nodes (
  id text not null,
  cluster text not null,
  boot_id text not null,
  hostname text not null,
  address text not null,
  capacity jsonb not null,
  labels jsonb not null,
  clock_offset_us bigint not null,
  state text not null,
  registered_at_us bigint not null,
  constraint nodes_pkey primary key (id),
  constraint nodes_state_check check (state in ('ready', 'cordoned', 'draining', 'lost'))
);
create index nodes_cluster_idx on nodes (cluster);
create table revisions (
  endpoint_id text not null,
  revision int not null,
  project_id text not null,
  spec jsonb not null,
  constraint revisions_pkey primary key (endpoint_id, revision)
);
create table targets (
  endpoint_id text not null,
  project_id text not null,
  cluster text not null,
  revision int not null,
  desired int not null,
  cause text not null,
  constraint targets_pkey primary key (endpoint_id),
  constraint targets_desired_check check (desired >= 0)
);
create table replicas (
  id text not null,
  endpoint_id text not null,
  project_id text not null,
  revision int not null,
  cluster text not null,
  hardware jsonb not null,
  state text not null,
  node_id text,
  gpu_indices jsonb not null default '[]',
  simulated boolean not null default false,
  stop_cause text,
  draining_position bigint,
  requested_at_us bigint not null,
  placed_at_us bigint,
  started_at_us bigint,
  ready_at_us bigint,
  draining_at_us bigint,
  stopped_at_us bigint,
  constraint replicas_pkey primary key (id),
  constraint replicas_state_check check (state in ('pending', 'placed', 'starting', 'ready', 'draining', 'stopped'))
);
create index replicas_endpoint_id_requested_at_us_idx on replicas (endpoint_id, requested_at_us desc, id);
create index replicas_open_idx on replicas (cluster, state) where state <> 'stopped';
create index replicas_node_id_idx on replicas (node_id) where state <> 'stopped';`;

/** What the scheduler remembers beside the log: signs of life, and how far its own work has come. */
const WORK = `
create table heartbeats (
  node_id text not null,
  boot_id text not null,
  agent_id text not null,
  monotonic_us bigint not null,
  last_seen_at timestamptz not null,
  constraint heartbeats_pkey primary key (node_id)
);
create table back_offs (
  endpoint_id text not null,
  revision int not null,
  failures int not null,
  held_back int not null,
  due_at_us bigint,
  trigger_id uuid not null,
  constraint back_offs_pkey primary key (endpoint_id)
);
create index back_offs_due_at_us_idx on back_offs (due_at_us) where due_at_us is not null;
create table releases (
  replica_id text not null,
  cause text not null,
  released_at timestamptz not null default clock_timestamp(),
  constraint releases_pkey primary key (replica_id)
);
create table waits (
  replica_id text not null,
  reason text not null,
  constraint waits_pkey primary key (replica_id)
);`;

export class CreatePool1763700000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(READ_MODEL + WORK);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table waits, releases, back_offs, heartbeats');
    await runner.query('drop table replicas, targets, revisions, nodes, pools');
  }
}
