import type { Holding, Start } from '../metering/holding.ts';
import { halfEven } from './half-even.ts';
import type { Rate, RateCard } from '../rates/rate-card.ts';

/** One replica at one rate: the unit of a bill, rounded once. Quantities are exact. */
export type Line = Readonly<{
  replicaId: string;
  endpointId: string;
  projectId: string;
  revision: number;
  hardwareId: string;
  simulated: boolean;
  /** Right-open: the microsecond `toUs` belongs to what follows. */
  fromUs: number;
  toUs: number;
  /** It still grows. */
  open: boolean;
  priceNanoUsdPerHour: bigint;
  heldUs: bigint;
  gpuThousandthsUs: bigint;
  vcpuMillisUs: bigint;
  costNanoUsd: bigint;
  /** False for a start that never became ready: listed, and free. */
  billed: boolean;
}>;

const HOUR_US = 3_600_000_000n;

/**
 * The lines of one replica: one, and one more for each change of its rate while it held its hardware. A replica that has not
 * stopped is counted up to `nowUs`. Time before a flavour's first rate is free.
 */
export const linesOf = (holding: Holding, card: RateCard, nowUs: number): Line[] => {
  const { start, stop } = holding;
  const endUs = Math.max(start.atUs, Math.min(stop?.atUs ?? nowUs, nowUs));
  const rates = card.of(start.hardwareId);
  const changes = rates.filter(({ fromUs }) => fromUs > start.atUs && fromUs < endUs);
  const bounds = [start.atUs, ...changes.map(({ fromUs }) => fromUs), endUs];
  const isOpen = stop === null || stop.atUs > nowUs;
  return bounds.slice(1).map((toUs, nth) => {
    const fromUs = bounds[nth] ?? start.atUs;
    const open = isOpen && nth === bounds.length - 2;
    return lineOf(holding, { fromUs, toUs, open }, rateAt(rates, fromUs));
  });
};

const rateAt = (rates: readonly Rate[], atUs: number): Rate | undefined =>
  rates.findLast(({ fromUs }) => fromUs <= atUs);

const lineOf = (
  { replicaId, endpointId, projectId, revision, start, stop }: Holding,
  span: Readonly<{ fromUs: number; toUs: number; open: boolean }>,
  rate: Rate | undefined,
): Line => {
  const billed = stop?.neverReady !== true;
  const priceNanoUsdPerHour = rate?.priceNanoUsdPerHour ?? 0n;
  const quantities = quantitiesOf(start, BigInt(span.toUs - span.fromUs));
  return {
    replicaId,
    endpointId,
    projectId,
    revision,
    hardwareId: start.hardwareId,
    simulated: start.simulated,
    ...span,
    priceNanoUsdPerHour,
    ...quantities,
    costNanoUsd: billed ? halfEven(quantities.heldUs * priceNanoUsdPerHour, HOUR_US) : 0n,
    billed,
  };
};

const quantitiesOf = ({ gpuThousandths, vcpuMillis }: Start, heldUs: bigint) => ({
  heldUs,
  gpuThousandthsUs: heldUs * BigInt(gpuThousandths),
  vcpuMillisUs: heldUs * BigInt(vcpuMillis),
});
