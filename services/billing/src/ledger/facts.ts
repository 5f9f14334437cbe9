import type { EventNamed, Recorded } from '@tidegate/contracts';
import type { InvoicePeriod } from '../invoices/invoice.ts';
import type { Credit } from './project-books.ts';

export type CreditGranted = Recorded<EventNamed<'CreditGranted'>>;
export type UsageHourClosed = Recorded<EventNamed<'UsageHourClosed'>>;
export type BillingPeriodClosed = Recorded<EventNamed<'BillingPeriodClosed'>>;

/** What the books follow from, besides usage. */
export type LedgerFact = CreditGranted | UsageHourClosed | BillingPeriodClosed;

export const creditOf = ({ data }: CreditGranted): Credit => ({
  creditId: data.creditId,
  kind: data.kind,
  amountNanoUsd: BigInt(data.amountNanoUsd),
  remainingNanoUsd: BigInt(data.amountNanoUsd),
  grantedAtUs: data.grantedAtUs,
  expiresAtUs: data.expiresAtUs,
});

export const periodOf = ({ id, position, occurredAt, data }: BillingPeriodClosed): InvoicePeriod => ({
  period: data.period,
  fromUs: data.fromUs,
  toUs: data.toUs,
  timeZone: data.timeZone,
  closedBy: { eventId: id, position },
  issuedAtUs: occurredAt.getTime() * 1000,
});

export const LEDGER_FACTS = ['CreditGranted', 'UsageHourClosed', 'BillingPeriodClosed'] as const;
const KINDS: ReadonlySet<string> = new Set(LEDGER_FACTS);
export const isLedgerFact = (event: Recorded): event is LedgerFact => KINDS.has(event.type);
