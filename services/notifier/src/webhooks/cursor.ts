import { refuse } from '@tidegate/contracts';

export const cursorOf = (hasMore: boolean, place: number | undefined): string | null =>
  hasMore && place !== undefined ? `c${place.toString(36)}` : null;

/** @throws Refusal request.invalid for a cursor that no list gave out */
export const placeIn = (cursor: string | null): number | null => {
  if (cursor === null) return null;
  const place = /^c[0-9a-z]{1,11}$/.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : Number.NaN;
  return Number.isSafeInteger(place)
    ? place
    : refuse('request.invalid', { count: 1 }, [
        { pointer: '?cursor', message: 'is not a cursor of this list' },
      ]);
};
