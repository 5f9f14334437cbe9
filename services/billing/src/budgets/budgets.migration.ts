type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** A read model: rebuilt from the log at any time. */
export class CreateBudgets1764400000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      create table budget_list (
        budget_id text not null,
        project_id text not null,
        endpoint_id text,
        name text not null,
        limit_nano_usd numeric(38, 0) not null,
        thresholds_percent int[] not null,
        is_hard boolean not null,
        version int not null,
        said_period text,
        said_percents int[] not null,
        stopped_period text,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        created_position bigint not null,
        constraint budget_list_pkey primary key (budget_id)
      );
      create index budget_list_project_id_idx on budget_list (project_id, created_position desc);
      create table credit_stops (
        project_id text not null,
        constraint credit_stops_pkey primary key (project_id)
      );
      create table drain_times (
        endpoint_id text not null,
        project_id text not null,
        seconds int not null,
        constraint drain_times_pkey primary key (endpoint_id)
      );
      create index drain_times_project_id_idx on drain_times (project_id);`);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table drain_times, credit_stops, budget_list');
  }
}
