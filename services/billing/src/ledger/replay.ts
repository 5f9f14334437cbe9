import { hasInvoice, type Invoice, invoiceOf } from '../invoices/invoice.ts';
import { newSourcesOf, type Source } from '../invoices/source.ts';
import type { Line } from '../rating/line.ts';
import { type Difference, differencesOf, type DueCost, type Posted } from './differences.ts';
import {
  type BillingPeriodClosed,
  type CreditGranted,
  creditOf,
  type LedgerFact,
  periodOf,
  type UsageHourClosed,
} from './facts.ts';
import { hasExpired, isOpen, monthsToInvoice } from './what-is-due.ts';
import { type Moment, type Outcome, postGrant, postHour, postPeriod } from './post.ts';
import { noBooks, type ProjectBooks } from './project-books.ts';
import type { Sha256 } from './transaction.ts';

/** What the facts of usage come to, of all that stands in the log before the event that is taken. */
export type ReplayedUsage = Readonly<{
  due: (upToUs: number) => Iterable<DueCost>;
  closedLines: (of: Readonly<{ projectId: string; period: string; upToUs: number }>) => Iterable<Line>;
}>;

const keyOf = ({ projectId, period, kind, sku }: Posted): string =>
  JSON.stringify([projectId, period, kind, sku]);

/** The books of everybody anew from the first event on, in memory: what the ledger and every invoice must be. */
export class Replay {
  readonly books = new Map<string, ProjectBooks>();
  readonly invoices = new Map<string, Invoice>();
  private readonly posted = new Map<string, Posted>();
  /** What invoices hold, by project and month. */
  private readonly sources = new Map<string, Source[]>();
  private readonly seen = new Set<string>();

  constructor(
    private readonly usage: ReplayedUsage,
    private readonly sha256: Sha256,
  ) {}

  /** In the order of the log; the facts of usage before it are known. */
  take(event: LedgerFact): void {
    if (this.seen.has(event.id)) return;
    this.seen.add(event.id);
    if (event.type === 'CreditGranted') this.grant(event);
    else if (event.type === 'UsageHourClosed') this.closeHour(event);
    else this.closePeriod(event);
  }

  private grant(event: CreditGranted): void {
    const credit = creditOf(event);
    if (this.seen.has(credit.creditId)) return;
    this.seen.add(credit.creditId);
    const { grantedAtUs: atUs } = credit;
    const moment = { eventId: event.id, fromUs: atUs, atUs };
    this.keep(postGrant(this.of(event.data.projectId), credit, { moment, sha256: this.sha256 }), []);
  }

  private closeHour({ id: eventId, data: { fromUs, toUs: atUs } }: UsageHourClosed): void {
    const moment: Moment = { eventId, fromUs, atUs };
    const differences = this.differences(atUs);
    for (const projectId of new Set([...differences.keys(), ...this.books.keys()])) {
      const changed = differences.get(projectId) ?? [];
      const before = this.of(projectId);
      if (changed.length > 0 || hasExpired(before, atUs))
        this.keep(postHour(before, changed, { moment, sha256: this.sha256 }), changed);
    }
  }

  private closePeriod(event: BillingPeriodClosed): void {
    const about = periodOf(event);
    const { period, fromUs, toUs: atUs } = about;
    const moment: Moment = { eventId: event.id, fromUs, atUs };
    const differences = this.differences(atUs, period);
    for (const projectId of new Set([...differences.keys(), ...this.books.keys()])) {
      const changed = differences.get(projectId) ?? [];
      const before = this.of(projectId);
      if (changed.length === 0 && !isOpen(before, period)) continue;
      const outcome = postPeriod(before, changed, { moment, sha256: this.sha256, period });
      const sources = monthsToInvoice(before, changed, period).flatMap((month) =>
        newSourcesOf(
          this.usage.closedLines({ projectId, period: month, upToUs: atUs }),
          this.sources.get(`${projectId} ${month}`) ?? [],
        ),
      );
      this.keep(outcome, changed);
      if (hasInvoice(sources, outcome.sums))
        this.add(invoiceOf({ ...outcome, sources }, about, this.sha256), sources);
    }
  }

  private of(projectId: string): ProjectBooks {
    return this.books.get(projectId) ?? noBooks(projectId);
  }

  private differences(upToUs: number, lastPeriod?: string): Map<string, Difference[]> {
    const isMeant = ({ period }: { period: string }): boolean =>
      lastPeriod === undefined || period <= lastPeriod;
    const due = [...this.usage.due(upToUs)].filter(isMeant);
    return differencesOf(due, [...this.posted.values()].filter(isMeant));
  }

  private keep({ books }: Outcome, differences: readonly Difference[]): void {
    this.books.set(books.projectId, books);
    for (const difference of differences) {
      const key = keyOf(difference);
      const amountNanoUsd = (this.posted.get(key)?.amountNanoUsd ?? 0n) + difference.amountNanoUsd;
      this.posted.set(key, { ...difference, amountNanoUsd });
    }
  }

  private add(invoice: Invoice, sources: readonly Source[]): void {
    const { invoiceId, projectId } = invoice.document;
    this.invoices.set(invoiceId, invoice);
    for (const source of sources) {
      const key = `${projectId} ${source.period}`;
      const known = this.sources.get(key);
      if (known) known.push(source);
      else this.sources.set(key, [source]);
    }
  }
}
