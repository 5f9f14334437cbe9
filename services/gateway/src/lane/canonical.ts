import { valueIn } from '../wire/header-lines.ts';

/**
 * What is plainly canonical in HTTP/1.1, and nothing else. The lane never guesses: whatever is not in here goes to a
 * parser that knows the whole of the protocol, so that no two readings of the same bytes can differ.
 */

/** By code: whether it may stand in a header's name (RFC 9110, 5.6.2). */
const TOKEN = new Uint8Array(256);
for (const char of "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  TOKEN[char.charCodeAt(0)] = 1;

const [LF, CR, SPACE, DELETE] = [10, 13, 32, 127];

/** Whether there are no control characters, tabs among them, but CR and LF as a pair. */
export const isPlain = (bytes: Buffer, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= SPACE && byte !== DELETE) continue;
    if (byte === CR && i + 1 < to && bytes[i + 1] === LF) i++;
    else return false;
  }
  return true;
};

/** Whether a byte may stand in a name. */
export const isTokenByte = (byte: number): boolean => TOKEN[byte] === 1;

export const isName = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (TOKEN[text.charCodeAt(i)] === 0) return false;
  return to > from;
};

/**
 * Calls `take` for each header of `text`, which is plain and whose lines begin at `from` and end with CR LF each.
 * @returns false when a line is no header, or `take` says so
 */
export const eachHeader = (
  text: string,
  from: number,
  take: (name: string, value: string) => boolean,
): boolean => {
  for (let at = from; at < text.length;) {
    const end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    if (end < 0 || colon < 0 || colon >= end || !isName(text, at, colon)) return false;
    if (!take(text.slice(at, colon), valueIn(text, colon + 1, end))) return false;
    at = end + 2;
  }
  return true;
};

const [ZERO, NINE] = [48, 57];
const MOST_DIGITS = 15;

/** Digits and nothing else; undefined for what is none or too large to be exact. */
export const wholeNumber = (text: string): number | undefined => {
  if (text === '' || text.length > MOST_DIGITS) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < ZERO || code > NINE) return undefined;
    value = value * 10 + code - ZERO;
  }
  return value;
};
