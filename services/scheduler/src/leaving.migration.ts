type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** Endpoints that a change of a node concerns, until they have been looked at: what is done one by one fits into no transaction. */
export class LeaveNodes1763910000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      create table reviews (
        endpoint_id text not null,
        trigger_id uuid not null,
        asked_at timestamptz not null default clock_timestamp(),
        constraint reviews_pkey primary key (endpoint_id)
      )`);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table reviews');
  }
}
