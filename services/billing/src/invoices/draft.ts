import type { InvoiceDraft } from '@tidegate/contracts';
import type { Invoice } from './invoice.ts';

/** An invoice that was not made: without what only one that was made has. */
export const draftOf = ({ document }: Invoice): InvoiceDraft => ({
  projectId: document.projectId,
  period: document.period,
  from: document.from,
  to: document.to,
  timeZone: document.timeZone,
  currency: document.currency,
  asOf: document.issuedAt,
  lines: document.lines,
  subtotalNanoUsd: document.subtotalNanoUsd,
  creditNanoUsd: document.creditNanoUsd,
  roundingNanoUsd: document.roundingNanoUsd,
  totalCents: document.totalCents,
  linesSha256: document.linesSha256,
});
