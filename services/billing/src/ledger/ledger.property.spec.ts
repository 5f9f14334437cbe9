import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { credit, type DueTable, sha256, TestBooks } from './books.spec-helper.ts';
import { burnedOf } from './project-books.ts';
import { ACCOUNTS, brokenAt } from './transaction.ts';

const MONTHS = ['2031-01', '2031-02', '2031-03'] as const;
const SKUS = ['h100-1x', 'l4-1x'] as const;

const cell = fc.integer({ min: 0, max: 40_000_000 });
const tables: fc.Arbitrary<DueTable> = fc.record(
  Object.fromEntries(
    MONTHS.map((month) => [month, fc.record(Object.fromEntries(SKUS.map((sku) => [sku, cell])))]),
  ),
);
type Step =
  | Readonly<{ type: 'hour'; table: DueTable }>
  | Readonly<{ type: 'grant'; amount: number; expires: number | null; promotional: boolean }>
  | Readonly<{ type: 'period' }>;
const hours = fc.record({ type: fc.constant('hour' as const), table: tables });
const grants = fc.record({
  type: fc.constant('grant' as const),
  amount: fc.integer({ min: 1, max: 60_000_000 }),
  expires: fc.option(fc.integer({ min: 1, max: 30 })),
  promotional: fc.boolean(),
});
const lives: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: hours },
    { weight: 2, arbitrary: grants },
    fc.constant({ type: 'period' as const }),
  ),
  { maxLength: 20 },
);

/** Time goes by with each step; a month is closed by each close, as long as there are months. */
const played = (steps: readonly Step[]): TestBooks => {
  const books = new TestBooks();
  let table: DueTable = {};
  let closed = 0;
  for (const [atUs, step] of steps.entries()) {
    const period = MONTHS[closed];
    if (step.type === 'hour') books.hour((table = step.table), atUs);
    else if (step.type === 'grant')
      books.grant(
        credit(atUs, step.amount, {
          kind: step.promotional ? 'promotional' : 'prepaid',
          grantedAtUs: atUs,
          expiresAtUs: step.expires === null ? null : atUs + step.expires,
        }),
      );
    else if (period) {
      books.period(period, table, atUs);
      closed++;
    }
  }
  return books;
};

const totalOf = (table: DueTable): bigint =>
  Object.values(table).reduce(
    (sum, skus) => Object.values(skus).reduce((part, cost) => part + BigInt(cost), sum),
    0n,
  );

describe('a ledger, whatever happens', () => {
  it('has only transactions that sum to 0, and balances that are the sums of entries', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const books = played(steps);
        for (const { entries } of books.transactions) {
          expect(entries.reduce((sum, { amountNanoUsd }) => sum + amountNanoUsd, 0n)).toBe(0n);
          expect(entries.every(({ amountNanoUsd }) => amountNanoUsd !== 0n)).toBe(true);
        }
        expect(ACCOUNTS.reduce((sum, account) => sum + books.balance(account), 0n)).toBe(0n);
        expect(-books.balance('credit')).toBe(books.creditLeft());
        const accrued = books.books.months.reduce(
          (sum, { dueNanoUsd, covers }) =>
            covers.reduce((rest, { amountNanoUsd }) => rest - amountNanoUsd, sum + dueNanoUsd),
          0n,
        );
        expect(books.balance('accrued')).toBe(accrued);
      }),
      { numRuns: 100 },
    );
  });

  it('never uses more credit than there is, nor more for a month than is due for it', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const { books } = played(steps);
        for (const { amountNanoUsd, remainingNanoUsd } of books.credits)
          expect(remainingNanoUsd >= 0n && remainingNanoUsd <= amountNanoUsd).toBe(true);
        for (const month of books.months) {
          expect(burnedOf(month) >= 0n && burnedOf(month) <= month.dueNanoUsd).toBe(true);
          expect(month.covers.every(({ amountNanoUsd }) => amountNanoUsd > 0n)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('comes to the same by any sequence of closes as by one look at the end', () => {
    const grantsFirst = fc.array(fc.integer({ min: 1, max: 60_000_000 }), { maxLength: 4 });
    fc.assert(
      fc.property(grantsFirst, fc.array(tables, { minLength: 1, maxLength: 12 }), (amounts, seen) => {
        const last = seen.at(-1) ?? {};
        const [often, once] = [new TestBooks(), new TestBooks()];
        for (const books of [often, once])
          for (const [nth, amount] of amounts.entries()) books.grant(credit(nth, amount));
        for (const table of seen) often.hour(table);
        once.hour(last);
        expect(often.balances()).toEqual(once.balances());
        expect(-often.balance('revenue')).toBe(totalOf(last));
      }),
      { numRuns: 100 },
    );
  });

  it('has invoiced, accrued and taken from credit together exactly what is due', () => {
    fc.assert(
      fc.property(lives, tables, (steps, last) => {
        const books = played([...steps, { type: 'hour', table: last }]);
        expect(-books.balance('revenue')).toBe(totalOf(last));
        const burned = books.books.months.reduce((sum, month) => sum + burnedOf(month), 0n);
        const owed = books.balance('accrued') + books.balance('receivable') + books.balance('rounding');
        expect(owed + burned).toBe(totalOf(last));
        const invoiced = books.invoices.reduce((sum, { totalCents }) => sum + totalCents, 0n);
        expect(books.balance('receivable')).toBe(invoiced * 10_000_000n);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same chain of hashes whenever the same is done again', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const [first, again] = [played(steps), played(steps)];
        expect(again.transactions).toEqual(first.transactions);
        expect(brokenAt(first.transactions, sha256)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
});
