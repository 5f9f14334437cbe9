import { refuse } from '@tidegate/contracts';

/** An opaque place in a list: the number of its last item, so that it stays right while the list grows. */
export const cursorAfter = (place: number): string => `c${place.toString(36)}`;

/** @throws Refusal request.invalid for a cursor that no list gave out */
export const placeIn = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  const place = /^c[0-9a-z]{1,11}$/.test(cursor) ? parseInt(cursor.slice(1), 36) : Number.NaN;
  return Number.isSafeInteger(place)
    ? place
    : refuse('request.invalid', { count: 1 }, [
        { pointer: '?cursor', message: 'is not a cursor of this list' },
      ]);
};

/** A page from one item more than was asked for. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  { place, item }: Readonly<{ place: (row: Row) => number; item: (row: Row) => Item }>,
): { items: Item[]; nextCursor: string | null } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? cursorAfter(place(last)) : null,
  };
};
