import { type LedgerTransactionView, usdOf } from '@tidegate/contracts';
import type { Transaction } from './transaction.ts';

export const transactionViewOf = (
  transaction: Transaction & Readonly<{ position: number }>,
): LedgerTransactionView => ({
  nth: transaction.nth,
  cause: transaction.cause,
  eventId: transaction.eventId,
  position: transaction.position,
  at: new Date(transaction.atUs / 1000).toISOString(),
  atUs: transaction.atUs,
  entries: transaction.entries.map(({ amountNanoUsd, ...about }) => ({
    ...about,
    amountNanoUsd: String(amountNanoUsd),
    amountUsd: usdOf(amountNanoUsd),
  })),
  previousHash: transaction.previousHash,
  hash: transaction.hash,
});
