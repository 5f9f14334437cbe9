type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** A read model: rebuilt from the log at any time. A revision that changes no label has no row. */
export class CreateLabels1764300000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      create table endpoint_labels (
        endpoint_id text not null,
        revision int not null,
        at_us bigint not null,
        name text not null,
        tags jsonb not null,
        billing_account text,
        constraint endpoint_labels_pkey primary key (endpoint_id, revision)
      );
      create table project_names (
        project_id text not null,
        name text not null,
        constraint project_names_pkey primary key (project_id)
      )`);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table endpoint_labels, project_names');
  }
}
