import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { LineKind } from '../rating/line.ts';
import type { Account, Entry, Transaction, TransactionCause } from './transaction.ts';

type EntryRow = Readonly<{
  nth: number;
  account: Account;
  period: string | null;
  kind: LineKind | null;
  sku: string | null;
  credit_id: string | null;
  amount_nano_usd: string;
}>;
type Row = Readonly<{
  project_id: string;
  nth: number;
  cause: TransactionCause;
  event_id: string;
  position: number;
  at_us: number;
  previous_hash: string;
  hash: string;
}>;

export type PlacedTransaction = Transaction & Readonly<{ position: number }>;

/** A project's transactions, as they were posted. */
@Injectable()
export class ChainStore {
  /** Newest first, before a number. */
  async page(
    tx: Queries,
    projectId: string,
    before: number | null,
    limit: number,
  ): Promise<PlacedTransaction[]> {
    const rows = await tx.query<Row>(sql`
      select * from ledger_transactions where project_id = ${projectId} and (${before}::int is null or nth < ${before})
        order by nth desc limit ${limit}`);
    return this.#withEntries(tx, projectId, rows);
  }

  /** In their order, after a number. */
  async next(tx: Queries, projectId: string, after: number, limit: number): Promise<PlacedTransaction[]> {
    const rows = await tx.query<Row>(sql`
      select * from ledger_transactions where project_id = ${projectId} and nth > ${after} order by nth limit ${limit}`);
    return this.#withEntries(tx, projectId, rows);
  }

  /** Everybody who has any, a page after an id. */
  async projects(tx: Queries, after: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ project_id: string }>(
      sql`select project_id from ledger_transactions where nth = 1 and project_id > ${after} order by project_id limit ${limit}`,
    );
    return rows.map(({ project_id }) => project_id);
  }

  async #withEntries(tx: Queries, projectId: string, rows: readonly Row[]): Promise<PlacedTransaction[]> {
    const entries = await tx.query<EntryRow>(sql`
      select * from ledger_entries where project_id = ${projectId} and nth = any(${rows.map(({ nth }) => nth)}::int[])
        order by nth, place`);
    const byTransaction = Map.groupBy(entries, ({ nth }) => nth);
    return rows.map((row) => ({
      projectId: row.project_id,
      nth: row.nth,
      cause: row.cause,
      eventId: row.event_id,
      position: row.position,
      atUs: row.at_us,
      entries: (byTransaction.get(row.nth) ?? []).map(entryIn),
      previousHash: row.previous_hash,
      hash: row.hash,
    }));
  }
}

const entryIn = (row: EntryRow): Entry => ({
  account: row.account,
  period: row.period,
  kind: row.kind,
  sku: row.sku,
  creditId: row.credit_id,
  amountNanoUsd: BigInt(row.amount_nano_usd),
});
