type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/** Whose trace a replica's start, or its wake, is part of. */
export class TraceReplicas1764400000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query('alter table replicas add column traceparent text');
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('alter table replicas drop column traceparent');
  }
}
