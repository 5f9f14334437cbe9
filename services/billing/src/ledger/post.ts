import type { Difference } from './differences.ts';
import { type InvoiceSums, Posting } from './posting.ts';
import type { Credit, ProjectBooks } from './project-books.ts';
import { chained, type Sha256, type Transaction, type TransactionCause } from './transaction.ts';

/** A place in the log at which books are kept. */
export type Moment = Readonly<{ eventId: string; fromUs: number; atUs: number }>;

/** The books after it, and what was posted: nothing where nothing has changed. */
export type Outcome = Readonly<{ books: ProjectBooks; transaction: Transaction | null }>;

const ended = (
  before: ProjectBooks,
  posting: Posting,
  cause: TransactionCause,
  { moment, sha256 }: Readonly<{ moment: Moment; sha256: Sha256 }>,
): Outcome => {
  const entries = posting.entries();
  if (entries.length === 0) return { books: posting.books(), transaction: null };
  const { projectId } = before;
  const { eventId, atUs } = moment;
  const nth = before.nth + 1;
  const transaction = chained({ projectId, nth, cause, eventId, atUs, entries }, before.hash, sha256);
  return { books: { ...posting.books(), nth, hash: transaction.hash }, transaction };
};

/** Credit is granted; what has accrued and is not paid for takes of it at once. A credit that is known already changes nothing. */
export const postGrant = (
  before: ProjectBooks,
  credit: Credit,
  given: Readonly<{ moment: Moment; sha256: Sha256 }>,
): Outcome => {
  const posting = new Posting(before);
  posting.grant(credit);
  posting.burn(given.moment.atUs);
  return ended(before, posting, 'credit', given);
};

/** An hour is over. What expires within it may still pay for it. */
export const postHour = (
  before: ProjectBooks,
  differences: readonly Difference[],
  given: Readonly<{ moment: Moment; sha256: Sha256 }>,
): Outcome => {
  const posting = new Posting(before);
  for (const difference of differences) posting.difference(difference);
  posting.unwind();
  posting.burn(given.moment.fromUs);
  posting.expire(given.moment.atUs);
  return ended(before, posting, 'hour', given);
};

/** A month is over: what has accrued in it, and in those before it since their invoices, is invoiced. */
export const postPeriod = (
  before: ProjectBooks,
  differences: readonly Difference[],
  given: Readonly<{ moment: Moment; sha256: Sha256; period: string }>,
): Outcome & Readonly<{ sums: InvoiceSums }> => {
  const posting = new Posting(before);
  for (const difference of differences) posting.difference(difference);
  posting.unwind();
  posting.burn(given.moment.atUs);
  const sums = posting.invoice(given.period);
  return { ...ended(before, posting, 'period', given), sums };
};
