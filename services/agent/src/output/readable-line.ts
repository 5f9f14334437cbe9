import { maskSecrets } from '@tidegate/contracts';

/** In characters: what is kept of a line. */
export const LONGEST_LINE = 10_000;
/** The longest secret that is known by its shape, and some more. */
const SECRET_ROOM = 2100;
/** What is written down of a line that was pushed: more than what is shown of it. */
export const PUSHED_CHARACTERS = LONGEST_LINE + SECRET_ROOM;
/** So many bytes hold more than what is kept of any line: a character (a unit of UTF-16) has three at most. */
export const LINE_BYTES = 3 * (LONGEST_LINE + 2 * SECRET_ROOM);

/* eslint-disable no-control-regex -- control characters are what these look for */
/** Colours and cursor moves, window titles, and other sequences that a terminal would act upon. */
const TERMINAL =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-Z\\^-~]/g;
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;
/* eslint-enable no-control-regex */

/** Without terminal sequences and control characters but the tab. */
export const printable = (text: string): string => text.replace(TERMINAL, '').replace(CONTROL, '');

/**
 * A line as it is shown and stored: printable, no secrets known by their shape, and no more than {@link LONGEST_LINE}
 * characters, which it then says.
 * @param more characters that were lost before
 * @param mask takes secrets known by their value out of what is printable
 */
export const readableLine = (
  text: string,
  more: number,
  mask: (printable: string) => string = (same) => same,
): string => {
  const masked = maskSecrets(mask(printable(text)));
  if (more === 0 && masked.length <= LONGEST_LINE) return masked;
  // The end of a line that was cut before may be one half of a secret.
  const known = more > 0 ? Math.max(0, masked.length - SECRET_ROOM) : masked.length;
  const kept = wellCut(masked, Math.min(known, LONGEST_LINE));
  return `${kept}… (${String(masked.length - kept.length + more)} more characters)`;
};

/** The first so many characters, without half of a pair. */
const wellCut = (text: string, length: number): string => {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
};
