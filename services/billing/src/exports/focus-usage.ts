import { amountOf } from '../rating/line.ts';
import type { Label } from '../reports/labels.ts';
import type { Piece } from '../reports/piece.ts';
import type { DetailedLine } from '../reports/stretch.ts';
import { dollarsOf, hoursOf, secondsOf } from './decimal.ts';
import { type FocusRow, focusRow } from './focus-columns.ts';
import { type ChargeContext, accountCells, meterOf, priceCells, resourceCells } from './focus-context.ts';

/** The pieces of a line that make one row: those in one hour, either paid for by a commitment or not. */
export type Charge = Readonly<{ line: DetailedLine; pieces: readonly Piece[]; label: Label | undefined }>;

const sumOf = (pieces: readonly Piece[], of: (piece: Piece) => bigint): bigint =>
  pieces.reduce((sum, piece) => sum + of(piece), 0n);

/** What is consumed, whatever it costs. Hardware with GPUs counts their time, other hardware that of its vCPUs. */
const consumedCells = ({ line, pieces }: Charge): Partial<FocusRow> => {
  const { kind, sku, gpuThousandthsUs, unit1024ths } = line;
  if (kind === 'usage')
    return gpuThousandthsUs > 0n
      ? {
          ConsumedQuantity: secondsOf(sumOf(pieces, (piece) => piece.gpuThousandthsUs)),
          ConsumedUnit: 'GPU-Seconds',
        }
      : {
          ConsumedQuantity: secondsOf(sumOf(pieces, (piece) => piece.vcpuMillisUs)),
          ConsumedUnit: 'vCPU-Seconds',
        };
  const heldUs = sumOf(pieces, (piece) => piece.heldUs);
  return {
    ConsumedQuantity: secondsOf((heldUs * 1000n * unit1024ths) / 1024n),
    ConsumedUnit: sku === 'storage-gib' ? 'GiB-Seconds' : 'Domain-Seconds',
  };
};

const bareCells = ({ line, label }: Charge): Partial<FocusRow> => ({
  ...resourceCells(line.endpointId, label),
  ...priceCells(line.sku, line.priceNanoUsdPerHour),
  SkuMeter: meterOf(line).meter,
  PricingUnit: meterOf(line).unit,
  ChargeCategory: 'Usage',
  ChargeFrequency: 'Usage-Based',
  ListUnitPrice: dollarsOf(line.priceNanoUsdPerHour),
  ContractedUnitPrice: dollarsOf(line.priceNanoUsdPerHour),
  x_ReplicaId: line.replicaId,
  x_Revision: line.revision === null ? null : String(line.revision),
  x_Simulated: String(line.simulated),
});

/** What a quantity costs at the list’s price. The plan’s weights are in the quantity: what is free has none. */
const listCells = (line: DetailedLine, weightedUsThousandths: bigint): Partial<FocusRow> => {
  const list = dollarsOf(amountOf({ ...line, weightedUsThousandths }));
  return {
    PricingQuantity: hoursOf(weightedUsThousandths, line.unit1024ths),
    ListCost: list,
    ContractedCost: list,
  };
};

/** What is billed as it is used. */
export const usageRow = (context: ChargeContext, charge: Charge): FocusRow => {
  const { line, pieces } = charge;
  const weighted = line.billed ? sumOf(pieces, (piece) => piece.weightedUsThousandths) : 0n;
  const billed = dollarsOf(sumOf(pieces, (piece) => piece.costNanoUsd));
  return focusRow({
    ...accountCells(context),
    ...bareCells(charge),
    ...consumedCells(charge),
    ...listCells(line, weighted),
    PricingCategory: 'Standard',
    BilledCost: billed,
    EffectiveCost: billed,
    ChargeDescription: describe(charge),
  });
};

const describe = ({ line }: Charge): string => {
  const of = line.replicaId ?? line.sourceId;
  return line.billed ? `${line.sku} for ${of}` : `${line.sku} for ${of}, which never became ready: free`;
};

/** What a commitment is: reserved replicas of one flavour of an endpoint. */
export const commitmentId = (endpointId: string, sku: string): string => `${endpointId}/reserved/${sku}`;

export const commitmentCells = (endpointId: string, sku: string, hours: string): Partial<FocusRow> => ({
  CommitmentDiscountCategory: 'Usage',
  CommitmentDiscountId: commitmentId(endpointId, sku),
  CommitmentDiscountQuantity: hours,
  CommitmentDiscountType: 'Reserved',
  CommitmentDiscountUnit: 'Hours',
});

/**
 * What a commitment has paid for already.
 * @param effectiveNanoUsd its part of what the commitment costs in this hour
 */
export const coveredRow = (context: ChargeContext, charge: Charge, effectiveNanoUsd: bigint): FocusRow => {
  const { line, pieces } = charge;
  const covered = sumOf(pieces, (piece) => piece.coveredUs) * 1000n;
  return focusRow({
    ...accountCells(context),
    ...bareCells(charge),
    ...consumedCells(charge),
    ...listCells(line, covered),
    ...commitmentCells(line.endpointId, line.sku, hoursOf(covered, line.unit1024ths)),
    CommitmentDiscountStatus: 'Used',
    PricingCategory: 'Committed',
    BilledCost: '0',
    EffectiveCost: dollarsOf(effectiveNanoUsd),
    ChargeDescription: `${describe(charge)}, paid for by a commitment`,
  });
};
