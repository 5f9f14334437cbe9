import { refuse } from '@tidegate/contracts';

/** Which ask is next, and which of its series. */
export type ValuePlace = Readonly<{ ask: number; series: number }>;

export const valueCursorOf = ({ ask, series }: ValuePlace): string => `v${String(ask)}.${String(series)}`;

/** @throws Refusal request.invalid for a cursor that no page gave out */
export const valuePlaceIn = (cursor: string): ValuePlace => {
  const [, ask, series] = /^v(\d{1,3})\.(\d{1,7})$/.exec(cursor) ?? [];
  if (ask === undefined || series === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list: take nextCursor of the page before' },
    ]);
  return { ask: Number(ask), series: Number(series) };
};
