import type { Label } from '../reports/labels.ts';
import type { Line } from '../rating/line.ts';
import { type FocusRow, momentOf } from './focus-columns.ts';

/** The month that a row is billed in. */
export type BillingPeriod = Readonly<{ fromUs: number; toUs: number; invoiceId: string | null }>;

/** What rows of one hour have in common. */
export type ChargeContext = Readonly<{
  project: Readonly<{ id: string; name: string }>;
  period: BillingPeriod;
  /** Of the charge. */
  fromUs: number;
  untilUs: number;
}>;

export const accountCells = ({ project, period, fromUs, untilUs }: ChargeContext): Partial<FocusRow> => ({
  BillingAccountId: project.id,
  BillingAccountName: project.name,
  BillingPeriodStart: momentOf(period.fromUs),
  BillingPeriodEnd: momentOf(period.toUs),
  ChargePeriodStart: momentOf(fromUs),
  ChargePeriodEnd: momentOf(untilUs),
  InvoiceId: period.invoiceId,
  SubAccountId: project.id,
  SubAccountName: project.name,
});

/** The endpoint as it was called and tagged then. */
export const resourceCells = (endpointId: string, label: Label | undefined): Partial<FocusRow> => ({
  ResourceId: endpointId,
  ResourceName: label?.name ?? null,
  ResourceType: 'Inference endpoint',
  Tags: label ? JSON.stringify(label.tags) : null,
  x_CostCenter: label?.billingAccount ?? null,
});

/** What an hour is an hour of, in the words of the price list. */
export const meterOf = ({ kind, sku }: Pick<Line, 'kind' | 'sku'>): { unit: string; meter: string } => {
  if (kind !== 'add-on') return { unit: 'Hours', meter: 'Hardware' };
  return sku === 'storage-gib'
    ? { unit: 'GiB-Hours', meter: 'Storage' }
    : { unit: 'Domain-Hours', meter: 'Custom domain' };
};

/** A price is known by what it is of and how much it is: both are in the list of rates. */
export const priceCells = (sku: string, priceNanoUsdPerHour: bigint): Partial<FocusRow> => ({
  SkuId: sku,
  SkuPriceId: `${sku}@${String(priceNanoUsdPerHour)}`,
});
