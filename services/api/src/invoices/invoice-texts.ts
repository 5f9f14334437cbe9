import { type InvoiceDocument, type InvoiceLineView, usdOf } from '@tidegate/contracts';

/** What an invoice says to people, the same on a page and on paper. */
export type InvoiceTexts = Readonly<{
  title: string;
  facts: readonly (readonly [name: string, value: string])[];
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  sums: readonly (readonly [name: string, value: string])[];
  total: readonly [name: string, value: string];
  notes: readonly string[];
}>;

const day = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;
const usd = (nanoUsd: string): string => `${usdOf(BigInt(nanoUsd))} USD`;
const cents = (value: number): string => {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)} USD`;
};

const rowOf = (line: InvoiceLineView): string[] => [
  String(line.nth),
  line.class === null ? line.period : `${line.period} (correction)`,
  line.endpointId,
  `${line.sku}${line.kind === 'usage' ? '' : ` (${line.kind})`}${line.simulated ? ' (simulated)' : ''}`,
  line.unitHours,
  usdOf(BigInt(line.priceNanoUsdPerHour)),
  usdOf(BigInt(line.amountNanoUsd)),
];

export const textsOf = (document: InvoiceDocument, sha256: string): InvoiceTexts => ({
  title: `Invoice ${document.invoiceId}`,
  facts: [
    ['Project', document.projectId],
    ['Month', `${document.period} (${document.timeZone})`],
    ['From', day(document.from)],
    ['Until', day(document.to)],
    ['Issued', day(document.issuedAt)],
  ],
  columns: ['#', 'Month', 'Endpoint', 'What', 'Hours', 'USD an hour', 'USD'],
  rows: document.lines.map(rowOf),
  sums: [
    ['Subtotal', usd(document.subtotalNanoUsd)],
    ['Credit', usd(String(-BigInt(document.creditNanoUsd)))],
    ['Rounding to whole cents', usd(document.roundingNanoUsd)],
  ],
  total: ['Total', cents(document.totalCents)],
  notes: [
    `Closed by event ${document.closedBy.eventId} at position ${String(document.closedBy.position)} of the log.`,
    `Posted as transaction ${String(document.ledger.nth)} of the project, ${document.ledger.hash}.`,
    `SHA-256 of this invoice as JSON: ${sha256}.`,
  ],
});
