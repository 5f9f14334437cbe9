import { refuse } from '@tidegate/contracts';
import type { PagePlace } from './page.ts';

export const pageCursorOf = ({ family, after }: PagePlace): string => `p${String(family)}.${after}`;

/** @throws Refusal request.invalid for a cursor that no page gave out */
export const pagePlaceIn = (cursor: string): PagePlace => {
  const [, family, after] = /^p(\d{1,3})\.(endpt-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (family === undefined || after === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this scrape: take nextCursor of the page before' },
    ]);
  return { family: Number(family), after };
};
