type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** Replicas that sleep, wake, and are taken back while they drain: their states come again, and only the newest event counts. */
export class SleepAndResume1763920000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table targets add column spare jsonb not null default '[]';
      alter table replicas
        add column sleeps boolean not null default false,
        add column wakes int not null default 0,
        add column moved_position bigint not null default 0;
      alter table replicas drop constraint replicas_state_check;
      alter table replicas add constraint replicas_state_check check (
        state in ('pending', 'placed', 'starting', 'ready', 'draining', 'asleep', 'stopped'));
      alter table releases add column draining_position bigint not null default 0`);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      alter table releases drop column draining_position;
      update replicas set state = 'draining' where state = 'asleep';
      alter table replicas drop constraint replicas_state_check;
      alter table replicas add constraint replicas_state_check check (
        state in ('pending', 'placed', 'starting', 'ready', 'draining', 'stopped'));
      alter table replicas drop column sleeps, drop column wakes, drop column moved_position;
      alter table targets drop column spare`);
  }
}
