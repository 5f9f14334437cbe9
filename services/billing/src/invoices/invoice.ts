import type { InvoiceDocument } from '@tidegate/contracts';
import { deriveId } from '@tidegate/eventing';
import type { InvoiceSums } from '../ledger/posting.ts';
import type { ProjectBooks } from '../ledger/project-books.ts';
import type { Sha256 } from '../ledger/transaction.ts';
import { type InvoiceLine, invoiceLinesOf } from './invoice-line.ts';
import type { Source } from './source.ts';

/** The month that an invoice is for, and where in the log it was closed. */
export type InvoicePeriod = Readonly<{
  period: string;
  fromUs: number;
  toUs: number;
  timeZone: string;
  closedBy: Readonly<{ eventId: string; position: number }>;
  issuedAtUs: number;
}>;

/** An invoice as it is stored and told: `document` in its one spelling, and the sources that its lines follow from. */
export type Invoice = Readonly<{
  document: InvoiceDocument;
  text: string;
  /** Of `text`. */
  sha256: string;
  lines: readonly InvoiceLine[];
}>;

type Given = Readonly<{
  sources: readonly Source[];
  sums: InvoiceSums;
  /** After the invoice. Their last transaction is its own, unless nothing was to be posted. */
  books: Pick<ProjectBooks, 'projectId' | 'nth' | 'hash'>;
}>;

/** A project that used nothing new, and was given nothing back, gets none. */
export const hasInvoice = (
  sources: readonly Source[],
  { subtotalNanoUsd, creditNanoUsd }: InvoiceSums,
): boolean => sources.length > 0 || subtotalNanoUsd !== 0n || creditNanoUsd !== 0n;

/**
 * @throws Error where what the lines come to is not what the ledger says: one of both is wrong, and neither may be told
 */
export const invoiceOf = (given: Given, about: InvoicePeriod, sha256: Sha256): Invoice => {
  const { sums } = given;
  const { projectId, nth, hash } = given.books;
  const lines = invoiceLinesOf(given.sources, about.period, sha256);
  const sum = lines.reduce((total, { amountNanoUsd }) => total + amountNanoUsd, 0n);
  if (sum !== sums.subtotalNanoUsd)
    throw new Error(
      `${projectId}: the lines of ${about.period} come to ${String(sum)}, the ledger says ${String(sums.subtotalNanoUsd)}`,
    );
  const shown = lines.map(documentLineOf);
  const document: InvoiceDocument = {
    invoiceId: deriveId('invoice', projectId, about.period),
    projectId,
    period: about.period,
    from: isoOf(about.fromUs),
    to: isoOf(about.toUs),
    timeZone: about.timeZone,
    currency: 'USD',
    issuedAt: isoOf(about.issuedAtUs),
    closedBy: { eventId: about.closedBy.eventId, position: about.closedBy.position },
    lines: shown,
    subtotalNanoUsd: String(sums.subtotalNanoUsd),
    creditNanoUsd: String(sums.creditNanoUsd),
    roundingNanoUsd: String(sums.roundingNanoUsd),
    totalCents: Number(sums.totalCents),
    linesSha256: sha256(JSON.stringify(shown)),
    ledger: { nth, hash },
  };
  const text = JSON.stringify(document);
  return { document, text, sha256: sha256(text), lines };
};

const isoOf = (us: number): string => new Date(us / 1000).toISOString();

const documentLineOf = (line: InvoiceLine): InvoiceDocument['lines'][number] => ({
  nth: line.nth,
  class: line.isCorrection ? 'Correction' : null,
  period: line.period,
  kind: line.kind,
  endpointId: line.endpointId,
  sku: line.sku,
  simulated: line.simulated,
  fromUs: line.fromUs,
  toUs: line.toUs,
  priceNanoUsdPerHour: String(line.priceNanoUsdPerHour),
  heldUs: String(line.heldUs),
  coveredUs: String(line.coveredUs),
  gpuThousandthsUs: String(line.gpuThousandthsUs),
  unitHours: hoursOf(line.units),
  amountNanoUsd: String(line.amountNanoUsd),
  sources: line.sources.length,
  sourcesSha256: line.sourcesSha256,
});

/** Millionths of an hour in thousandths of a microsecond times 1024ths: 3,600,000,000 × 1000 × 1024 ÷ 1,000,000. */
const MILLIONTH_OF_AN_HOUR = 3_686_400_000n;

/** Hours to six places, cut off: for people. The exact figures stand beside it. */
export const hoursOf = (units: bigint): string => {
  const millionths = (units < 0n ? -units : units) / MILLIONTH_OF_AN_HOUR;
  const sign = units < 0n && millionths > 0n ? '-' : '';
  return `${sign}${String(millionths / 1_000_000n)}.${String(millionths % 1_000_000n).padStart(6, '0')}`;
};
