import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { EventOf, Tx } from '@tidegate/eventing/nest';
import { hasInvoice, invoiceOf } from '../invoices/invoice.ts';
import { InvoiceStore } from '../invoices/invoice.store.ts';
import { SourceReader } from '../invoices/source-reader.store.ts';
import { Books } from '../usage/books.store.ts';
import { EVERYBODY } from '../usage/due.ts';
import { CloseStore } from './close.store.ts';
import { type Difference, differencesOf } from './differences.ts';
import { type Kept, LedgerStore } from './ledger.store.ts';
import { monthsToInvoice } from './what-is-due.ts';
import { creditOf, periodOf } from './facts.ts';
import { type Moment, postGrant, postHour, postPeriod } from './post.ts';
import type { ProjectBooks } from './project-books.ts';
import type { Sha256 } from './transaction.ts';

export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');

/** So many projects are written at once. */
const BATCH = 200;

/** The ledger, kept by the consumer that reads the log: what it posts is a function of the log, and posted once. */
@Injectable()
export class LedgerBooks extends Books {
  constructor(
    private readonly sources: SourceReader,
    private readonly ledger: LedgerStore,
    private readonly closes: CloseStore,
    private readonly invoices: InvoiceStore,
  ) {
    super();
  }

  async credit(tx: Tx, event: EventOf<'CreditGranted'>): Promise<void> {
    const { projectId } = event.data;
    const credit = creditOf(event);
    const [before] = await this.ledger.books(tx, [projectId]);
    if (!before || !(await this.#addCredit(tx, event))) return;
    const { grantedAtUs: atUs } = credit;
    const outcome = postGrant(before, credit, { moment: { eventId: event.id, fromUs: atUs, atUs }, sha256 });
    await this.ledger.save(tx, [{ before, outcome, differences: [] }], event.position);
  }

  async closeHour(tx: Tx, event: EventOf<'UsageHourClosed'>): Promise<void> {
    if (!(await this.closes.add(tx, event))) return;
    const { fromUs, toUs: atUs } = event.data;
    const moment: Moment = { eventId: event.id, fromUs, atUs };
    const differences = await this.#differences(tx, atUs);
    const expired = await this.ledger.withExpired(tx, atUs);
    await this.#each(tx, event.position, [...differences.keys(), ...expired], (before) => {
      const changed = differences.get(before.projectId) ?? [];
      return { before, outcome: postHour(before, changed, { moment, sha256 }), differences: changed };
    });
  }

  async closePeriod(tx: Tx, event: EventOf<'BillingPeriodClosed'>): Promise<void> {
    if (!(await this.closes.add(tx, event))) return;
    const { fromUs, toUs: atUs, period } = event.data;
    const moment: Moment = { eventId: event.id, fromUs, atUs };
    const about = periodOf(event);
    const differences = await this.#differences(tx, atUs, period);
    const toInvoice = await this.ledger.toInvoice(tx, period);
    await this.#each(tx, event.position, [...differences.keys(), ...toInvoice], async (before) => {
      const changed = differences.get(before.projectId) ?? [];
      const outcome = postPeriod(before, changed, { moment, sha256, period });
      const months = monthsToInvoice(before, changed, period);
      const { projectId } = before;
      const sources = await this.sources.read(tx, { projectId, months, newest: period, upToUs: atUs });
      const invoice = hasInvoice(sources, outcome.sums)
        ? invoiceOf({ sources, ...outcome }, about, sha256)
        : null;
      return { before, outcome, differences: changed, invoice };
    });
  }

  /** What is due less what is posted, by project; only of months up to `lastPeriod` where one is given. */
  async #differences(tx: Tx, upToUs: number, lastPeriod?: string): Promise<Map<string, Difference[]>> {
    const isMeant = ({ period }: { period: string }): boolean =>
      lastPeriod === undefined || period <= lastPeriod;
    const due = await this.sources.usage.dueByNow(tx, upToUs, EVERYBODY);
    const posted = await this.ledger.posted(tx);
    return differencesOf(due.filter(isMeant), posted.filter(isMeant));
  }

  /** Takes projects in the order of their ids, a batch at a time. */
  async #each(
    tx: Tx,
    position: number,
    projectIds: readonly string[],
    keep: (before: ProjectBooks) => Kept | Promise<Kept>,
  ): Promise<void> {
    const ids = [...new Set(projectIds)].sort();
    for (let from = 0; from < ids.length; from += BATCH) {
      const kept: Kept[] = [];
      for (const before of await this.ledger.books(tx, ids.slice(from, from + BATCH)))
        kept.push(await keep(before));
      await this.ledger.save(tx, kept, position);
      await this.invoices.add(
        tx,
        kept.flatMap(({ invoice }) => invoice ?? []),
      );
    }
  }

  /** @returns false where it is known already */
  async #addCredit(tx: Tx, { data, position }: EventOf<'CreditGranted'>): Promise<boolean> {
    const rows = await tx.query(sql`
      insert into credits (credit_id, project_id, kind, amount_nano_usd, remaining_nano_usd, granted_at_us, expires_at_us,
          note, position)
        values (${data.creditId}, ${data.projectId}, ${data.kind}, ${data.amountNanoUsd}, ${data.amountNanoUsd},
          ${data.grantedAtUs}, ${data.expiresAtUs}, ${data.note}, ${position})
        on conflict do nothing returning credit_id`);
    return rows.length > 0;
  }
}
