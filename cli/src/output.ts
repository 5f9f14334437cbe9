import { type Column, cell, columnNamed, columnOf, fieldsText, isFigures } from './columns.ts';
import { table } from './table.ts';

export const FORMATS = ['table', 'wide', 'json', 'jsonl', 'yaml', 'name'] as const;
export type Format = (typeof FORMATS)[number];

/** How what was found is wanted. */
export type Wanted = Readonly<{ output?: Format; columns?: readonly string[] }>;

/** What was found, and how people read it. */
export type Found = Readonly<{
  value: unknown;
  /** The items of a list; without them it is one thing. */
  items?: readonly unknown[];
  /** As `TITLE=path|format`. */
  columns?: readonly string[];
  /** More of them where there is room. */
  wide?: readonly string[];
  /** Instead of a table. */
  text?: () => string;
  /** What people read above the table. */
  sentence?: string;
  /** When a list is empty. */
  nothing?: string;
}>;

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const textOf = async (found: Found, { output = 'table', columns }: Wanted): Promise<string> => {
  switch (output) {
    case 'json':
      return json(found.value);
    case 'jsonl':
      return itemsOf(found)
        .map((each) => `${JSON.stringify(each)}\n`)
        .join('');
    case 'yaml':
      return (await import('yaml')).stringify(found.value);
    case 'name':
      return itemsOf(found).map(nameOf).join('');
    case 'table':
    case 'wide':
      return columns
        ? tableOf(itemsOf(found), columns.map(columnNamed))
        : forPeople(found, output === 'wide');
  }
};

// eslint-disable-next-line complexity -- each line is one kind of thing
const forPeople = ({ value, items, text, nothing, sentence = '', ...of }: Found, isWide: boolean): string => {
  if (text && !(isWide && items && of.columns)) return text();
  const columns = [...(of.columns ?? []), ...(isWide ? (of.wide ?? []) : [])].map(columnOf);
  if (items)
    return sentence + (items.length === 0 ? `${nothing ?? 'There is none.'}\n` : tableOf(items, columns));
  return columns.length > 0 && !isWide ? tableOf([value], columns) : fieldsText(value);
};

const tableOf = (items: readonly unknown[], columns: readonly Column[]): string => {
  const now = Date.now();
  const rows = items.map((item) => columns.map((column) => cell(item, column, now)));
  const figures = columns.map((column, n) =>
    isFigures(
      column,
      rows.map((row) => row[n] ?? ''),
    ),
  );
  return table(
    columns.map(({ title }) => title),
    rows,
    (n) => figures[n] === true,
  );
};

const itemsOf = ({ items, value }: Found): readonly unknown[] => items ?? [value];

const NAMES = ['name', 'id', 'invoiceId', 'sku', 'domain', 'revision', 'token', 'requestId', 'endpointId'];

/** By what it is called in the next command. */
const nameOf = (item: unknown): string => {
  const fields = item as Record<string, unknown> | null;
  const key = NAMES.find((name) => typeof fields?.[name] === 'string' || typeof fields?.[name] === 'number');
  return key === undefined ? '' : `${String(fields?.[key])}\n`;
};
