import { sql } from '../sql.ts';
import type { Db } from './db.ts';
import { storableJson } from './storable.ts';

/** A snapshot serves only a follower of the same form that follows the same types. */
export type SnapshotKey = Readonly<{ name: string; version: number; types: readonly string[] }>;

type Row = { position: number; state: unknown };

/** States of followers, so that a start need not read the whole log. Losing one costs only time. */
export class SnapshotStore {
  constructor(private readonly db: Db) {}

  async load({ name, version, types }: SnapshotKey): Promise<Row | undefined> {
    const [row] = await this.db.query<Row>(sql`
      select position, state from es.snapshots
      where name = ${name} and version = ${version} and types = ${sorted(types)}`);
    return row;
  }

  async save({ name, version, types }: SnapshotKey, position: number, state: unknown): Promise<void> {
    await this.db.query(sql`
      insert into es.snapshots as s (name, version, types, position, state)
      values (${name}, ${version}, ${sorted(types)}, ${position}, ${storableJson(state)}::jsonb)
      on conflict (name) do update
        set version = excluded.version, types = excluded.types, position = excluded.position, state = excluded.state,
            taken_at = clock_timestamp()
        where s.position < excluded.position or s.version <> excluded.version or s.types <> excluded.types`);
  }
}

const sorted = (types: readonly string[]): string[] => [...types].sort();
