import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, InvoiceDocument, ledgerQuestions, refuse } from '@tidegate/contracts';
import { Answers, Db } from '@tidegate/eventing/nest';
import { numberIn, pageOf, periodIn } from '../ledger/cursor.ts';
import { DraftStore } from './draft.store.ts';
import { InvoiceStore, type StoredInvoice } from './invoice.store.ts';
import { ProofStore } from './proof.store.ts';
import { proofOf } from './proof.ts';

const { invoices, invoice, invoiceDraft, invoiceProof } = ledgerQuestions;

@Controller()
export class AnswerInvoices {
  constructor(
    private readonly db: Db,
    private readonly store: InvoiceStore,
    private readonly drafts: DraftStore,
    private readonly proofs: ProofStore,
  ) {}

  @Answers(invoices)
  async page({ projectId, limit, cursor }: AskOf<typeof invoices>): Promise<AnswerOf<typeof invoices>> {
    const rows = await this.store.page(this.db, projectId, periodIn(cursor), limit + 1);
    return pageOf(rows, limit, { place: ({ period }) => period, item: (summary) => summary });
  }

  @Answers(invoice)
  async one({ projectId, invoiceId }: AskOf<typeof invoice>): Promise<AnswerOf<typeof invoice>> {
    const { text, sha256 } = await this.#find(projectId, invoiceId);
    return { text, sha256 };
  }

  @Answers(invoiceDraft)
  draft({ projectId }: AskOf<typeof invoiceDraft>): Promise<AnswerOf<typeof invoiceDraft>> {
    return this.drafts.of(projectId);
  }

  @Answers(invoiceProof)
  async proof(ask: AskOf<typeof invoiceProof>): Promise<AnswerOf<typeof invoiceProof>> {
    const { projectId, invoiceId, line: nth, limit, cursor } = ask;
    const { text, position } = await this.#find(projectId, invoiceId);
    const { lines } = InvoiceDocument.parse(JSON.parse(text));
    const line = lines[nth - 1] ?? refuse('invoice.line_not_found', { invoiceId, line: nth });
    const after = numberIn(cursor) ?? 0;
    const rows = await this.store.sourcesOfLine(this.db, { invoiceId, line: nth }, after, limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, { place: ({ place }) => place, item: (row) => row });
    const facts = await this.proofs.facts(this.db, items, position);
    return proofOf({ invoiceId, line, nextCursor }, items, facts);
  }

  async #find(projectId: string, invoiceId: string): Promise<StoredInvoice> {
    const found = await this.store.find(this.db, projectId, invoiceId);
    return found ?? refuse('invoice.not_found', { invoiceId });
  }
}
