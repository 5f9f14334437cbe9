import { refuse } from '@tidegate/contracts';

/** A place in a list as a text that means nothing to whoever carries it. */
export const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** @throws Refusal request.invalid where it is none of this list */
export const placeIn = <Place>(cursor: string, isPlace: (value: unknown) => value is Place): Place => {
  const value = valueIn(cursor);
  if (isPlace(value)) return value;
  return refuse('request.invalid', { count: 1 }, [
    { pointer: '?cursor', message: 'is not a cursor of this list' },
  ]);
};

const valueIn = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
};
