import type { Phase, Plan } from '@tidegate/contracts';
import type { Endpoint } from '../metering/endpoint.ts';
import { endOf, hasFailed, type Holding } from '../metering/holding.ts';
import { type Stretch, stretchesOf } from '../metering/phases.ts';
import { commonUs, isWithin, type Span } from '../metering/span.ts';
import { type Card, type Slice, slicesOf } from './card.ts';
import { amountOf, type Line, STORAGE_GIB } from './line.ts';

type Growing = Readonly<{ nowUs: number; isOpen: boolean; endUs: number }>;
type Phases<T> = Record<Phase, T>;

const phases = <T>(valueOf: (phase: Phase) => T): Phases<T> => ({
  pulling: valueOf('pulling'),
  loading: valueOf('loading'),
  ready: valueOf('ready'),
  idle: valueOf('idle'),
  draining: valueOf('draining'),
  sleeping: valueOf('sleeping'),
});
export const NO_PHASES: Readonly<Phases<bigint>> = phases(() => 0n);

/**
 * The lines of one replica: its usage, one line and one more for each change of its rate, its plan and the month; and of its storage,
 * where it asked for any. What has not stopped is counted up to `nowUs`.
 * @param covered when a commitment pays for it, in order
 */
export const replicaLines = (
  holding: Holding,
  { endpoint, covered }: Readonly<{ endpoint: Endpoint; covered: readonly Span[] }>,
  card: Card,
  nowUs: number,
): Line[] => {
  const growing = {
    nowUs,
    endUs: endOf(holding, nowUs),
    isOpen: holding.stop === null || holding.stop.atUs > nowUs,
  };
  const diskMib = endpoint.diskMib.get(holding.revision);
  return [
    ...usageLines(
      holding,
      { stretches: stretchesOf(holding, endpoint.around, nowUs), covered },
      card,
      growing,
    ),
    ...(diskMib === undefined ? [] : storageLines(holding, diskMib, card, growing)),
  ];
};

type Done = Readonly<{ stretches: readonly Stretch[]; covered: readonly Span[] }>;

const usageLines = (holding: Holding, done: Done, card: Card, growing: Growing): Line[] => {
  const { fromUs, projectId, hardware } = holding;
  const slices = slicesOf(card, { sku: hardware.sku, projectId }, { fromUs, toUs: growing.endUs });
  return slices.map((slice) => {
    const measured = measure(holding, done, slice);
    const startedUs = BigInt(
      Math.max(0, slice.toUs - Math.max(slice.fromUs, holding.start?.atUs ?? Infinity)),
    );
    return lineOf(holding, slice, growing, {
      kind: 'usage',
      sku: hardware.sku,
      unit1024ths: 1024n,
      ...measured,
      gpuThousandthsUs: startedUs * BigInt(hardware.gpuThousandths),
      vcpuMillisUs: startedUs * BigInt(hardware.vcpuMillis),
    });
  });
};

/** Held from the start on, whatever the replica does. */
const storageLines = (holding: Holding, diskMib: number, card: Card, growing: Growing): Line[] => {
  if (!holding.start) return [];
  const fromUs = Math.min(holding.start.atUs, growing.endUs);
  const slices = slicesOf(
    card,
    { sku: STORAGE_GIB, projectId: holding.projectId },
    { fromUs, toUs: growing.endUs },
  );
  return slices.map((slice) => {
    const weight = weightOf(1000, holding, slice.plan);
    return lineOf(holding, slice, growing, {
      kind: 'add-on',
      sku: STORAGE_GIB,
      unit1024ths: BigInt(diskMib),
      phaseUs: NO_PHASES,
      coveredUs: 0n,
      weightedUsThousandths: BigInt((slice.toUs - slice.fromUs) * weight),
      burnWeight: BigInt(weight),
      gpuThousandthsUs: 0n,
      vcpuMillisUs: 0n,
    });
  });
};

type Measured = Pick<Line, 'phaseUs' | 'coveredUs' | 'weightedUsThousandths' | 'burnWeight'>;

/** Sums within one slice. A slice is no longer than a month, so that thousandths of its microseconds fit a double. */
const measure = (holding: Holding, { stretches, covered }: Done, slice: Slice): Measured => {
  const heldUs = phases(() => 0);
  let coveredUs = 0;
  let weighted = 0;
  let burnWeight = 0;
  for (const stretch of stretches) {
    const fromUs = Math.max(stretch.fromUs, slice.fromUs);
    const toUs = Math.min(stretch.toUs, slice.toUs);
    if (toUs <= fromUs) continue;
    const paidUs = commonUs(covered, fromUs, toUs);
    const weight = weightIn(stretch, holding, slice.plan);
    heldUs[stretch.phase] += toUs - fromUs;
    coveredUs += paidUs;
    weighted += (toUs - fromUs - paidUs) * weight;
    burnWeight = isWithin(covered, toUs - 1) ? 0 : weight;
  }
  return {
    phaseUs: phases((phase) => BigInt(heldUs[phase])),
    coveredUs: BigInt(coveredUs),
    weightedUsThousandths: BigInt(weighted),
    burnWeight: BigInt(burnWeight),
  };
};

/** How a moment of it counts, in thousandths of the rate. */
export const weightIn = (stretch: Stretch, holding: Holding, plan: Plan): number =>
  weightOf(phaseWeight(stretch, plan), holding, plan);

const phaseWeight = ({ phase, isGated }: Stretch, { phases: weights, asyncIdleIsFree }: Plan): number =>
  isGated && asyncIdleIsFree ? 0 : weights[phase];

/** What never became ready counts by the plan's word for that too; what is not a whole thousandth is the payer's. */
const weightOf = (weight: number, holding: Holding, { failedStart }: Plan): number =>
  hasFailed(holding) ? Math.floor((weight * failedStart) / 1000) : weight;

const lineOf = (
  holding: Holding,
  slice: Slice,
  { isOpen, endUs }: Growing,
  measured: Measured & Pick<Line, 'kind' | 'sku' | 'unit1024ths' | 'gpuThousandthsUs' | 'vcpuMillisUs'>,
): Line => {
  const { fromUs, toUs, period, priceNanoUsdPerHour } = slice;
  const open = isOpen && toUs === endUs;
  return {
    sourceId: holding.replicaId,
    replicaId: holding.replicaId,
    endpointId: holding.endpointId,
    projectId: holding.projectId,
    revision: holding.revision,
    simulated: holding.start?.simulated ?? false,
    period,
    fromUs,
    toUs,
    open,
    priceNanoUsdPerHour,
    heldUs: BigInt(toUs - fromUs),
    ...measured,
    burnWeight: open ? measured.burnWeight : 0n,
    costNanoUsd: amountOf({ ...measured, priceNanoUsdPerHour }),
    billed: !(hasFailed(holding) && slice.plan.failedStart === 0),
  };
};
