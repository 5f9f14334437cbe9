import { Injectable } from '@nestjs/common';
import type { EventNamed, InvoiceSummary } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Conflict, Db, EventStore } from '@tidegate/eventing/nest';
import { Repeated } from '../closes/repeated.loop.ts';
import { InvoiceStore } from './invoice.store.ts';

const LOOK_EVERY_MS = 1000;
const BATCH = 100;

/**
 * Tells the log of invoices that were made. What is told again, because a process ended between the telling and the noting of it,
 * has the same id and is there already.
 */
@Injectable()
export class AnnounceInvoices extends Repeated {
  constructor(
    private readonly store: EventStore,
    private readonly db: Db,
    private readonly invoices: InvoiceStore,
  ) {
    super(LOOK_EVERY_MS);
  }

  protected async turn(): Promise<void> {
    for (let page: InvoiceSummary[]; !this.stopped;) {
      page = await this.invoices.toAnnounce(this.db, BATCH);
      for (const invoice of page) await this.#announce(invoice);
      if (page.length < BATCH) return;
    }
  }

  async #announce({ invoiceId, projectId, period, totalCents, linesSha256 }: InvoiceSummary): Promise<void> {
    const event: EventNamed<'InvoiceFinalized'> = {
      type: 'InvoiceFinalized',
      data: { invoiceId, projectId, period, totalCents, currency: 'USD', linesSha256 },
    };
    const commandId = deriveUuid('finalize-invoice', invoiceId);
    try {
      await this.store.append(
        `invoice-${invoiceId}`,
        0,
        [event],
        causeOf({ commandId, actor: 'service:billing' }),
      );
    } catch (error) {
      // Somebody else has told it.
      if (!(error instanceof Conflict)) throw error;
    }
    await this.invoices.announced(this.db, invoiceId);
  }
}
