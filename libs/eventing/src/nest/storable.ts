/** What Postgres cannot keep in text or jsonb: NUL, and a half of a surrogate pair. A program's output may hold either. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;
const REPLACEMENT = '\ufffd';

/** JSON that jsonb takes: each character that it would refuse becomes U+FFFD. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value).replace(UNSTORABLE, '$1\\ufffd');

/** The same for text. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', REPLACEMENT);
