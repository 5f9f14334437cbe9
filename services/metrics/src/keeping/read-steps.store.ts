import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, type Queries } from '@tidegate/eventing/nest';
import type { Read } from '../answers/assemble.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { STEP_US } from '../recording/open-steps.ts';
import { type Piece, type Reached, piecesOf } from './levels.ts';

export const EACH_REPLICA = 'all';

export type Wanted = Readonly<{
  ownerIds: readonly string[];
  /** Null: the whole alone; EACH_REPLICA: every replica alone. */
  replicaId: string | null;
  stepSeconds: number;
  fromUs: number;
  untilUs: number;
}>;
export type Latest = Readonly<{ ownerId: string; replicaId: string; gauges: Numbers['gauges'] }>;

type StoredRow = Readonly<{ owner_id: string; replica_id: string; at_us: number; numbers: Numbers }>;
/** What is older says nothing of now; and so many of the steps before do. */
const FRESH_US = 60_000_000;
const LATEST_US = 2 * STEP_US;

/** Reads what was kept. */
@Injectable()
export class ReadSteps {
  constructor(private readonly db: Db) {}

  async reached(): Promise<Reached> {
    const rows = await this.db.query<{ step_seconds: number; until_us: number }>(
      sql`select step_seconds, until_us from progress`,
    );
    return Object.fromEntries(rows.map((row) => [row.step_seconds, row.until_us]));
  }

  /** At one moment, so that nothing that is rolled up meanwhile is missed or read twice. */
  async read(wanted: Wanted): Promise<Read> {
    return this.db.transaction(async (tx) => {
      await tx.query(sql`set transaction isolation level repeatable read read only`);
      const rows = await tx.query<{ step_seconds: number; until_us: number }>(
        sql`select step_seconds, until_us from progress`,
      );
      const reached = Object.fromEntries(rows.map((row) => [row.step_seconds, row.until_us]));
      const read: { rows: Read['rows'][number][]; watched: Read['watched'][number][] } = {
        rows: [],
        watched: [],
      };
      for (const piece of piecesOf(wanted.stepSeconds, wanted.fromUs, wanted.untilUs, reached)) {
        read.rows.push(...(await this.#rows(tx, piece, wanted)));
        read.watched.push(...(await this.#watched(tx, piece)));
      }
      return read;
    });
  }

  /** Of all that were seen in the newest steps, their gauges there; null: nothing is known of now. */
  async latest(ownerIds: readonly string[], nowUs: number): Promise<Latest[] | null> {
    const untilUs = (await this.reached())[STEP_US / 1e6] ?? 0;
    if (untilUs < nowUs - FRESH_US) return null;
    const rows = await this.db.query<StoredRow>(sql`
      select distinct on (owner_id, replica_id) owner_id, replica_id, numbers from steps
      where step_seconds = ${STEP_US / 1e6} and owner_id = any(${ownerIds}::text[]) and at_us >= ${untilUs - LATEST_US}
      order by owner_id, replica_id, at_us desc, epoch desc`);
    return rows.map((row) => ({
      ownerId: row.owner_id,
      replicaId: row.replica_id,
      gauges: row.numbers.gauges,
    }));
  }

  async totals(endpointIds: readonly string[]): Promise<Map<string, Numbers>> {
    const rows = await this.db.query<{ endpoint_id: string; numbers: Numbers }>(
      sql`select endpoint_id, numbers from totals where endpoint_id = any(${endpointIds}::text[])`,
    );
    return new Map(rows.map((row) => [row.endpoint_id, row.numbers]));
  }

  async #rows(tx: Queries, piece: Piece, { ownerIds, replicaId }: Wanted): Promise<Read['rows']> {
    const rows = await tx.query<StoredRow>(sql`
      select owner_id, replica_id, at_us, numbers from steps
      where step_seconds = ${piece.stepSeconds} and owner_id = any(${ownerIds}::text[])
        and at_us >= ${piece.fromUs} and at_us < ${piece.untilUs}
        and case ${replicaId ?? ''}::text when ${EACH_REPLICA} then replica_id <> '' else replica_id = ${replicaId ?? ''} end`);
    return rows.map((row) => ({
      ownerId: row.owner_id,
      replicaId: row.replica_id,
      atUs: row.at_us,
      numbers: row.numbers,
    }));
  }

  async #watched(tx: Queries, { stepSeconds, fromUs, untilUs }: Piece): Promise<Read['watched']> {
    return tx.query<Read['watched'][number]>(sql`
      select at_us as "atUs", us, looks from watched
      where step_seconds = ${stepSeconds} and at_us >= ${fromUs} and at_us < ${untilUs}`);
  }
}
