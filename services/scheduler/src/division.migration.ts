type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** Templates and their rollouts. In `revisions`, `targets` and `replicas` a revision is the template that it brought. */
const READ_MODEL = `
alter table targets
  add column newest_revision int not null default 1,
  add column drain_timeout_seconds int not null default 600;
alter table replicas add column delayed boolean not null default false;
create index replicas_stopped_idx on replicas (endpoint_id, stopped_at_us desc, id) where state = 'stopped';
create table rollouts (
  endpoint_id text not null,
  from_revision int not null,
  to_revision int not null,
  percent int not null,
  outcome text,
  constraint rollouts_pkey primary key (endpoint_id),
  constraint rollouts_percent_check check (percent between 1 and 100),
  constraint rollouts_outcome_check check (outcome in ('promoted', 'aborted'))
);`;

/** Each template crashes, and waits, for itself. */
const WORK = `
alter table back_offs
  drop constraint back_offs_pkey,
  add constraint back_offs_pkey primary key (endpoint_id, revision);`;

export class DivideTemplates1763790000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(READ_MODEL + WORK);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table rollouts; drop index replicas_stopped_idx');
    await runner.query('alter table replicas drop column delayed');
    await runner.query('alter table targets drop column newest_revision, drop column drain_timeout_seconds');
    await runner.query(`
      delete from back_offs b where exists (
        select from back_offs o where o.endpoint_id = b.endpoint_id and o.revision > b.revision);
      alter table back_offs drop constraint back_offs_pkey, add constraint back_offs_pkey primary key (endpoint_id)`);
  }
}
