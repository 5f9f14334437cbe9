import type { LineKind } from '../rating/line.ts';
import type { Posted } from './differences.ts';
import { burnedOf, type Cover, type Credit, type Month } from './project-books.ts';
import type { Entry, Transaction } from './transaction.ts';

/** Rows as they are in Postgres, which gives numerics as text; and as JSON, which takes them as text. */
export type PostedRow = Readonly<{
  project_id: string;
  period: string;
  kind: LineKind;
  sku: string;
  amount_nano_usd: string;
}>;
export type MonthRow = Readonly<{
  project_id: string;
  period: string;
  due_nano_usd: string;
  burned_nano_usd: string;
  invoiced_nano_usd: string;
  invoiced_credit_nano_usd: string;
  covers: readonly (readonly [creditId: string | null, amountNanoUsd: string])[];
}>;
export type CreditRow = Readonly<{
  credit_id: string;
  project_id: string;
  kind: Credit['kind'];
  amount_nano_usd: string;
  remaining_nano_usd: string;
  granted_at_us: number;
  expires_at_us: number | null;
}>;
export type HeadRow = Readonly<{ project_id: string; nth: number; hash: string }>;

export const postedIn = (row: PostedRow): Posted => ({
  projectId: row.project_id,
  period: row.period,
  kind: row.kind,
  sku: row.sku,
  amountNanoUsd: BigInt(row.amount_nano_usd),
});

export const postedRow = (posted: Posted): PostedRow => ({
  project_id: posted.projectId,
  period: posted.period,
  kind: posted.kind,
  sku: posted.sku,
  amount_nano_usd: String(posted.amountNanoUsd),
});

export const monthIn = (row: MonthRow): Month => ({
  period: row.period,
  dueNanoUsd: BigInt(row.due_nano_usd),
  covers: row.covers.map(([creditId, amount]): Cover => ({ creditId, amountNanoUsd: BigInt(amount) })),
  invoicedNanoUsd: BigInt(row.invoiced_nano_usd),
  invoicedCreditNanoUsd: BigInt(row.invoiced_credit_nano_usd),
});

export const monthRow = (projectId: string, month: Month): MonthRow => ({
  project_id: projectId,
  period: month.period,
  due_nano_usd: String(month.dueNanoUsd),
  burned_nano_usd: String(burnedOf(month)),
  invoiced_nano_usd: String(month.invoicedNanoUsd),
  invoiced_credit_nano_usd: String(month.invoicedCreditNanoUsd),
  covers: month.covers.map(({ creditId, amountNanoUsd }) => [creditId, String(amountNanoUsd)]),
});

export const creditIn = (row: CreditRow): Credit => ({
  creditId: row.credit_id,
  kind: row.kind,
  amountNanoUsd: BigInt(row.amount_nano_usd),
  remainingNanoUsd: BigInt(row.remaining_nano_usd),
  grantedAtUs: row.granted_at_us,
  expiresAtUs: row.expires_at_us,
});

export const transactionRow = (transaction: Transaction, position: number) => ({
  project_id: transaction.projectId,
  nth: transaction.nth,
  cause: transaction.cause,
  event_id: transaction.eventId,
  position,
  at_us: transaction.atUs,
  previous_hash: transaction.previousHash,
  hash: transaction.hash,
});

export const entryRow = ({ projectId, nth }: Transaction, entry: Entry, index: number) => ({
  project_id: projectId,
  nth,
  place: index + 1,
  account: entry.account,
  period: entry.period,
  kind: entry.kind,
  sku: entry.sku,
  credit_id: entry.creditId,
  amount_nano_usd: String(entry.amountNanoUsd),
});
