import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import { type Numbers, NO_NUMBERS, merged } from '../numbers/numbers.ts';
import { STEP_US, type StepRow } from '../recording/open-steps.ts';
import type { Ended, Place } from '../recording/recorder.ts';
import { rolledUp } from '../recording/roll-up.ts';
import { LEVELS } from './levels.ts';

const FINEST = STEP_US / 1e6;
/** Rows of one statement. */
const TOGETHER = 500;
const DROPPED_AT_ONCE = 20_000;

type ProgressRow = Readonly<{ until_us: number; epoch: number; log_position: number }>;
type StoredRow = Readonly<{ owner_id: string; replica_id: string; at_us: number; numbers: Numbers }>;

/** Keeps what was recorded, and rolls it up. One recording at a time may: a later epoch shuts an earlier one out. */
@Injectable()
export class KeepSteps {
  constructor(private readonly db: Db) {}

  /** Where the recording goes on that has this epoch. From here on no earlier one keeps anything. */
  async begin(epoch: number, otherwise: Place): Promise<Place> {
    const [row] = await this.db.query<ProgressRow>(sql`
      insert into progress as p (step_seconds, until_us, epoch, log_position)
      values (${FINEST}, ${otherwise.untilUs}, ${epoch}, ${otherwise.position})
      on conflict (step_seconds) do update set epoch = greatest(p.epoch, excluded.epoch)
      returning until_us, epoch, log_position`);
    return row ? { untilUs: row.until_us, position: row.log_position } : otherwise;
  }

  /**
   * All of it, once: what is already kept up to there is not kept a second time.
   * @param isLast it ends the recording within a step
   * @returns false: another recording has begun since
   */
  async keep(ended: Ended, epoch: number, { isLast = false } = {}): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [progress] = await tx.query<ProgressRow>(sql`
        select until_us, epoch, log_position from progress where step_seconds = ${FINEST} for update`);
      if (progress?.epoch !== epoch) return false;
      if (!isLast && progress.until_us >= ended.place.untilUs) return true;
      await this.#insert(tx, ended.rows, FINEST, epoch);
      await this.#addWatched(tx, ended.watched);
      await this.#addTotals(tx, ended.grown);
      await tx.query(sql`
        update progress set until_us = greatest(until_us, ${ended.place.untilUs}), log_position = ${ended.place.position}
        where step_seconds = ${FINEST}`);
      return true;
    });
  }

  /**
   * Rolls up one step of each level that is over, where there is one.
   * @returns whether there may be more
   */
  async rollUp(): Promise<boolean> {
    let isMore = false;
    for (const { seconds, finerSeconds } of LEVELS)
      if (finerSeconds !== null && (await this.#rollUpOne(seconds, finerSeconds))) isMore = true;
    return isMore;
  }

  /** Drops what is older than it is kept for; @returns whether there may be more */
  async dropOld(nowUs: number): Promise<boolean> {
    let isMore = false;
    for (const { seconds, keepSeconds } of LEVELS) {
      const beforeUs = nowUs - keepSeconds * 1e6;
      const [row] = await this.db.query<{ dropped: number }>(sql`
        with old as (
          select ctid from steps where step_seconds = ${seconds} and at_us < ${beforeUs} limit ${DROPPED_AT_ONCE}
        ), gone as (delete from steps where ctid in (select ctid from old) returning 1)
        select count(*)::int as dropped from gone`);
      await this.db.query(sql`delete from watched where step_seconds = ${seconds} and at_us < ${beforeUs}`);
      if (row?.dropped === DROPPED_AT_ONCE) isMore = true;
    }
    return isMore;
  }

  /** Counters of endpoints that are no more. */
  async forgetTotals(endpointIds: readonly string[]): Promise<void> {
    await this.db.query(sql`delete from totals where endpoint_id = any(${endpointIds}::text[])`);
  }

  async #rollUpOne(seconds: number, finerSeconds: number): Promise<boolean> {
    const stepUs = seconds * 1e6;
    return this.db.transaction(async (tx) => {
      const rows = await tx.query<ProgressRow & { step_seconds: number }>(sql`
        select step_seconds, until_us, epoch, log_position from progress
        where step_seconds in (${seconds}, ${finerSeconds}) order by step_seconds for update`);
      const finer = rows.find((row) => row.step_seconds === finerSeconds);
      const own = rows.find((row) => row.step_seconds === seconds);
      if (!finer) return false;
      const fromUs = await this.#nextOf(tx, { stepUs, finerSeconds, sinceUs: own?.until_us ?? 0 });
      const untilUs = Math.min((fromUs ?? Infinity) + stepUs, finer.until_us - (finer.until_us % stepUs));
      if (untilUs <= (own?.until_us ?? 0)) return false;
      if (fromUs === null || fromUs >= untilUs) return this.#reach(tx, seconds, untilUs);
      const stored = await tx.query<StoredRow>(sql`
        select owner_id, replica_id, at_us, numbers from steps
        where step_seconds = ${finerSeconds} and at_us >= ${fromUs} and at_us < ${untilUs}`);
      await this.#insert(tx, rolledUp(stored.map(rowOf), fromUs), seconds, 0);
      await tx.query(sql`
        insert into watched (step_seconds, at_us, us, looks)
        select ${seconds}::int, ${fromUs}::bigint, sum(us), sum(looks) from watched
        where step_seconds = ${finerSeconds} and at_us >= ${fromUs} and at_us < ${untilUs} having sum(us) > 0
        on conflict do nothing`);
      return this.#reach(tx, seconds, untilUs);
    });
  }

  async #reach(tx: Tx, seconds: number, untilUs: number): Promise<true> {
    await tx.query(sql`
      insert into progress (step_seconds, until_us, epoch, log_position) values (${seconds}, ${untilUs}, 0, 0)
      on conflict (step_seconds) do update set until_us = excluded.until_us`);
    return true;
  }

  /** The next step in which there is anything: what nobody watched is passed over at once, however long it was. */
  async #nextOf(
    tx: Tx,
    { stepUs, finerSeconds, sinceUs }: Readonly<{ stepUs: number; finerSeconds: number; sinceUs: number }>,
  ): Promise<number | null> {
    const [row] = await tx.query<{ first: number | null }>(sql`
      select least(
        (select min(at_us) from steps where step_seconds = ${finerSeconds} and at_us >= ${sinceUs}),
        (select min(at_us) from watched where step_seconds = ${finerSeconds} and at_us >= ${sinceUs})) as first`);
    const first = row?.first ?? null;
    return first === null ? null : first - (first % stepUs);
  }

  async #insert(tx: Tx, rows: readonly StepRow[], stepSeconds: number, epoch: number): Promise<void> {
    for (let from = 0; from < rows.length; from += TOGETHER) {
      const some = rows.slice(from, from + TOGETHER);
      await tx.query(sql`
        insert into steps (step_seconds, at_us, owner_id, replica_id, epoch, numbers)
        select ${stepSeconds}::int, a.at_us, a.owner_id, a.replica_id, ${epoch}::int, a.numbers
        from unnest(${some.map(({ atUs }) => atUs)}::bigint[], ${some.map(({ ownerId }) => ownerId)}::text[],
          ${some.map(({ replicaId }) => replicaId)}::text[], ${some.map(({ numbers }) => JSON.stringify(numbers))}::jsonb[])
          as a (at_us, owner_id, replica_id, numbers)
        on conflict do nothing`);
    }
  }

  async #addWatched(tx: Tx, watched: Ended['watched']): Promise<void> {
    const steps = [...watched.values()];
    await tx.query(sql`
      insert into watched as w (step_seconds, at_us, us, looks)
      select ${FINEST}::int, a.at_us, a.us, a.looks
      from unnest(${[...watched.keys()]}::bigint[], ${steps.map(({ us }) => us)}::bigint[], ${steps.map(({ looks }) => looks)}::int[])
        as a (at_us, us, looks)
      on conflict (step_seconds, at_us) do update set us = w.us + excluded.us, looks = w.looks + excluded.looks`);
  }

  async #addTotals(tx: Tx, grown: Ended['grown']): Promise<void> {
    const ids = [...grown.keys()];
    if (ids.length === 0) return;
    const known = await tx.query<{ endpoint_id: string; numbers: Numbers }>(sql`
      select endpoint_id, numbers from totals where endpoint_id = any(${ids}::text[])`);
    const before = new Map(known.map((row) => [row.endpoint_id, row.numbers]));
    const after = ids.map((id) =>
      JSON.stringify(merged(before.get(id) ?? NO_NUMBERS, grown.get(id) ?? NO_NUMBERS)),
    );
    await tx.query(sql`
      insert into totals (endpoint_id, numbers)
      select a.endpoint_id, a.numbers from unnest(${ids}::text[], ${after}::jsonb[]) as a (endpoint_id, numbers)
      on conflict (endpoint_id) do update set numbers = excluded.numbers`);
  }
}

const rowOf = (row: StoredRow): StepRow => ({
  ownerId: row.owner_id,
  replicaId: row.replica_id,
  atUs: row.at_us,
  numbers: row.numbers,
});
