import { Injectable } from '@nestjs/common';
import type { InvoiceSummary } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Invoice } from './invoice.ts';
import type { Source } from './source.ts';
import { type PlacedSource, sourceIn, type SourceRow, sourceRowsOf } from './source-row.ts';

/** So many sources are written by one statement. */
const BATCH = 2000;

type SummaryRow = Readonly<{
  invoice_id: string;
  project_id: string;
  period: string;
  position: number;
  issued_at_us: number;
  lines: number;
  subtotal_nano_usd: string;
  credit_nano_usd: string;
  rounding_nano_usd: string;
  total_cents: number;
  lines_sha256: string;
}>;
type DocumentRow = Readonly<{ invoice_id: string; document: string; sha256: string; position: number }>;
export type StoredInvoice = Readonly<{ text: string; sha256: string; position: number }>;

/** Invoices as they were made: rows are added and never change. */
@Injectable()
export class InvoiceStore {
  async add(tx: Queries, invoices: readonly Invoice[]): Promise<void> {
    if (invoices.length === 0) return;
    await tx.query(sql`
      insert into invoices
        select * from jsonb_populate_recordset(null::invoices, ${JSON.stringify(invoices.map(invoiceRow))}::jsonb)`);
    const rows = invoices.flatMap(sourceRowsOf);
    for (let from = 0; from < rows.length; from += BATCH)
      await tx.query(sql`
        insert into invoice_sources select * from
          jsonb_populate_recordset(null::invoice_sources, ${JSON.stringify(rows.slice(from, from + BATCH))}::jsonb)`);
    const ids = invoices.map(({ document }) => document.invoiceId);
    await tx.query(
      sql`insert into invoices_to_announce select unnest(${ids}::text[]) on conflict do nothing`,
    );
  }

  /** What a project’s invoices hold of one month. */
  async sources(tx: Queries, projectId: string, period: string): Promise<Source[]> {
    const rows = await tx.query<SourceRow>(
      sql`select * from invoice_sources where project_id = ${projectId} and period = ${period}`,
    );
    return rows.map(sourceIn);
  }

  /** A page of the sources of one line, in their order. */
  async sourcesOfLine(
    tx: Queries,
    { invoiceId, line }: Readonly<{ invoiceId: string; line: number }>,
    after: number,
    limit: number,
  ): Promise<PlacedSource[]> {
    const rows = await tx.query<SourceRow & { place: number }>(sql`
      select * from invoice_sources where invoice_id = ${invoiceId} and line = ${line} and place > ${after}
        order by place limit ${limit}`);
    return rows.map((row) => ({ ...sourceIn(row), place: row.place }));
  }

  async find(tx: Queries, projectId: string, invoiceId: string): Promise<StoredInvoice | undefined> {
    const [row] = await tx.query<DocumentRow>(sql`
      select invoice_id, document, sha256, position from invoices where invoice_id = ${invoiceId} and project_id = ${projectId}`);
    return row && { text: row.document, sha256: row.sha256, position: row.position };
  }

  /** Everybody’s, of one month or one id where given; a page after an id. */
  async all(
    tx: Queries,
    { period, invoiceId }: Readonly<{ period: string | null; invoiceId: string | null }>,
    after: string,
    limit: number,
  ): Promise<(StoredInvoice & { invoiceId: string })[]> {
    const rows = await tx.query<DocumentRow>(sql`
      select invoice_id, document, sha256, position from invoices
        where (${period}::text is null or period = ${period}) and (${invoiceId}::text is null or invoice_id = ${invoiceId})
          and invoice_id > ${after}
        order by invoice_id limit ${limit}`);
    return rows.map((row) => ({
      invoiceId: row.invoice_id,
      text: row.document,
      sha256: row.sha256,
      position: row.position,
    }));
  }

  /** Newest first, before a month. */
  async page(
    tx: Queries,
    projectId: string,
    before: string | null,
    limit: number,
  ): Promise<InvoiceSummary[]> {
    const rows = await tx.query<SummaryRow>(sql`
      select * from invoices where project_id = ${projectId} and (${before}::text is null or period < ${before})
        order by period desc limit ${limit}`);
    return rows.map(summaryOf);
  }

  /** Invoices that the log does not tell of yet. */
  async toAnnounce(tx: Queries, limit: number): Promise<InvoiceSummary[]> {
    const rows = await tx.query<SummaryRow>(sql`
      select i.* from invoices_to_announce a join invoices i using (invoice_id) order by i.position, i.invoice_id limit ${limit}`);
    return rows.map(summaryOf);
  }

  async announced(tx: Queries, invoiceId: string): Promise<void> {
    await tx.query(sql`delete from invoices_to_announce where invoice_id = ${invoiceId}`);
  }
}

const invoiceRow = ({ document, text, sha256 }: Invoice) => ({
  invoice_id: document.invoiceId,
  project_id: document.projectId,
  period: document.period,
  position: document.closedBy.position,
  issued_at_us: Date.parse(document.issuedAt) * 1000,
  lines: document.lines.length,
  subtotal_nano_usd: document.subtotalNanoUsd,
  credit_nano_usd: document.creditNanoUsd,
  rounding_nano_usd: document.roundingNanoUsd,
  total_cents: document.totalCents,
  lines_sha256: document.linesSha256,
  document: text,
  sha256,
});

const summaryOf = (row: SummaryRow): InvoiceSummary => ({
  invoiceId: row.invoice_id,
  projectId: row.project_id,
  period: row.period,
  issuedAt: new Date(row.issued_at_us / 1000).toISOString(),
  currency: 'USD',
  subtotalNanoUsd: row.subtotal_nano_usd,
  creditNanoUsd: row.credit_nano_usd,
  roundingNanoUsd: row.rounding_nano_usd,
  totalCents: row.total_cents,
  linesSha256: row.lines_sha256,
  lines: row.lines,
});
