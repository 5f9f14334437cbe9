import type { Dice } from './dice.ts';
import { type Json, Members, Raw, isList } from './json-text.ts';
import { ODD_TEXTS, ODD_VALUES } from './odd-values.ts';

const odd = (dice: Dice): Json => (dice.chance(0.5) ? dice.pick(ODD_TEXTS) : dice.pick(ODD_VALUES));

/** The value with one thing wrong, somewhere in it. `fields`: what else its topmost object may have. */
export const spoiled = (dice: Dice, value: Json, fields: readonly string[] = []): Json => {
  if (fields.length > 0 && value instanceof Members && dice.chance(0.35))
    return value.with(dice.pick(fields), odd(dice));
  return inside(dice, value);
};

const inside = (dice: Dice, value: Json): Json => {
  if (value instanceof Members && value.entries.length > 0 && dice.chance(0.75)) {
    const [key, one] = dice.pick(value.entries);
    return value.with(key, inside(dice, one));
  }
  if (isList(value) && value.length > 0 && dice.chance(0.7)) {
    const at = Math.floor(dice.next() * value.length);
    return value.map((one, i) => (i === at ? inside(dice, one) : one));
  }
  return dice.chance(0.4) ? odd(dice) : bent(dice, value);
};

/** Nearly what it was. */
const bent = (dice: Dice, value: Json): Json => {
  if (value instanceof Members) return dice.pick(OBJECTS)(value, dice);
  if (isList(value)) return dice.pick(LISTS)(value, dice);
  if (typeof value === 'number') return dice.pick(NUMBERS)(value);
  return typeof value === 'string' ? dice.pick(TEXTS)(value) : odd(dice);
};

const NUMBERS: readonly ((number: number) => Json)[] = [
  (number) => -number,
  (number) => number + 0.5,
  (number) => number * 1e12,
  (number) => String(number),
  (number) => [number],
  (number) => new Raw(`${String(number)}e400`),
  (number) => new Raw(`${String(number)}.0`),
  (number) => number === 0,
];

const TEXTS: readonly ((text: string) => Json)[] = [
  (text) => `${text}\0`,
  (text) => `${text}\ud800`,
  (text) => ` ${text}`,
  (text) => `${text}\n`,
  (text) => text.toUpperCase(),
  (text) => text.repeat(400),
  (text) => `${text}🦙`,
  (text) => [text],
  (text) => new Members([[text, text]]),
  (text) => text.slice(0, 1),
];

const LISTS: readonly ((list: readonly Json[], dice: Dice) => Json)[] = [
  (list) => [...list, null],
  (list) => [...list, ...list],
  (list) => [list],
  (list) => Array.from({ length: 200 }, () => list[0] ?? 0),
  (list, dice) => [...list, odd(dice)],
  (list) => new Members(list.map((one, i) => [String(i), one] as const)),
];

const OBJECTS: readonly ((object: Members, dice: Dice) => Json)[] = [
  ({ entries }, dice) => new Members([...entries, [dice.pick(ODD_TEXTS), 1]]),
  ({ entries }, dice) => new Members([...entries, ['unknownField', odd(dice)]]),
  ({ entries }) => new Members([...entries, ['__proto__', new Members([['x', 1]])]]),
  ({ entries }, dice) => new Members([...entries, [entries[0]?.[0] ?? '', odd(dice)]]),
  ({ entries }, dice) => {
    const gone = entries.length > 0 ? dice.pick(entries)[0] : '';
    return new Members(entries.filter(([key]) => key !== gone));
  },
  (object) => [object],
  ({ entries }) => new Members(entries.map(([key]) => [key, null] as const)),
];
