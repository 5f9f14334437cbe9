import { covered, unwound, withdrawn } from './covers.ts';
import type { Difference } from './differences.ts';
import { accruedOf, burnedOf, type Credit, type Month, noMonth, type ProjectBooks } from './project-books.ts';
import { type Account, ACCOUNTS, type Entry } from './transaction.ts';
import { NANO_USD_PER_CENT, wholeCents } from './whole-cents.ts';

/** What an invoice comes to: subtotal − credit + rounding = cents. */
export type InvoiceSums = Readonly<{
  subtotalNanoUsd: bigint;
  creditNanoUsd: bigint;
  roundingNanoUsd: bigint;
  totalCents: bigint;
}>;

type About = Partial<Pick<Entry, 'period' | 'kind' | 'sku' | 'creditId'>>;

/** One transaction while it is made: each step adds entries that sum to 0, and changes the project’s books with them. */
export class Posting {
  private readonly entriesByKey = new Map<string, Entry>();
  private readonly months: Map<string, Month>;
  private readonly credits: Map<string, Credit>;

  constructor(private readonly before: ProjectBooks) {
    this.months = new Map(before.months.map((month) => [month.period, month]));
    this.credits = new Map(before.credits.map((credit) => [credit.creditId, credit]));
  }

  /** A credit that is not known yet; its `remaining` is all of it. */
  grant(credit: Credit): void {
    if (this.credits.has(credit.creditId)) return;
    this.credits.set(credit.creditId, credit);
    const { creditId, amountNanoUsd } = credit;
    this.move(amountNanoUsd, {
      from: 'credit',
      to: credit.kind === 'prepaid' ? 'cash' : 'promotion',
      about: { creditId },
    });
  }

  /** What is due turned out to be more, or less, than was posted. */
  difference({ period, kind, sku, amountNanoUsd }: Difference): void {
    const month = this.months.get(period) ?? noMonth(period);
    this.months.set(period, { ...month, dueNanoUsd: month.dueNanoUsd + amountNanoUsd });
    this.enter('revenue', { period, kind, sku }, -amountNanoUsd);
    this.enter('accrued', { period }, amountNanoUsd);
  }

  /** What credits paid for more than is due goes back to them, last first. */
  unwind(): void {
    for (const month of this.inOrder()) {
      const accrued = accruedOf(month);
      if (accrued >= 0n) continue;
      const { covers, returned } = unwound(month.covers, -accrued);
      this.months.set(month.period, { ...month, covers });
      for (const { creditId, amountNanoUsd } of returned)
        this.use(creditId ?? '', month.period, -amountNanoUsd);
    }
  }

  /** What is due and not paid for takes credit: the one that expires soonest first, then the oldest. */
  burn(usableAfterUs: number): void {
    const usable = [...this.credits.values()]
      .filter(({ expiresAtUs }) => expiresAtUs === null || expiresAtUs > usableAfterUs)
      .sort(bySoonestExpiry)
      .map(({ creditId }) => creditId);
    for (const { period } of this.inOrder()) for (const creditId of usable) this.cover(period, creditId);
  }

  /** What is left of credits whose time is over is gone. */
  expire(upToUs: number): void {
    for (const credit of this.credits.values()) {
      const { creditId, expiresAtUs, remainingNanoUsd } = credit;
      if (expiresAtUs === null || expiresAtUs > upToUs || remainingNanoUsd === 0n) continue;
      this.credits.set(creditId, { ...credit, remainingNanoUsd: 0n });
      this.move(remainingNanoUsd, { from: 'breakage', to: 'credit', about: { creditId } });
    }
  }

  /** What has accrued in months up to this one is invoiced, in whole cents. */
  invoice(upToPeriod: string): InvoiceSums {
    let [subtotalNanoUsd, creditNanoUsd] = [0n, 0n];
    for (const month of this.inOrder()) {
      if (month.period > upToPeriod) continue;
      const accrued = accruedOf(month);
      const burned = burnedOf(month);
      subtotalNanoUsd += month.dueNanoUsd - month.invoicedNanoUsd;
      creditNanoUsd += burned - month.invoicedCreditNanoUsd;
      this.months.set(month.period, {
        ...month,
        covers:
          accrued < 0n
            ? withdrawn(month.covers, -accrued)
            : covered(month.covers, { creditId: null, amountNanoUsd: accrued }),
        invoicedNanoUsd: month.dueNanoUsd,
        invoicedCreditNanoUsd: burned,
      });
      this.enter('accrued', { period: month.period }, -accrued);
    }
    const net = subtotalNanoUsd - creditNanoUsd;
    const totalCents = wholeCents(net);
    const roundingNanoUsd = totalCents * NANO_USD_PER_CENT - net;
    this.enter('receivable', { period: upToPeriod }, net + roundingNanoUsd);
    this.enter('rounding', { period: upToPeriod }, -roundingNanoUsd);
    return { subtotalNanoUsd, creditNanoUsd, roundingNanoUsd, totalCents };
  }

  /** In one order, without zeros. */
  entries(): Entry[] {
    return [...this.entriesByKey.values()].filter(({ amountNanoUsd }) => amountNanoUsd !== 0n).sort(byPlace);
  }

  /** The books with what was done, but for the transaction itself. */
  books(): ProjectBooks {
    return { ...this.before, months: this.inOrder(), credits: [...this.credits.values()] };
  }

  private inOrder(): Month[] {
    return [...this.months.values()].sort((a, b) => (a.period < b.period ? -1 : 1));
  }

  private cover(period: string, creditId: string): void {
    const [month, credit] = [this.months.get(period), this.credits.get(creditId)];
    if (!month || !credit) return;
    const accrued = accruedOf(month);
    const amountNanoUsd = accrued < credit.remainingNanoUsd ? accrued : credit.remainingNanoUsd;
    if (amountNanoUsd <= 0n) return;
    this.months.set(period, { ...month, covers: covered(month.covers, { creditId, amountNanoUsd }) });
    this.use(creditId, period, amountNanoUsd);
  }

  /** @param amountNanoUsd less than 0 where it comes back */
  private use(creditId: string, period: string, amountNanoUsd: bigint): void {
    const credit = this.credits.get(creditId);
    if (!credit) throw new Error(`${this.before.projectId} has no credit ${creditId}`);
    this.credits.set(creditId, { ...credit, remainingNanoUsd: credit.remainingNanoUsd - amountNanoUsd });
    this.enter('credit', { period, creditId }, amountNanoUsd);
    this.enter('accrued', { period }, -amountNanoUsd);
  }

  private move(
    amountNanoUsd: bigint,
    { from, to, about }: { from: Account; to: Account; about: About },
  ): void {
    this.enter(to, about, amountNanoUsd);
    this.enter(from, about, -amountNanoUsd);
  }

  private enter(account: Account, about: About, amountNanoUsd: bigint): void {
    const { period = null, kind = null, sku = null, creditId = null } = about;
    const key = JSON.stringify([account, period, kind, sku, creditId]);
    const known = this.entriesByKey.get(key)?.amountNanoUsd ?? 0n;
    this.entriesByKey.set(key, {
      account,
      period,
      kind,
      sku,
      creditId,
      amountNanoUsd: known + amountNanoUsd,
    });
  }
}

const NEVER_US = Number.MAX_SAFE_INTEGER;
const bySoonestExpiry = (a: Credit, b: Credit): number =>
  (a.expiresAtUs ?? NEVER_US) - (b.expiresAtUs ?? NEVER_US) ||
  a.grantedAtUs - b.grantedAtUs ||
  (a.creditId < b.creditId ? -1 : 1);

const placeOf = ({ account, period, kind, sku, creditId }: Entry): string =>
  JSON.stringify([ACCOUNTS.indexOf(account), period, kind, sku, creditId]);
const byPlace = (a: Entry, b: Entry): number => (placeOf(a) < placeOf(b) ? -1 : 1);
