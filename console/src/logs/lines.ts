import type { components } from '@tidegate/sdk';

export type Line = components['schemas']['LogLine'];

export type Tail = Readonly<{
  /** Oldest first. */
  lines: readonly Line[];
  /** Let go at the front since it began: the list is so much shorter. */
  dropped: number;
  /** Came while the reader looked at older ones. */
  unseen: number;
}>;
export const NOTHING: Tail = { lines: [], dropped: 0, unseen: 0 };

export const KEPT = 10_000;
/** Nothing is let go under the eyes of who reads back, up to this. */
export const KEPT_AT_MOST = 40_000;

/** More lines at the end; those at the front make room. */
export const append = (tail: Tail, more: readonly Line[], isPaused: boolean): Tail => {
  if (more.length === 0) return tail;
  const last = tail.lines.at(-1)?.cursor;
  const fresh = last === undefined ? more : more.filter(({ cursor }) => isAfter(cursor, last));
  const all = [...tail.lines, ...fresh];
  const over = Math.max(0, all.length - (isPaused ? KEPT_AT_MOST : KEPT));
  return {
    lines: over > 0 ? all.slice(over) : all,
    dropped: tail.dropped + over,
    unseen: isPaused ? tail.unseen + fresh.length : 0,
  };
};

/** Older lines at the front. */
export const prepend = (tail: Tail, older: readonly Line[]): Tail => ({
  ...tail,
  lines: [...older, ...tail.lines].slice(0, KEPT_AT_MOST),
});

/** Cursors are numbers as text. */
const isAfter = (one: string, other: string): boolean =>
  one.length === other.length ? one > other : one.length > other.length;

/** The cursor before and after, to ask for a line itself by what is after or before. */
export const neighbour = (cursor: string, step: 1n | -1n): string => String(BigInt(cursor) + step);

/* eslint-disable no-control-regex -- they are what is looked for */
const COLOURS_OF_TERMINALS = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g;
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;
/* eslint-enable no-control-regex */

/** A line as it can be read: without a terminal’s colours, and with what steers instead of being seen made visible. */
export const plain = (text: string): string =>
  text
    .replace(COLOURS_OF_TERMINALS, '')
    .replace(/\r$/, '')
    .replace(UNSEEN, (sign) => {
      const code = sign.charCodeAt(0);
      return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\u2423';
    });

export type Piece = Readonly<{ text: string; isHit: boolean }>;

/** Where a text holds what was searched for. */
export const pieces = (text: string, wanted: string, matchCase: boolean): readonly Piece[] => {
  if (wanted === '') return [{ text, isHit: false }];
  const [within, needle] = matchCase ? [text, wanted] : [text.toLowerCase(), wanted.toLowerCase()];
  // Some letters are longer in the other case: then places would be wrong.
  if (within.length !== text.length) return [{ text, isHit: false }];
  const found: Piece[] = [];
  let from = 0;
  for (let at = within.indexOf(needle); at >= 0; at = within.indexOf(needle, from)) {
    if (at > from) found.push({ text: text.slice(from, at), isHit: false });
    from = at + needle.length;
    found.push({ text: text.slice(at, from), isHit: true });
  }
  return from < text.length ? [...found, { text: text.slice(from), isHit: false }] : found;
};

export const HUES = 8;
/** The colour of a replica: always the same. */
export const hueOf = (replicaId: string): number => {
  let hash = 7;
  for (const sign of replicaId) hash = (hash * 31 + sign.charCodeAt(0)) % 65_521;
  return hash % HUES;
};

/** A replica’s name, short enough for a column. */
export const nameOf = (replicaId: string | null): string =>
  replicaId === null ? 'platform' : replicaId.replace(/^repl-/, '').slice(0, 6);

export type LogFilters = Readonly<
  Partial<
    Record<
      'severity' | 'replica' | 'stream' | 'q' | 'regex' | 'case' | 'requestId' | 'traceId' | 'since',
      string
    >
  >
>;

/** What a reader chose, as the API asks for it. */
export const askOf = ({ q, regex, case: matchCase, ...others }: LogFilters): Record<string, string> => ({
  ...(Object.fromEntries(
    (['severity', 'replica', 'stream', 'requestId', 'traceId', 'since'] as const).flatMap((name) =>
      others[name] ? [[name, others[name]]] : [],
    ),
  ) as Record<string, string>),
  ...(q && { q, case: matchCase === 'true' ? 'true' : 'false', ...(regex === 'true' && { regex }) }),
});
