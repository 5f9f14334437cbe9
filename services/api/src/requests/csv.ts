import type { RequestView } from './request-views.ts';

const COLUMNS = [
  'at',
  'requestId',
  'endpointId',
  'tokenId',
  'tokenName',
  'clientAddress',
  'method',
  'path',
  'status',
  'outcome',
  'code',
  'durationMs',
  'firstByteMs',
  'queueMs',
  'wakeMs',
  'bytesIn',
  'bytesOut',
  'promptTokens',
  'completionTokens',
  'tokensEstimated',
  'stream',
  'attempts',
  'replicaId',
  'traceId',
] as const satisfies readonly (keyof RequestView)[];

/** RFC 4180 ends lines like this. */
const END = '\r\n';
export const CSV_HEAD = `${COLUMNS.join(',')}${END}`;

/** One request as a line; what is not known is empty. */
export const csvLine = (request: RequestView): string =>
  `${COLUMNS.map((column) => cell(request[column])).join(',')}${END}`;

/**
 * What callers chose, such as a path, must not be run: spreadsheets take a cell that begins with one of these for a
 * formula, blanks before it or not, so it gets an apostrophe before it.
 */
const FORMULA = /^\s*[=+\-@\t\r|%]/;

const cell = (value: string | number | boolean | null): string => {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
