import { refuse } from '@tidegate/contracts';

const SERIES = /^s(project|(?:endpt|repl)-[0-9a-f]{12})$/;

/** Series are listed in the order of their names: a cursor is the last one’s. */
export const seriesAfter = (hasMore: boolean, series: string | undefined): string | null =>
  hasMore && series !== undefined ? `s${series}` : null;

/** @throws Refusal request.invalid for a cursor that no list gave out */
export const seriesIn = (cursor: string | null): string =>
  cursor === null
    ? ''
    : (SERIES.exec(cursor)?.[1] ??
      refuse('request.invalid', { count: 1 }, [
        { pointer: '?cursor', message: 'is not a cursor of this list' },
      ]));
