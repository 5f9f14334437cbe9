import { Injectable } from '@nestjs/common';
import { InvoiceDocument } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { InvoiceFacts } from './focus-invoice.ts';

/** What a project’s invoice for a month says. Used inside the caller's transaction only. */
@Injectable()
export class InvoiceFactsStore {
  async of(tx: Queries, projectId: string, period: string): Promise<InvoiceFacts | null> {
    const [row] = await tx.query<{ document: string }>(
      sql`select document from invoices where project_id = ${projectId} and period = ${period}`,
    );
    return row ? factsIn(InvoiceDocument.parse(JSON.parse(row.document))) : null;
  }
}

const factsIn = ({ invoiceId, totalCents, creditNanoUsd, lines }: InvoiceDocument): InvoiceFacts => ({
  invoiceId,
  totalCents: BigInt(totalCents),
  creditNanoUsd: BigInt(creditNanoUsd),
  ownNanoUsd: lines
    .filter((line) => line.class === null)
    .reduce((sum, { amountNanoUsd }) => sum + BigInt(amountNanoUsd), 0n),
  corrections: lines
    .filter((line) => line.class !== null)
    .map((line) => ({ ...line, amountNanoUsd: BigInt(line.amountNanoUsd) })),
});
