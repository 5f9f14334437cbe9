import { hash } from 'node:crypto';
import { differencesOf, type DueCost, type Posted } from './differences.ts';
import { type Outcome, postGrant, postHour, postPeriod } from './post.ts';
import type { InvoiceSums } from './posting.ts';
import { type Credit, noBooks, type ProjectBooks } from './project-books.ts';
import { type Account, ACCOUNTS, type Sha256, type Transaction } from './transaction.ts';

export const PROJECT = 'proj-000000000001';
export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');

/** What is due: amounts by month and sku. */
export type DueTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

const dueOf = (table: DueTable): DueCost[] =>
  Object.entries(table).flatMap(([period, skus]) =>
    Object.entries(skus).map(([sku, cost]) => ({
      projectId: PROJECT,
      period,
      kind: 'usage' as const,
      sku,
      costNanoUsd: BigInt(cost),
    })),
  );

export const credit = (nth: number, amount: number, given: Partial<Credit> = {}): Credit => ({
  creditId: `cred-${String(nth).padStart(12, '0')}`,
  kind: 'prepaid',
  amountNanoUsd: BigInt(amount),
  remainingNanoUsd: BigInt(amount),
  grantedAtUs: 0,
  expiresAtUs: null,
  ...given,
});

/** One project's books, kept as the service keeps them, in memory. */
export class TestBooks {
  books: ProjectBooks = noBooks(PROJECT);
  posted: Posted[] = [];
  readonly transactions: Transaction[] = [];
  readonly invoices: (InvoiceSums & { period: string })[] = [];
  #events = 0;

  grant(given: Credit): void {
    this.#take(postGrant(this.books, given, { moment: this.#moment(given.grantedAtUs), sha256 }));
  }

  hour(table: DueTable, atUs = 0): void {
    const changed = this.#differences(dueOf(table));
    this.#take(postHour(this.books, changed, { moment: this.#moment(atUs), sha256 }));
  }

  period(period: string, table: DueTable, atUs = 0): void {
    const isMeant = (item: { period: string }): boolean => item.period <= period;
    const changed = this.#differences(dueOf(table).filter(isMeant), isMeant);
    const outcome = postPeriod(this.books, changed, { moment: this.#moment(atUs), sha256, period });
    this.invoices.push({ ...outcome.sums, period });
    this.#take(outcome);
  }

  balance(account: Account): bigint {
    const entries = this.transactions.flatMap((transaction) => transaction.entries);
    return entries
      .filter((entry) => entry.account === account)
      .reduce((sum, { amountNanoUsd }) => sum + amountNanoUsd, 0n);
  }

  balances(): Record<string, bigint> {
    return Object.fromEntries(ACCOUNTS.map((account) => [account, this.balance(account)]));
  }

  creditLeft(): bigint {
    return this.books.credits.reduce((sum, { remainingNanoUsd }) => sum + remainingNanoUsd, 0n);
  }

  #moment(atUs: number) {
    return { eventId: `event-${String(++this.#events)}`, fromUs: atUs, atUs: atUs + 1 };
  }

  #differences(due: DueCost[], isMeant: (item: Posted) => boolean = () => true) {
    const changed = differencesOf(due, this.posted.filter(isMeant)).get(PROJECT) ?? [];
    this.posted.push(...changed);
    return changed;
  }

  #take({ books, transaction }: Outcome): void {
    this.books = books;
    if (transaction) this.transactions.push(transaction);
  }
}
