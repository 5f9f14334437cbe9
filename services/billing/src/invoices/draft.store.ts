import { Injectable } from '@nestjs/common';
import type { InvoiceDraft } from '@tidegate/contracts';
import { Clock, Db, type Queries } from '@tidegate/eventing/nest';
import { sha256 } from '../ledger/books.store.ts';
import { CloseStore } from '../ledger/close.store.ts';
import { differencesOf } from '../ledger/differences.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { inOneState } from '../ledger/one-state.store.ts';
import { monthsToInvoice } from '../ledger/what-is-due.ts';
import { postPeriod } from '../ledger/post.ts';
import { noBooks, type ProjectBooks } from '../ledger/project-books.ts';
import { Calendar } from '../periods/calendar.ts';
import { draftOf } from './draft.ts';
import { type InvoicePeriod, invoiceOf } from './invoice.ts';
import { SourceReader } from './source-reader.store.ts';

/** What a draft is made from. */
@Injectable()
export class DraftTables {
  constructor(
    readonly ledger: LedgerStore,
    readonly closes: CloseStore,
    readonly sources: SourceReader,
  ) {}
}

/**
 * What a project’s invoice would be if its month ended now: that month, and corrections of months that are closed. A month that
 * is over and not closed yet is on neither: its own invoice comes.
 */
@Injectable()
export class DraftStore {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly calendar: Calendar,
    private readonly tables: DraftTables,
  ) {}

  of(projectId: string): Promise<InvoiceDraft> {
    const nowUs = this.clock.nowUs();
    const { period, fromUs, toUs } = this.calendar.monthAt(nowUs);
    return inOneState(this.db, async (tx) => {
      const isMeant = await this.#meant(tx, period);
      const { ledger, sources } = this.tables;
      const [known = noBooks(projectId)] = await ledger.books(tx, [projectId]);
      const before: ProjectBooks = { ...known, months: known.months.filter(isMeant) };
      const due = await sources.usage.dueByNow(tx, nowUs, { projectId, endpointId: null });
      const posted = await ledger.posted(tx, projectId);
      const differences = differencesOf(due.filter(isMeant), posted.filter(isMeant)).get(projectId) ?? [];
      const moment = { eventId: '', fromUs: nowUs, atUs: nowUs };
      const outcome = postPeriod(before, differences, { moment, sha256, period });
      const months = monthsToInvoice(before, differences, period);
      const found = await sources.read(tx, { projectId, months, newest: period, upToUs: nowUs });
      const closedBy = { eventId: '', position: 0 };
      const { timeZone } = this.calendar;
      const about: InvoicePeriod = { period, fromUs, toUs, timeZone, closedBy, issuedAtUs: nowUs };
      return draftOf(invoiceOf({ ...outcome, sources: found }, about, sha256));
    });
  }

  /** The month that runs, and those that are closed. */
  async #meant(tx: Queries, period: string): Promise<(item: Readonly<{ period: string }>) => boolean> {
    const closed = await this.tables.closes.last(tx, 'period');
    const lastClosed = closed?.period ?? '';
    return (item) => item.period === period || item.period <= lastClosed;
  }
}
