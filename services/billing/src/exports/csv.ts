import { stringify } from 'csv-stringify/sync';

type Cell = string | null;

/** RFC 4180: lines end with CR LF; cells are in quotes where they must be. */
const FORMAT = { record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const;

export const csvHead = (columns: readonly string[]): string => stringify([[...columns]], FORMAT);

/** Records as lines of a table; what is not there is an empty cell. */
export const csvLines = <Column extends string>(
  columns: readonly Column[],
  records: readonly Readonly<Record<Column, Cell>>[],
): string =>
  stringify(
    records.map((record) => columns.map((column) => guarded(record[column]))),
    FORMAT,
  );

/** Spreadsheets run a cell that begins with one of these, blanks before it or not. */
const FORMULA = /^\s*[=+\-@|%\t\r＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** What people chose, such as a name or a tag, must not be run; a number is none. */
const guarded = (cell: Cell): Cell =>
  cell !== null && FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
