import { refuse } from '@tidegate/contracts';

/** Where a request lies in the order of arrival. */
export type Place = Readonly<{ atUs: number; number: number }>;

const BASE = 36;

export const cursorOf = ({ atUs, number }: Place): string =>
  `r${atUs.toString(BASE)}-${number.toString(BASE)}`;

/** @throws Refusal request.invalid for a cursor that no list gave out */
export const placeIn = (cursor: string): Place => {
  const [, at, number] = /^r([0-9a-z]{1,11})-([0-9a-z]{1,11})$/.exec(cursor) ?? [];
  const place = { atUs: parseInt(at ?? '', BASE), number: parseInt(number ?? '', BASE) };
  return Number.isSafeInteger(place.atUs) && Number.isSafeInteger(place.number) ? place : noCursor();
};

/** Where a group lies in the order of hours, newest first, and of groups within one. */
export type GroupPlace = Readonly<{ hourUs: number; group: string }>;

export const groupCursorOf = ({ hourUs, group }: GroupPlace): string => `h${hourUs.toString(BASE)}.${group}`;

/** @throws Refusal request.invalid for a cursor that no list gave out */
export const groupPlaceIn = (cursor: string): GroupPlace => {
  const [, hour, group] = /^h([0-9a-z]{1,11})\.([\w-]{0,40})$/.exec(cursor) ?? [];
  const hourUs = parseInt(hour ?? '', BASE);
  return Number.isSafeInteger(hourUs) && group !== undefined ? { hourUs, group } : noCursor();
};

const noCursor = (): never =>
  refuse('request.invalid', { count: 1 }, [
    { pointer: '?cursor', message: 'is not a cursor of this list: take nextCursor of the page before' },
  ]);
