import { dollars, plain, shown } from './table.ts';

/** `TITLE=path`, or `TITLE=path|format`: a column of a table, out of what the API answers. */
export type Column = Readonly<{ title: string; path: string; format: string }>;

export const columnOf = (text: string): Column => {
  const [, title, path = '', format = 'text'] = /^([^=|]*)=([^|]*)(?:\|(.+))?$/.exec(text) ?? [];
  return { title: title ?? '', path, format };
};

/** What people name of their own: `state,replicas.ready`. */
export const columnNamed = (path: string): Column => ({ title: path.toUpperCase(), path, format: 'text' });

/** What lies at a path like `replicas.ready`; of a list every item has it. */
export const at = (value: unknown, path: string): unknown => {
  if (path === '' || value === null || value === undefined) return value ?? null;
  if (Array.isArray(value) && !/^\d+(?:\.|$)/.test(path)) return value.map((each) => at(each, path));
  const [key = '', ...rest] = path.split('.');
  return at((value as Record<string, unknown>)[key], rest.join('.'));
};

const HOUR_S = 3600;
const DAY_S = 86_400;

export const ageText = (seconds: number): string => {
  if (seconds < 120) return `${Math.max(0, Math.floor(seconds))}s`;
  if (seconds < 2 * HOUR_S) return `${Math.floor(seconds / 60)}m`;
  return seconds < 2 * DAY_S ? `${Math.floor(seconds / HOUR_S)}h` : `${Math.floor(seconds / DAY_S)}d`;
};

type Format = (value: unknown, now: number) => string;

const number =
  (of: (value: number) => string): Format =>
  (value) =>
    typeof value === 'number' ? of(value) : '-';

const textOf = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(textOf).join(',');
  if (typeof value === 'object')
    return (
      Object.entries(value)
        .map(([name, each]) => `${name}=${textOf(each)}`)
        .join(' ') || '-'
    );
  return shown(typeof value === 'string' ? value : JSON.stringify(value));
};

const FORMATS: Readonly<Record<string, Format>> = {
  text: textOf,
  age: (value, now) => (typeof value === 'string' ? ageText((now - Date.parse(value)) / 1000) : '-'),
  time: (value) => (typeof value === 'string' ? value.replace('T', ' ').replace(/(\.\d+)?Z$/, '') : '-'),
  usd: (value) => (typeof value === 'string' ? dollars(value) : '-'),
  cents: number((value) => dollars(String(BigInt(value) * 10_000_000n)).slice(0, -2)),
  cores: number((value) => plain(value / 1000)),
  mib: number((value) => (value >= 1024 ? `${plain(value / 1024)} GiB` : `${value} MiB`)),
  figure: number(plain),
  percent: number((value) => `${value} %`),
  ms: number((value) => (value < 1000 ? `${plain(value)} ms` : `${plain(value / 1000)} s`)),
  count: (value) => (Array.isArray(value) ? String(value.length) : '-'),
  yes: (value) => (value === true ? 'yes' : 'no'),
  short: (value) => {
    const text = textOf(value);
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  },
};

const FIGURES = new Set(['usd', 'cents', 'cores', 'mib', 'figure', 'percent', 'ms', 'count', 'age']);
const NUMBER = /^-?[\d.]+$|^-$/;

/** Figures stand one below the other. */
export const isFigures = ({ format }: Column, cells: readonly string[]): boolean =>
  FIGURES.has(format) || cells.every((each) => NUMBER.test(each));

export const cell = (item: unknown, { path, format }: Column, now: number): string => {
  // `ready/desired`: two that belong together.
  const parts = path.split('/').map((each) => (FORMATS[format] ?? textOf)(at(item, each), now));
  return parts.join('/');
};

/** Every field that is there, one a line, as `a.b.c`. */
export const fieldsText = (value: unknown): string => {
  const lines = flat(value, '');
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
};

const flat = (value: unknown, path: string): [string, string][] => {
  if (value === null || value === undefined) return [];
  const isList = Array.isArray(value);
  if (isList && value.every((each) => typeof each !== 'object' || each === null))
    return value.length === 0 ? [] : [[path, textOf(value)]];
  if (typeof value !== 'object') return [[path || 'value', textOf(value)]];
  return Object.entries(value).flatMap(([name, each]) => flat(each, path === '' ? name : `${path}.${name}`));
};
