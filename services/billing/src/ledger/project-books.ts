import { GENESIS_HASH } from './transaction.ts';

/** What paid for a part of a month: a credit, or (null) an invoice. In the order in which it came. */
export type Cover = Readonly<{ creditId: string | null; amountNanoUsd: bigint }>;

/** A project’s month, as posted. What no cover pays for is accrued; less than 0 where an invoice held more than was due. */
export type Month = Readonly<{
  period: string;
  dueNanoUsd: bigint;
  covers: readonly Cover[];
  /** What invoices hold of what was due, and of the credit that was used for it. */
  invoicedNanoUsd: bigint;
  invoicedCreditNanoUsd: bigint;
}>;

export type Credit = Readonly<{
  creditId: string;
  /** Whether it was paid for. */
  kind: 'prepaid' | 'promotional';
  amountNanoUsd: bigint;
  remainingNanoUsd: bigint;
  grantedAtUs: number;
  /** Null: never. */
  expiresAtUs: number | null;
}>;

/** All that the next transaction of a project follows from. */
export type ProjectBooks = Readonly<{
  projectId: string;
  /** The number and hash of its last transaction. */
  nth: number;
  hash: string;
  /** By name. */
  months: readonly Month[];
  credits: readonly Credit[];
}>;

export const noBooks = (projectId: string): ProjectBooks => ({
  projectId,
  nth: 0,
  hash: GENESIS_HASH,
  months: [],
  credits: [],
});

export const noMonth = (period: string): Month => ({
  period,
  dueNanoUsd: 0n,
  covers: [],
  invoicedNanoUsd: 0n,
  invoicedCreditNanoUsd: 0n,
});

export const coveredOf = (covers: readonly Cover[]): bigint =>
  covers.reduce((sum, { amountNanoUsd }) => sum + amountNanoUsd, 0n);

export const accruedOf = ({ dueNanoUsd, covers }: Month): bigint => dueNanoUsd - coveredOf(covers);

/** Of the month’s due, what credits paid. */
export const burnedOf = ({ covers }: Month): bigint =>
  coveredOf(covers.filter(({ creditId }) => creditId !== null));
