import type { Api } from './api.ts';
import { listed } from './pages.ts';
import { type Row, dollars, shown, table } from './table.ts';

type Sums = Readonly<{
  period: string;
  subtotalNanoUsd: string;
  creditNanoUsd: string;
  roundingNanoUsd: string;
  totalCents: number;
}>;
export type Summary = Sums & Readonly<{ invoiceId: string; issuedAt: string; lines: number }>;
type Line = Readonly<{
  nth: number;
  class: string | null;
  period: string;
  kind: string;
  endpointId: string;
  sku: string;
  simulated: boolean;
  unitHours: string;
  priceNanoUsdPerHour: string;
  amountNanoUsd: string;
}>;
/** Of the month that runs it has no id yet. */
export type Invoice = Sums &
  Readonly<{ invoiceId?: string; issuedAt?: string; asOf?: string; lines: readonly Line[] }>;

export const invoices = (api: Api, limit: number): Promise<Summary[]> =>
  listed(api, '/v1/billing/invoices', {}, limit);

/** @param id `draft`: what the month that runs would come to */
export const invoice = (api: Api, id: string): Promise<Invoice> =>
  api.call('GET', `/v1/billing/invoices/${encodeURIComponent(id)}`);

export const invoicePdf = (api: Api, id: string): Promise<Uint8Array> =>
  api.bytes(`/v1/billing/invoices/${encodeURIComponent(id)}`, 'application/pdf');

const cents = (total: number): string => dollars(String(BigInt(total) * 10_000_000n)).slice(0, -2);
const sumsOf = ({ subtotalNanoUsd, creditNanoUsd, roundingNanoUsd, totalCents }: Sums): Row => [
  dollars(subtotalNanoUsd),
  dollars(creditNanoUsd),
  dollars(roundingNanoUsd),
  cents(totalCents),
];

export const invoicesText = (all: readonly Summary[]): string => {
  if (all.length === 0) return 'No invoices yet: the first is made when a month is over.\n';
  const rows = all.map((each): Row => [
    each.invoiceId,
    each.period,
    each.issuedAt,
    String(each.lines),
    ...sumsOf(each),
  ]);
  return table(['INVOICE', 'MONTH', 'MADE', 'LINES', 'USAGE', 'CREDIT', 'ROUNDING', 'TO PAY'], rows);
};

export const invoiceText = (one: Invoice): string => {
  const { invoiceId, issuedAt, asOf, period, lines } = one;
  const rows = lines.map((line): Row => [
    `${line.nth}`,
    line.class === null ? line.period : `${line.period} corrected`,
    line.kind,
    line.endpointId,
    shown(line.sku) + (line.simulated ? ' (simulated)' : ''),
    line.unitHours,
    dollars(line.priceNanoUsdPerHour),
    dollars(line.amountNanoUsd),
  ]);
  const [usage, credit, rounding, total] = sumsOf(one);
  return [
    invoiceId === undefined
      ? `${period} as it stands at ${asOf ?? ''}\n\n`
      : `${invoiceId} for ${period}, made ${issuedAt ?? ''}\n\n`,
    table(['LINE', 'MONTH', 'KIND', 'ENDPOINT', 'OF', 'HOURS', 'AN HOUR', 'COST'], rows),
    `\nUsage ${usage ?? ''}, from credit ${credit ?? ''}, rounding ${rounding ?? ''}: to pay ${total ?? ''}\n`,
  ].join('');
};
