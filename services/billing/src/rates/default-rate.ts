import type { EventNamed, Recorded } from '@tidegate/contracts';

export type DefaultRate = Readonly<{ sku: string; priceNanoUsdPerHour: number }>;

/** Who publishes defaults: a rate published by anybody else is an operator's word and stands. */
export const PUBLISHER = 'service:billing';

/**
 * The rate that must be published for a flavour of the catalogue, or null. The first counts from the beginning of time, so
 * that no use is without a price; a changed default counts from now on.
 */
export const dueRate = (
  { sku, priceNanoUsdPerHour }: DefaultRate,
  published: readonly Recorded<EventNamed<'RatePublished'>>[],
  nowUs: number,
): EventNamed<'RatePublished'> | null => {
  const last = published.at(-1);
  if (last && (last.meta.actor !== PUBLISHER || last.data.priceNanoUsdPerHour === priceNanoUsdPerHour))
    return null;
  const effectiveFromUs = last ? Math.max(nowUs, last.data.effectiveFromUs) : 0;
  return { type: 'RatePublished', data: { sku, priceNanoUsdPerHour, effectiveFromUs } };
};
