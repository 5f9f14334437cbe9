import { amountOf } from '../rating/line.ts';
import type { Piece } from '../reports/piece.ts';
import { decimalOf, dollarsOf, hoursOf } from './decimal.ts';
import { type FocusRow, focusRow } from './focus-columns.ts';
import { type ChargeContext, accountCells, priceCells } from './focus-context.ts';
import { type Charge, commitmentCells, commitmentId } from './focus-usage.ts';

/** What a commitment costs in an hour, divided among whom it pays for. */
export type Shares = Readonly<{
  /** By their place among the covered pieces. */
  used: readonly bigint[];
  unusedUs: bigint;
  unusedNanoUsd: bigint;
}>;

/**
 * By the time that each was covered. Rounded so that all together are what the commitment costs.
 * @param committedUs the time of all its replicas
 * @param coveredUs of whom it pays for, in one order
 */
export const sharesOf = (costNanoUsd: bigint, committedUs: bigint, coveredUs: readonly bigint[]): Shares => {
  let sharedUs = 0n;
  let sharedNanoUsd = 0n;
  const used = coveredUs.map((us) => {
    sharedUs += us;
    const upTo = committedUs === 0n ? 0n : (costNanoUsd * sharedUs) / committedUs;
    const share = upTo - sharedNanoUsd;
    sharedNanoUsd = upTo;
    return share;
  });
  return { used, unusedUs: committedUs - sharedUs, unusedNanoUsd: costNanoUsd - sharedNanoUsd };
};

const sumOf = (pieces: readonly Piece[], of: (piece: Piece) => bigint): bigint =>
  pieces.reduce((sum, piece) => sum + of(piece), 0n);

/** The time of all replicas that are committed. */
export const committedUsOf = ({ line, pieces }: Charge): bigint =>
  (sumOf(pieces, (piece) => piece.heldUs) * line.unit1024ths) / 1024n;

export const costOf = ({ pieces }: Charge): bigint => sumOf(pieces, (piece) => piece.costNanoUsd);

const THOUSANDTHS = 1000n;
const NANO = 1_000_000_000n;

/** What is paid for the commitment itself. A committed hour has a price of its own: the rate, as the plan weighs it. */
export const purchaseRow = (context: ChargeContext, charge: Charge): FocusRow => {
  const { line, pieces, label } = charge;
  const weight = BigInt(pieces[0]?.weightThousandths ?? 1000);
  const hours = hoursOf(sumOf(pieces, (piece) => piece.heldUs) * THOUSANDTHS, line.unit1024ths);
  const weightedUsThousandths = sumOf(pieces, (piece) => piece.weightedUsThousandths);
  const cost = dollarsOf(amountOf({ ...line, weightedUsThousandths }));
  const price = decimalOf(line.priceNanoUsdPerHour * weight, THOUSANDTHS * NANO, 12);
  const id = commitmentId(line.endpointId, line.sku);
  return focusRow({
    ...accountCells(context),
    SkuId: line.sku,
    SkuPriceId: `${line.sku}@${String(line.priceNanoUsdPerHour)}/reserved-${String(weight)}`,
    ...commitmentCells(line.endpointId, line.sku, hours),
    SkuMeter: 'Committed hardware',
    ResourceId: id,
    ResourceType: 'Commitment',
    Tags: label ? JSON.stringify(label.tags) : null,
    x_CostCenter: label?.billingAccount ?? null,
    x_Simulated: String(line.simulated),
    ChargeCategory: 'Purchase',
    ChargeFrequency: 'Recurring',
    PricingCategory: 'Standard',
    PricingQuantity: hours,
    PricingUnit: 'Hours',
    ListUnitPrice: price,
    ContractedUnitPrice: price,
    ListCost: cost,
    ContractedCost: cost,
    BilledCost: dollarsOf(costOf(charge)),
    // It is in what it pays for.
    EffectiveCost: '0',
    ChargeDescription: `${line.sku} reserved for ${line.endpointId}`,
  });
};

/** What was committed and not used. */
export const unusedRow = (
  context: ChargeContext,
  charge: Charge,
  { unusedUs, unusedNanoUsd }: Pick<Shares, 'unusedUs' | 'unusedNanoUsd'>,
): FocusRow => {
  const { line, label } = charge;
  const hours = hoursOf(unusedUs * THOUSANDTHS, 1024n);
  const cost = dollarsOf(
    amountOf({ ...line, unit1024ths: 1024n, weightedUsThousandths: unusedUs * THOUSANDTHS }),
  );
  return focusRow({
    ...accountCells(context),
    ...priceCells(line.sku, line.priceNanoUsdPerHour),
    ...commitmentCells(line.endpointId, line.sku, hours),
    CommitmentDiscountStatus: 'Unused',
    SkuMeter: 'Hardware',
    ResourceId: commitmentId(line.endpointId, line.sku),
    ResourceType: 'Commitment',
    Tags: label ? JSON.stringify(label.tags) : null,
    x_CostCenter: label?.billingAccount ?? null,
    x_Simulated: String(line.simulated),
    ChargeCategory: 'Usage',
    ChargeFrequency: 'Usage-Based',
    PricingCategory: 'Committed',
    PricingQuantity: hours,
    PricingUnit: 'Hours',
    ListUnitPrice: dollarsOf(line.priceNanoUsdPerHour),
    ContractedUnitPrice: dollarsOf(line.priceNanoUsdPerHour),
    ListCost: cost,
    ContractedCost: cost,
    BilledCost: '0',
    EffectiveCost: dollarsOf(unusedNanoUsd),
    ChargeDescription: `${line.sku} reserved for ${line.endpointId} and not used`,
  });
};
