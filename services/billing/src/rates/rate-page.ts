import { type AnswerOf, type questions, refuse } from '@tidegate/contracts';
import type { Rate } from './rate-card.ts';

export type RatePlace = Readonly<{ sku: string; fromUs: number; version: number }>;
type RateView = AnswerOf<typeof questions.rates>['items'][number];

const cursorOf = ({ fromUs, version, sku }: RatePlace): string =>
  `${String(fromUs)}.${String(version)}.${sku}`;

export const ratePlaceOf = (cursor: string | null): RatePlace | null => {
  if (cursor === null) return null;
  const [, fromUs, version, sku] = /^(\d{1,16})\.(\d{1,9})\.(.{1,200})$/.exec(cursor) ?? [];
  if (fromUs === undefined || version === undefined || sku === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list' },
    ]);
  return { sku, fromUs: Number(fromUs), version: Number(version) };
};

export const rateViewOf = ({
  sku,
  priceNanoUsdPerHour,
  fromUs,
}: Pick<Rate, 'sku' | 'priceNanoUsdPerHour' | 'fromUs'>): RateView => ({
  sku,
  priceNanoUsdPerHour: String(priceNanoUsdPerHour),
  effectiveFrom: new Date(fromUs / 1000).toISOString(),
});

/** @param rates `limit` + 1 of them, where there are so many */
export const ratePageOf = (rates: readonly Rate[], limit: number): AnswerOf<typeof questions.rates> => {
  const page = rates.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(rateViewOf),
    nextCursor: last && rates.length > limit ? cursorOf(last) : null,
  };
};
