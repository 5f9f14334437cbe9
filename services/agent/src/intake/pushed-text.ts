import { ATTRIBUTE_LIMITS } from '@tidegate/contracts';
import type { PushedLine } from '../lines/pushed-line.ts';
import { PUSHED_CHARACTERS, printable } from '../output/readable-line.ts';

/** What one line may be made of, as its sender says it. Nanoseconds since 1970 as a decimal text, or nothing. */
export type Said = Readonly<{
  nanos: string | null;
  text: string;
  severity: PushedLine['severity'];
  attributes: Readonly<Record<string, string>>;
  traceId: string | null;
}>;

const { count: MOST_ATTRIBUTES, nameCharacters, valueCharacters } = ATTRIBUTE_LIMITS;
/** All of them together, as they wait in a file beside the longest text. */
const MOST_ATTRIBUTE_CHARACTERS = 1200;
/** A clock may be ahead for so long; of one that is further, the time of arrival is believed. */
const AHEAD_US = 300_000_000;

/** What is said as lines to write down: one for each line of its text, none for an empty one. */
export const pushedLinesOf = (
  { nanos, text, severity, attributes, traceId }: Said,
  nowUs: number,
): PushedLine[] =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => printable(line).toWellFormed())
    .filter((line) => line.trim() !== '')
    .map((line) => ({
      atUs: timeOf(nanos, nowUs),
      text: line.slice(0, PUSHED_CHARACTERS).toWellFormed(),
      more: Math.max(0, line.length - PUSHED_CHARACTERS),
      severity,
      attributes: fittingOf(attributes),
      traceId: /^[0-9a-f]{32}$/.test(traceId ?? '') && !/^0+$/.test(traceId ?? '') ? traceId : null,
    }));

const timeOf = (nanos: string | null, nowUs: number): number | null => {
  if (nanos === null || !/^\d{16,20}$/.test(nanos)) return null;
  const us = Number(nanos.slice(0, -3));
  return us > 0 && us <= nowUs + AHEAD_US ? us : null;
};

/** The first that there is room for. */
const fittingOf = (attributes: Readonly<Record<string, string>>): Record<string, string> => {
  const fitting: [string, string][] = [];
  let room = MOST_ATTRIBUTE_CHARACTERS;
  for (const [name, value] of Object.entries(attributes).slice(0, MOST_ATTRIBUTES)) {
    const pair = [cut(name, nameCharacters), cut(value, valueCharacters)] as [string, string];
    room -= pair[0].length + pair[1].length;
    if (room < 0) break;
    if (pair[0] !== '') fitting.push(pair);
  }
  return Object.fromEntries(fitting);
};

const cut = (text: string, most: number): string => printable(text).slice(0, most).toWellFormed();
