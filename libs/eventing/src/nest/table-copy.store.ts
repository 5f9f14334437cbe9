import pg from 'pg';
import { type Sql, sql } from '../sql.ts';
import type { Pipeline } from './pipeline.store.ts';

type Where = Readonly<{ from: string; to: string }>;

const raw = (text: string): Sql => ({ text, values: [] });
const quoted = (name: string): string => pg.escapeIdentifier(name);

/** Empty tables like those of one schema, in another one that is made for them, with indexes and constraints of the same names. */
export const copyTables = async (
  pipeline: Pipeline,
  tables: readonly string[],
  where: Where,
): Promise<void> => {
  const { from, to } = where;
  await pipeline.run([
    raw(`drop schema if exists ${quoted(to)} cascade`),
    raw(`create schema ${quoted(to)}`),
  ]);
  for (const table of tables) {
    const [source, target] = [`${quoted(from)}.${quoted(table)}`, `${quoted(to)}.${quoted(table)}`];
    await pipeline.run([
      // `including indexes` would name them anew, and names are what migrations and error handling go by.
      raw(`create table ${target} (like ${source} including all excluding indexes)`),
      ...(await constraintsOf(pipeline, source, target)),
      ...(await indexesOf(pipeline, source, target)),
    ]);
  }
};

const constraintsOf = async (pipeline: Pipeline, source: string, target: string): Promise<Sql[]> => {
  const constraints = await pipeline.query<{ name: string; definition: string }>(sql`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = ${source}::regclass and contype in ('p', 'u', 'x')`);
  return constraints.map(({ name, definition }) =>
    raw(`alter table ${target} add constraint ${quoted(name)} ${definition}`),
  );
};

const indexesOf = async (pipeline: Pipeline, source: string, target: string): Promise<Sql[]> => {
  const indexes = await pipeline.query<{ name: string; is_unique: boolean; how: string }>(sql`
    select c.relname as name, i.indisunique as is_unique,
           substring(pg_get_indexdef(i.indexrelid) from ' USING .*$') as how
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${source}::regclass
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`);
  return indexes.map(({ name, is_unique: isUnique, how }) =>
    raw(`create ${isUnique ? 'unique ' : ''}index ${quoted(name)} on ${target}${how}`),
  );
};
