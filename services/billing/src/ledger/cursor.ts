import { refuse } from '@tidegate/contracts';

/** A place in a list: a whole number. */
export const numberIn = (cursor: string | null): number | null => {
  if (cursor === null) return null;
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : notOfThisList();
};

/** A place in a list by months. */
export const periodIn = (cursor: string | null): string | null =>
  cursor === null || /^\d{4}-\d{2}$/.test(cursor) ? cursor : notOfThisList();

const notOfThisList = (): never =>
  refuse('request.invalid', { count: 1 }, [{ pointer: '?cursor', message: 'is not a cursor of this list' }]);

/** @param rows one more than the page, where there are so many */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  { place, item }: Readonly<{ place: (row: Row) => string | number; item: (row: Row) => Item }>,
): { items: Item[]; nextCursor: string | null } => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(item),
    nextCursor: last !== undefined && rows.length > limit ? String(place(last)) : null,
  };
};
