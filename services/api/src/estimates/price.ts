import type { EndpointSpec } from '@tidegate/contracts';
import { fewestReplicas, mostReplicas } from '../configuration/replica-range.ts';

/** One version of the price of a flavour, as billing has it. */
export type Rate = Readonly<{ sku: string; priceNanoUsdPerHour: string; effectiveFrom: string }>;

/** Billionths of a dollar an hour, as decimal strings: they outgrow a double. */
export type Price = Readonly<{
  hardwareId: string;
  perReplicaNanoUsdPerHour: string;
  atMinNanoUsdPerHour: string;
  nowNanoUsdPerHour: string;
  atMaxNanoUsdPerHour: string;
}>;

/** What a flavour costs at a time: of its rates that are in force by then the last. */
export const rateAt = (rates: readonly Rate[], hardwareId: string, at: string): bigint | null => {
  const inForce = rates
    .filter((rate) => rate.sku === hardwareId && Date.parse(rate.effectiveFrom) <= Date.parse(at))
    .toSorted((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom));
  const last = inForce.at(-1);
  return last ? BigInt(last.priceNanoUsdPerHour) : null;
};

/** @param replicas how many it has now */
export const priceOf = (
  { hardware, scaling }: Pick<EndpointSpec, 'hardware' | 'scaling'>,
  each: bigint,
  replicas: number,
): Price => {
  const times = (count: number): string => (each * BigInt(count)).toString();
  return {
    hardwareId: hardware.id,
    perReplicaNanoUsdPerHour: times(1),
    atMinNanoUsdPerHour: times(fewestReplicas(scaling)),
    nowNanoUsdPerHour: times(replicas),
    atMaxNanoUsdPerHour: times(mostReplicas(scaling).replicas),
  };
};
