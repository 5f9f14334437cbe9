import { describe, expect, it } from '@jest/globals';
import { credit, sha256, TestBooks } from './books.spec-helper.ts';
import { unwound, withdrawn } from './covers.ts';
import { brokenAt, chained, GENESIS_HASH } from './transaction.ts';
import { wholeCents } from './whole-cents.ts';

const CENT = 10_000_000;

describe('books without credit', () => {
  it('post what is due once, however often it is looked at', () => {
    const books = new TestBooks();
    books.hour({ '2031-01': { h100: 70 } });
    books.hour({ '2031-01': { h100: 70 } });
    books.hour({ '2031-01': { h100: 100, l4: 5 } });
    expect(books.transactions).toHaveLength(2);
    expect(books.balances()).toMatchObject({ accrued: 105n, revenue: -105n, credit: 0n });
  });

  it('take back what is no longer due', () => {
    const books = new TestBooks();
    books.hour({ '2031-01': { h100: 70, l4: 5 } });
    books.hour({ '2031-01': { l4: 5 } });
    expect(books.balances()).toMatchObject({ accrued: 5n, revenue: -5n });
  });

  it('move a closed month to what is receivable, in whole cents', () => {
    const books = new TestBooks();
    books.hour({ '2031-01': { h100: CENT + 4 } });
    books.period('2031-01', { '2031-01': { h100: CENT + 4 }, '2031-02': { h100: 9 } });
    expect(books.invoices).toEqual([
      {
        period: '2031-01',
        subtotalNanoUsd: 10_000_004n,
        creditNanoUsd: 0n,
        roundingNanoUsd: -4n,
        totalCents: 1n,
      },
    ]);
    expect(books.balances()).toMatchObject({ accrued: 0n, receivable: 10_000_000n, rounding: 4n });
  });
});

describe('books with credit', () => {
  it('use what expires soonest first, then what is oldest', () => {
    const books = new TestBooks();
    books.grant(credit(1, 10, { grantedAtUs: 3 }));
    books.grant(credit(2, 10, { grantedAtUs: 2 }));
    books.grant(credit(3, 10, { grantedAtUs: 4, expiresAtUs: 100 }));
    books.hour({ '2031-01': { h100: 15 } }, 10);
    expect(books.books.credits.map(({ remainingNanoUsd }) => remainingNanoUsd)).toEqual([10n, 5n, 0n]);
    expect(books.balances()).toMatchObject({ credit: -15n, accrued: 0n, cash: 30n, revenue: -15n });
  });

  it('give back what was used last first, when less is due', () => {
    const books = new TestBooks();
    books.grant(credit(1, 10, { expiresAtUs: 100 }));
    books.grant(credit(2, 10));
    books.hour({ '2031-01': { h100: 15 } }, 10);
    books.hour({ '2031-01': { h100: 8 } }, 11);
    expect(books.books.credits.map(({ remainingNanoUsd }) => remainingNanoUsd)).toEqual([2n, 10n]);
  });

  it('pay for what has accrued as soon as there is some', () => {
    const books = new TestBooks();
    books.hour({ '2031-01': { h100: 15 } });
    books.grant(credit(1, 10, { kind: 'promotional' }));
    expect(books.balances()).toMatchObject({ accrued: 5n, credit: 0n, promotion: 10n });
    expect(books.transactions).toHaveLength(2);
  });

  it('know a credit once', () => {
    const books = new TestBooks();
    books.grant(credit(1, 10));
    books.grant(credit(1, 10));
    expect(books.transactions).toHaveLength(1);
    expect(books.creditLeft()).toBe(10n);
  });

  it('lose what is left of it when its time is over, not before the hour in which it ends is paid', () => {
    const books = new TestBooks();
    books.grant(credit(1, 10, { expiresAtUs: 50 }));
    books.hour({ '2031-01': { h100: 4 } }, 49);
    expect(books.balances()).toMatchObject({ credit: 0n, breakage: -6n, accrued: 0n });
    books.hour({ '2031-01': { h100: 8 } }, 60);
    expect(books.balance('accrued')).toBe(4n);
  });

  it('is of no use to an hour that begins when its time is over', () => {
    const books = new TestBooks();
    books.grant(credit(1, 10, { expiresAtUs: 50 }));
    books.hour({ '2031-01': { h100: 4 } }, 50);
    expect(books.balances()).toMatchObject({ credit: 0n, breakage: -10n, accrued: 4n });
  });

  it('give back at the close of a month what its last look takes back', () => {
    const books = new TestBooks();
    books.grant(credit(1, 10 * CENT));
    books.hour({ '2031-01': { h100: 9 * CENT } });
    books.period('2031-01', { '2031-01': { h100: 4 * CENT } });
    expect(books.creditLeft()).toBe(BigInt(6 * CENT));
    expect(books.invoices[0]).toMatchObject({ creditNanoUsd: BigInt(4 * CENT), totalCents: 0n });
  });

  it('give back to what has expired only for it to be gone', () => {
    const books = new TestBooks();
    books.grant(credit(1, 10, { expiresAtUs: 50 }));
    books.hour({ '2031-01': { h100: 10 } }, 10);
    books.hour({ '2031-01': { h100: 7 } }, 60);
    expect(books.balances()).toMatchObject({ credit: 0n, breakage: -3n, accrued: 0n, revenue: -7n });
  });

  it('leave what an invoice holds to the next invoice, and give credit back only beyond it', () => {
    const books = new TestBooks();
    books.grant(credit(1, 4 * CENT));
    books.period('2031-01', { '2031-01': { h100: 10 * CENT } });
    books.hour({ '2031-01': { h100: 7 * CENT } });
    expect(books.creditLeft()).toBe(0n);
    books.hour({ '2031-01': { h100: 3 * CENT } });
    expect(books.creditLeft()).toBe(BigInt(CENT));
    books.period('2031-02', { '2031-01': { h100: 3 * CENT } });
    expect(books.invoices.map(({ totalCents }) => totalCents)).toEqual([6n, -6n]);
    expect(books.invoices[1]).toMatchObject({ subtotalNanoUsd: -70_000_000n, creditNanoUsd: -10_000_000n });
    expect(books.balance('accrued')).toBe(0n);
  });
});

describe('a chain', () => {
  const chain = () => {
    const books = new TestBooks();
    books.grant(credit(1, 10));
    books.hour({ '2031-01': { h100: 15 } });
    books.hour({ '2031-01': { h100: 16 } });
    return books.transactions;
  };

  it('is whole as it was made', () => {
    const [first, second] = chain();
    expect(first?.previousHash).toBe(GENESIS_HASH);
    expect(second?.previousHash).toBe(first?.hash);
    expect(brokenAt(chain(), sha256)).toBeNull();
  });

  it('is another one after another beginning', () => {
    const [first, second] = chain();
    if (!first || !second) throw new Error('it has two');
    expect(chained(second, first.hash, sha256).hash).toBe(second.hash);
    expect(chained(second, GENESIS_HASH, sha256).hash).not.toBe(second.hash);
  });

  it('breaks where a transaction does not sum to 0, though its hash is right', () => {
    const [first] = chain();
    if (!first) throw new Error('it has one');
    const unequal = chained({ ...first, entries: first.entries.slice(1) }, GENESIS_HASH, sha256);
    expect(brokenAt([unequal], sha256)).toBe(1);
  });

  it('breaks where anything in it is another', () => {
    const [first, second, third] = chain();
    if (!first || !second || !third) throw new Error('it has three');
    const entry = first.entries[0];
    if (!entry) throw new Error('it has entries');
    expect(brokenAt([first, third], sha256)).toBe(2);
    expect(brokenAt([first, { ...second, atUs: 7 }, third], sha256)).toBe(2);
    expect(brokenAt([first, { ...second, eventId: 'other' }, third], sha256)).toBe(2);
    expect(brokenAt([{ ...first, entries: [{ ...entry, amountNanoUsd: 1n }] }, second, third], sha256)).toBe(
      1,
    );
  });
});

describe('what covers a month', () => {
  const credits = (amountNanoUsd: bigint) => ({ creditId: 'cred-000000000001', amountNanoUsd });
  const invoiced = (amountNanoUsd: bigint) => ({ creditId: null, amountNanoUsd });

  it('is taken off invoices only, last first, when an invoice gives back', () => {
    const covers = [invoiced(6n), credits(2n), invoiced(3n), credits(4n)];
    expect(withdrawn(covers, 4n)).toEqual([invoiced(5n), credits(6n)]);
  });

  it('goes back to credits, last first, past what invoices hold', () => {
    const covers = [credits(5n), invoiced(3n), credits(4n)];
    expect(unwound(covers, 8n)).toEqual({
      covers: [credits(4n), invoiced(3n)],
      returned: [credits(4n), credits(1n)],
    });
  });
});

describe('whole cents', () => {
  it('are the nearest, a half to the even one, the same way below 0', () => {
    const cents = [0, 4_999_999, 5_000_000, 15_000_000, 25_000_000, -5_000_000, -15_000_000, -9_999_999];
    expect(cents.map((nano) => wholeCents(BigInt(nano)))).toEqual([0n, 0n, 0n, 2n, 2n, 0n, -2n, -1n]);
  });
});
