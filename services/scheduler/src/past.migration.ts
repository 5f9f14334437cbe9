type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** The newest requests of a cluster are looked at with every placement. */
export class FindPast1763800000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(
      'create index replicas_cluster_requested_at_us_idx on replicas (cluster, requested_at_us desc)',
    );
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop index replicas_cluster_requested_at_us_idx');
  }
}
