import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Difference, Posted } from './differences.ts';
import {
  creditIn,
  type CreditRow,
  entryRow,
  type HeadRow,
  monthIn,
  type MonthRow,
  monthRow,
  postedIn,
  type PostedRow,
  postedRow,
  transactionRow,
} from './ledger-rows.ts';
import type { Outcome } from './post.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { noBooks, type ProjectBooks } from './project-books.ts';

/** What was posted about one project: its books before and after, and what led to it. */
export type Kept = Readonly<{
  before: ProjectBooks;
  outcome: Outcome;
  differences: readonly Difference[];
  invoice?: Invoice | null;
}>;

/** The tables of the ledger. Used inside the caller's transaction only. */
@Injectable()
export class LedgerStore {
  /** All that is posted, of everybody or one project. */
  async posted(tx: Queries, projectId: string | null = null): Promise<Posted[]> {
    const rows = await tx.query<PostedRow>(sql`
      select * from ledger_posted where ${projectId}::text is null or project_id = ${projectId}`);
    return rows.map(postedIn);
  }

  /** Projects that have something left of credits whose time is over. */
  async withExpired(tx: Queries, upToUs: number): Promise<string[]> {
    const rows = await tx.query<{ project_id: string }>(sql`
      select distinct project_id from credits where remaining_nano_usd > 0 and expires_at_us <= ${upToUs}`);
    return rows.map(({ project_id }) => project_id);
  }

  /** Projects with something in months up to this one that no invoice holds. */
  async toInvoice(tx: Queries, upToPeriod: string): Promise<string[]> {
    const rows = await tx.query<{ project_id: string }>(sql`
      select distinct project_id from ledger_months
        where (due_nano_usd <> invoiced_nano_usd or burned_nano_usd <> invoiced_credit_nano_usd)
          and period <= ${upToPeriod}`);
    return rows.map(({ project_id }) => project_id);
  }

  /** Each project's books; of a project that has none, empty ones. In the order of ids. */
  async books(tx: Queries, projectIds: Iterable<string>): Promise<ProjectBooks[]> {
    const ids = [...new Set(projectIds)].sort();
    const heads = await tx.query<HeadRow>(sql`
      select p.id as project_id, t.nth, t.hash from unnest(${ids}::text[]) as p(id)
        cross join lateral (select nth, hash from ledger_transactions where project_id = p.id order by nth desc limit 1) t`);
    const months = await tx.query<MonthRow>(
      sql`select * from ledger_months where project_id = any(${ids}) order by period`,
    );
    const credits = await tx.query<CreditRow>(
      sql`select * from credits where project_id = any(${ids}) order by credit_id`,
    );
    const books = new Map(ids.map((id) => [id, noBooks(id)]));
    const grow = (id: string, more: (known: ProjectBooks) => Partial<ProjectBooks>): void => {
      const known = books.get(id);
      if (known) books.set(id, { ...known, ...more(known) });
    };
    for (const { project_id, nth, hash } of heads) grow(project_id, () => ({ nth, hash }));
    for (const row of months) grow(row.project_id, (known) => ({ months: [...known.months, monthIn(row)] }));
    for (const row of credits)
      grow(row.project_id, (known) => ({ credits: [...known.credits, creditIn(row)] }));
    return [...books.values()];
  }

  /** Writes what was posted at one position of the log. */
  async save(tx: Queries, kept: readonly Kept[], position: number): Promise<void> {
    await this.#addTransactions(tx, kept, position);
    await this.#addPosted(tx, kept);
    await this.#putMonths(tx, kept);
    await this.#putCredits(tx, kept);
  }

  async #addTransactions(tx: Queries, kept: readonly Kept[], position: number): Promise<void> {
    const transactions = kept.flatMap(({ outcome: { transaction } }) => (transaction ? [transaction] : []));
    if (transactions.length === 0) return;
    const rows = transactions.map((transaction) => transactionRow(transaction, position));
    const entries = transactions.flatMap((transaction) =>
      transaction.entries.map((entry, index) => entryRow(transaction, entry, index)),
    );
    await tx.query(sql`
      insert into ledger_transactions
        select * from jsonb_populate_recordset(null::ledger_transactions, ${JSON.stringify(rows)}::jsonb)`);
    await tx.query(sql`
      insert into ledger_entries
        select * from jsonb_populate_recordset(null::ledger_entries, ${JSON.stringify(entries)}::jsonb)`);
    await tx.query(sql`
      insert into ledger_balances as b (project_id, account, balance_nano_usd)
        select project_id, account, sum(amount_nano_usd)
          from jsonb_populate_recordset(null::ledger_entries, ${JSON.stringify(entries)}::jsonb) group by project_id, account
        on conflict (project_id, account) do update
          set balance_nano_usd = b.balance_nano_usd + excluded.balance_nano_usd`);
  }

  async #addPosted(tx: Queries, kept: readonly Kept[]): Promise<void> {
    const rows = kept.flatMap(({ differences }) => differences.map(postedRow));
    if (rows.length === 0) return;
    await tx.query(sql`
      insert into ledger_posted as p
        select * from jsonb_populate_recordset(null::ledger_posted, ${JSON.stringify(rows)}::jsonb)
        on conflict (project_id, period, kind, sku) do update
          set amount_nano_usd = p.amount_nano_usd + excluded.amount_nano_usd`);
  }

  async #putMonths(tx: Queries, kept: readonly Kept[]): Promise<void> {
    const rows = kept.flatMap(({ before, outcome }) =>
      outcome.books.months
        .filter((month) => !before.months.includes(month))
        .map((month) => monthRow(before.projectId, month)),
    );
    if (rows.length === 0) return;
    await tx.query(sql`
      insert into ledger_months as m
        select * from jsonb_populate_recordset(null::ledger_months, ${JSON.stringify(rows)}::jsonb)
        on conflict (project_id, period) do update set due_nano_usd = excluded.due_nano_usd,
          burned_nano_usd = excluded.burned_nano_usd, invoiced_nano_usd = excluded.invoiced_nano_usd,
          invoiced_credit_nano_usd = excluded.invoiced_credit_nano_usd, covers = excluded.covers`);
  }

  async #putCredits(tx: Queries, kept: readonly Kept[]): Promise<void> {
    const rows = kept.flatMap(({ before, outcome }) =>
      outcome.books.credits
        .filter((credit) => !before.credits.includes(credit))
        .map((credit) => ({
          credit_id: credit.creditId,
          remaining_nano_usd: String(credit.remainingNanoUsd),
        })),
    );
    if (rows.length === 0) return;
    await tx.query(sql`
      update credits c set remaining_nano_usd = r.remaining_nano_usd
        from jsonb_populate_recordset(null::credits, ${JSON.stringify(rows)}::jsonb) r where c.credit_id = r.credit_id`);
  }
}
