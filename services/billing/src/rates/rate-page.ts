import { type AnswerOf, type questions, refuse } from '@tidegate/contracts';
import type { Rate } from './rate-card.ts';

export type RatePlace = Readonly<{ hardwareId: string; fromUs: number; version: number }>;

const cursorOf = ({ fromUs, version, hardwareId }: RatePlace): string =>
  `${String(fromUs)}.${String(version)}.${hardwareId}`;

export const ratePlaceOf = (cursor: string | null): RatePlace | null => {
  if (cursor === null) return null;
  const [, fromUs, version, hardwareId] = /^(\d{1,16})\.(\d{1,9})\.(.{1,200})$/.exec(cursor) ?? [];
  if (fromUs === undefined || version === undefined || hardwareId === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list' },
    ]);
  return { hardwareId, fromUs: Number(fromUs), version: Number(version) };
};

/** @param rates `limit` + 1 of them, where there are so many */
export const ratePageOf = (rates: readonly Rate[], limit: number): AnswerOf<typeof questions.rates> => {
  const page = rates.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ hardwareId, priceNanoUsdPerHour, fromUs }) => ({
      hardwareId,
      priceNanoUsdPerHour: String(priceNanoUsdPerHour),
      effectiveFrom: new Date(fromUs / 1000).toISOString(),
    })),
    nextCursor: last && rates.length > limit ? cursorOf(last) : null,
  };
};
