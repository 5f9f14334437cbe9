import type { LineKind } from '../rating/line.ts';

/** Of a project: what it used and no invoice holds yet, what it may use up before it owes anything, what it was invoiced. */
export const PROJECT_ACCOUNTS = ['accrued', 'credit', 'receivable'] as const;
/** Of whoever runs the platform. `breakage` is credit that expired; `rounding` is what whole cents took or gave. */
export const HOUSE_ACCOUNTS = ['revenue', 'promotion', 'cash', 'breakage', 'rounding'] as const;
export const ACCOUNTS = [...PROJECT_ACCOUNTS, ...HOUSE_ACCOUNTS] as const;
export type Account = (typeof ACCOUNTS)[number];

/** A debit where positive, a credit where negative: what is left of a project’s credit is minus the balance of `credit`. */
export type Entry = Readonly<{
  account: Account;
  /** Whose month it is about; null of what is about none. */
  period: string | null;
  kind: LineKind | null;
  sku: string | null;
  creditId: string | null;
  /** Never 0. */
  amountNanoUsd: bigint;
}>;

/** What led to it: a grant, the end of an hour, the end of a month. */
export const CAUSES = ['credit', 'hour', 'period'] as const;
export type TransactionCause = (typeof CAUSES)[number];

/** Entries that sum to 0. Each project’s transactions are numbered from 1 and chained: `hash` covers `previousHash` and all of it. */
export type Transaction = Readonly<{
  projectId: string;
  nth: number;
  cause: TransactionCause;
  /** The event of the log that it follows from. */
  eventId: string;
  /** The end of the hour or month, or the moment of the grant. */
  atUs: number;
  entries: readonly Entry[];
  previousHash: string;
  hash: string;
}>;

/** SHA-256 of a text, as hexadecimal text. */
export type Sha256 = (text: string) => string;

/** What stands before a project’s first transaction. */
export const GENESIS_HASH = '0'.repeat(64);

/** One spelling for one transaction: what it says, in one order, without blanks. */
export const textOf = ({
  projectId,
  nth,
  cause,
  eventId,
  atUs,
  entries,
}: Omit<Transaction, 'previousHash' | 'hash'>): string =>
  JSON.stringify([
    projectId,
    nth,
    cause,
    eventId,
    atUs,
    entries.map(({ account, period, kind, sku, creditId, amountNanoUsd }) => [
      account,
      period,
      kind,
      sku,
      creditId,
      String(amountNanoUsd),
    ]),
  ]);

export const chained = (
  transaction: Omit<Transaction, 'previousHash' | 'hash'>,
  previousHash: string,
  sha256: Sha256,
): Transaction => ({
  ...transaction,
  previousHash,
  hash: sha256(`${previousHash}\n${textOf(transaction)}`),
});

/** Whether transactions, given from the first on, are one chain; the number of the first that is not, or null. */
export const brokenAt = (transactions: Iterable<Transaction>, sha256: Sha256): number | null => {
  let before: Link = NO_LINK;
  for (const transaction of transactions) {
    if (!follows(transaction, before, sha256)) return before.nth + 1;
    before = transaction;
  }
  return null;
};

/** The end of a chain: the number and hash of its last transaction. */
export type Link = Pick<Transaction, 'nth' | 'hash'>;
export const NO_LINK: Link = { nth: 0, hash: GENESIS_HASH };

/** Whether it is whole, sums to 0, and comes right after what is before it. */
export const follows = (transaction: Transaction, before: Link, sha256: Sha256): boolean => {
  const sum = transaction.entries.reduce((total, { amountNanoUsd }) => total + amountNanoUsd, 0n);
  return (
    sum === 0n &&
    transaction.nth === before.nth + 1 &&
    transaction.previousHash === before.hash &&
    transaction.hash === chained(transaction, before.hash, sha256).hash
  );
};
