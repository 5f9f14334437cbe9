type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** What a node says of itself, what was asked of it, who waits together, and why each replica is where it is. */
const READ_MODEL = `
alter table nodes
  add column driver text not null default 'process',
  add column taints jsonb not null default '[]',
  add column zone text,
  add column cordon text not null default 'none',
  add column drain_started_us bigint,
  add column drain_deadline_us bigint,
  add constraint nodes_cordon_check check (cordon in ('none', 'cordoned', 'draining'));
alter table nodes drop constraint nodes_state_check;
alter table nodes add constraint nodes_state_check check (state in ('ready', 'lost'));
alter table replicas
  add column gang_id text,
  add column gang_size int,
  add column explanation jsonb;
create index replicas_gang_id_idx on replicas (gang_id) where gang_id is not null;
create table project_quotas (
  project_id text not null,
  gpus int not null,
  constraint project_quotas_pkey primary key (project_id)
);`;

/** What nodes have on their disks, and room that is being made for one replica. */
const WORK = `
alter table heartbeats add column has jsonb not null default '[]';
create table claims (
  replica_id text not null,
  node_id text not null,
  claimed_at timestamptz not null default clock_timestamp(),
  constraint claims_pkey primary key (replica_id)
);`;

export class PlaceByRules1763900000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(READ_MODEL + WORK);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table claims; alter table heartbeats drop column has');
    await runner.query('drop table project_quotas');
    await runner.query(
      'alter table replicas drop column gang_id, drop column gang_size, drop column explanation',
    );
    await runner.query(`
      alter table nodes drop constraint nodes_state_check, drop constraint nodes_cordon_check,
        drop column driver, drop column taints, drop column zone, drop column cordon,
        drop column drain_started_us, drop column drain_deadline_us;
      alter table nodes add constraint nodes_state_check check (state in ('ready', 'cordoned', 'draining', 'lost'))`);
  }
}
