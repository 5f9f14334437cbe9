import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { type Projection, statementsOf } from '../projection.ts';
import { type Sql, sql } from '../sql.ts';
import type { Db } from './db.ts';
import type { EventStore } from './event.store.ts';
import { Pipeline } from './pipeline.store.ts';
import { copyTables } from './table-copy.store.ts';

type Parts = Readonly<{ db: Db; store: EventStore; schema: string }>;
type Event = Recorded<AnyEvent>;
type Build = Parts & Readonly<{ projection: Projection; pipeline: Pipeline; next: string }>;

const PAGE = 2000;
/** So few events are left that the live consumer may wait for them. */
const ALMOST_DONE = 200;
const quoted = (name: string): string => pg.escapeIdentifier(name);

/** Rebuilds a read model whose definition is newer than what stands in the database. Called before its consumer starts. */
export const bringUpToDate = async (projection: Projection, parts: Parts): Promise<void> => {
  const { name, version } = projection;
  const isOld = async (): Promise<boolean> => {
    const [row] = await parts.db.query<{ projection_version: number }>(
      sql`select projection_version from es.checkpoints where consumer = ${name}`,
    );
    return row !== undefined && row.projection_version < version;
  };
  if (!(await isOld())) return;
  // Another process of the new release may be at it, or done by the time it is our turn.
  await parts.db.exclusively(`rebuild ${name}`, async (client) => {
    if (await isOld()) await build(projection, parts, client);
  });
};

/**
 * Builds the read model again from the first event, in new tables beside those being read, and switches at the end in
 * one transaction: readers see the old one or the new one, never a half. Projections have no other effects, so this
 * may be done at any time. An event that cannot be applied fails the whole: the old tables then stay as they are.
 */
export const rebuild = (projection: Projection, parts: Parts): Promise<void> =>
  parts.db.exclusively(`rebuild ${projection.name}`, (client) => build(projection, parts, client));

const build = async (projection: Projection, parts: Parts, client: pg.Client): Promise<void> => {
  const log = new Logger(projection.name);
  const startedAt = performance.now();
  const pipeline = new Pipeline(client);
  const next = `next ${projection.name}`;
  const work = { ...parts, projection, pipeline, next };
  await pipeline.transaction(() => copyTables(pipeline, projection.tables, { from: parts.schema, to: next }));
  await pipeline.run([raw(`set search_path = ${quoted(next)}, es`)]);
  const counted = { position: 0, events: 0 };
  for (let length = Infinity; length > ALMOST_DONE;) {
    length = await pipeline.transaction(() => applyPage(work, counted));
    if (length === PAGE && counted.events % 50_000 < PAGE)
      log.log({ event: 'projection.rebuilding', ...counted }, `rebuilding: ${String(counted.events)} events`);
  }
  await pipeline.transaction(() => switchOver(work, counted));
  const ms = Math.round(performance.now() - startedAt);
  log.log(
    { event: 'projection.rebuilt', events: counted.events, ms },
    `rebuilt from ${String(counted.events)} events in ${String(ms)} ms`,
  );
};

type Counted = { position: number; events: number };

/** @returns how many events the page had */
const applyPage = async ({ store, projection, pipeline }: Build, counted: Counted): Promise<number> => {
  const types = Object.keys(projection.on);
  const events: Event[] = await store.readLog({ after: counted.position, limit: PAGE, types });
  await pipeline.run(events.flatMap((event) => statementsOf(projection, event)));
  counted.position = events.at(-1)?.position ?? counted.position;
  counted.events += events.length;
  return events.length;
};

const switchOver = async (work: Build, counted: Counted): Promise<void> => {
  const { projection, pipeline, schema, next } = work;
  // The checkpoint's row stops the live consumer. Readers must not be taken back to before what it has shown them.
  const [live] = await pipeline.query<{ position: number }>(
    sql`select position from es.checkpoints where consumer = ${projection.name} for update`,
  );
  const shown = live?.position ?? 0;
  for (let length = PAGE; length === PAGE && counted.position < shown;)
    length = await applyPage(work, counted);
  await pipeline.run([
    ...projection.tables.flatMap((table) => [
      raw(`drop table ${quoted(schema)}.${quoted(table)}`),
      raw(`alter table ${quoted(next)}.${quoted(table)} set schema ${quoted(schema)}`),
    ]),
    raw(`drop schema ${quoted(next)}`),
    sql`update es.checkpoints
        set position = ${Math.max(shown, counted.position)}, projection_version = ${projection.version}, parked = '{}'
        where consumer = ${projection.name}`,
    sql`delete from es.parked where consumer = ${projection.name}`,
  ]);
};

const raw = (text: string): Sql => ({ text, values: [] });
