import type { EventNamed } from '@tidegate/contracts';

/** A small event: what stands beside it in the log weighs more than its own data. */
export const priced = (price: number): EventNamed<'RatePublished'> => ({
  type: 'RatePublished',
  data: { sku: 'cpu-1x', priceNanoUsdPerHour: price, effectiveFromUs: 1_763_600_000_000_000 },
});
