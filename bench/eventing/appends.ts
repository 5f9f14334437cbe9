import { causeOf } from '@tidegate/eventing';
import { EventStore } from '@tidegate/eventing/nest';
import type { RunningService } from '@tidegate/bootstrap';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Figures, median, type Progress } from '../benchmark.ts';
import { priced } from './priced.ts';

const ROUNDS = 5;
const ROUND_MS = 1000;
const CALLERS = 64;
/** More connections than this make plain inserts slower, not faster. */
const CONNECTIONS = 16;

/** The same columns, constraints and indexes as the log's, with positions from a sequence. */
const PEER = `
create schema if not exists peer;
create table peer.events (like es.events including all);
create sequence peer.positions;
alter table peer.events alter column position set default nextval('peer.positions');`;
const INSERT = `
insert into peer.events (stream_id, version, id, type, schema_version, tenant_id, correlation_id, causation_id, data, meta, occurred_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** How often per second `one` gets done by so many callers, each one waiting for its own. */
const rateOf = async (callers: number, one: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  const until = startedAt + ROUND_MS;
  let count = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) {
        await one();
        count++;
      }
    }),
  );
  return count / ((performance.now() - startedAt) / 1000);
};

/** The same event, once by the store and once by a prepared insert, alone and with 64 callers, in turns. */
export const measureAppends = async (
  service: RunningService,
  databaseUrl: string,
  progress: Progress,
): Promise<Figures> => {
  const store = service.app.get(EventStore, { strict: false });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  await pool.query(PEER);
  const append = (): Promise<unknown> =>
    store.append(randomUUID(), 0, [priced(1)], causeOf({ commandId: randomUUID(), actor: 'operator' }));
  const insert = (): Promise<unknown> => {
    const { type, data } = priced(1);
    const [stream, id, command] = [randomUUID(), randomUUID(), randomUUID()];
    const meta = { actor: 'operator' };
    const values = [stream, 1, id, type, 1, null, command, command, data, meta, new Date()];
    return pool.query({ name: 'insert', text: INSERT, values });
  };
  const variants = {
    single: () => rateOf(1, append),
    rawSingle: () => rateOf(1, insert),
    combined: () => rateOf(CALLERS, append),
    rawCombined: () => rateOf(CALLERS, insert),
  };
  type Round = Record<keyof typeof variants, number>;
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS + 1; round++) {
    const rates: [string, number][] = [];
    for (const [name, measure] of Object.entries(variants)) rates.push([name, await measure()]);
    progress(rates.map(([name, rate]) => `${name} ${rate.toFixed(0)}/s`).join('  '));
    // The first one warms everything up.
    if (round > 0) rounds.push(Object.fromEntries(rates) as Round);
  }
  await pool.end();
  return {
    appendsPerSecondSingle: median(rounds.map(({ single }) => single)),
    appendsPerSecondCombined: median(rounds.map(({ combined }) => combined)),
    combinedOverSingle: median(rounds.map(({ combined, single }) => combined / single)),
    singleOverRawInsert: median(rounds.map(({ single, rawSingle }) => single / rawSingle)),
    combinedOverRawInserts: median(rounds.map(({ combined, rawCombined }) => combined / rawCombined)),
  };
};
