/** Text as an element of a Postgres array, quoted. What Postgres cannot hold is replaced. */
export const quoted = (text: string): string =>
  `"${text.replaceAll('\0', '\ufffd').toWellFormed().replace(/["\\]/g, '\\$&')}"`;

/** Elements that are numbers, or quoted already: a text that Postgres reads as an array, written without looking at each. */
export const arrayOf = (elements: readonly (number | string)[]): string => `{${elements.join(',')}}`;
