import type { LineKind } from '../rating/line.ts';
import { dollarsOf } from './decimal.ts';
import { type FocusRow, focusRow, momentOf } from './focus-columns.ts';
import { type ChargeContext, accountCells, meterOf } from './focus-context.ts';
import { commitmentId } from './focus-usage.ts';

/** What an invoice says besides the usage of its month. */
export type InvoiceFacts = Readonly<{
  invoiceId: string;
  totalCents: bigint;
  creditNanoUsd: bigint;
  /** Of its own month. */
  ownNanoUsd: bigint;
  /** Of earlier months: what has become more, or less, of them. */
  corrections: readonly Correction[];
}>;
export type Correction = Readonly<{
  kind: LineKind;
  sku: string;
  endpointId: string;
  fromUs: number;
  toUs: number;
  amountNanoUsd: bigint;
}>;

const NANO_USD_PER_CENT = 10_000_000n;

/**
 * The rows that bring those of an invoice’s usage to what is to be paid: what is on a later invoice, corrections of earlier months,
 * credit, and the rounding to whole cents.
 * @param toldNanoUsd what all other rows of this invoice come to
 */
export const invoiceRows = (
  context: ChargeContext,
  invoice: InvoiceFacts,
  toldNanoUsd: bigint,
): FocusRow[] => {
  const { ownNanoUsd, creditNanoUsd, totalCents, corrections } = invoice;
  const net = corrections.reduce((sum, { amountNanoUsd }) => sum + amountNanoUsd, ownNanoUsd - creditNanoUsd);
  return [
    ...amountRow(context, ownNanoUsd - toldNanoUsd, {
      ChargeCategory: 'Adjustment',
      ChargeDescription: 'What was known of the month after its invoice was made: it is on a later one',
    }),
    ...corrections.flatMap((correction) => correctionRow(context, correction)),
    ...amountRow(context, -creditNanoUsd, {
      ChargeCategory: 'Credit',
      ChargeDescription: 'Paid from credit',
    }),
    ...amountRow(context, totalCents * NANO_USD_PER_CENT - net, {
      ChargeCategory: 'Adjustment',
      ChargeDescription: 'Rounding to whole cents',
    }),
  ];
};

const correctionRow = (context: ChargeContext, correction: Correction): FocusRow[] => {
  const { kind, sku, endpointId, fromUs, toUs, amountNanoUsd } = correction;
  const isPurchase = kind === 'commitment';
  return amountRow(context, amountNanoUsd, {
    ChargeCategory: isPurchase ? 'Purchase' : 'Usage',
    ChargeClass: 'Correction',
    ChargeFrequency: isPurchase ? 'Recurring' : 'Usage-Based',
    ChargePeriodStart: momentOf(fromUs),
    ChargePeriodEnd: momentOf(toUs),
    ChargeDescription: `Correction of ${sku} for ${endpointId}`,
    SkuId: sku,
    SkuMeter: meterOf(correction).meter,
    ...(isPurchase
      ? {
          EffectiveCost: '0',
          CommitmentDiscountCategory: 'Usage',
          CommitmentDiscountId: commitmentId(endpointId, sku),
          CommitmentDiscountType: 'Reserved',
          ResourceId: commitmentId(endpointId, sku),
          ResourceType: 'Commitment',
        }
      : { ResourceId: endpointId, ResourceType: 'Inference endpoint' }),
  });
};

/** An amount that follows from no quantity; none of nothing. */
const amountRow = (context: ChargeContext, amountNanoUsd: bigint, cells: Partial<FocusRow>): FocusRow[] => {
  if (amountNanoUsd === 0n) return [];
  const amount = dollarsOf(amountNanoUsd);
  return [
    focusRow({
      ...accountCells(context),
      BilledCost: amount,
      EffectiveCost: amount,
      ListCost: amount,
      ContractedCost: amount,
      ChargeFrequency: 'One-Time',
      ...cells,
    }),
  ];
};
