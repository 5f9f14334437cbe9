import type { Api } from './api.ts';
import { endpointIdOf } from './endpoints.ts';
import { type Row, plain, shown, table } from './table.ts';

export type Wanted = Readonly<{
  since?: string;
  until?: string;
  status?: string;
  caller?: string;
  replica?: string;
  request?: string;
  slowerMs?: number;
  limit: number;
}>;
export const BY = ['hour', 'token', 'status'] as const;
export type By = (typeof BY)[number];

type NotRecorded = Readonly<{ requests: number; from: string; until: string }>;
type Page<Item> = Readonly<{
  items: readonly Item[];
  nextCursor: string | null;
  notRecorded: readonly NotRecorded[];
}>;
export type Listed<Item> = Readonly<{ items: readonly Item[]; notRecorded: readonly NotRecorded[] }>;

export type Request = Readonly<{
  requestId: string;
  at: string;
  method: string;
  path: string;
  status: number | null;
  outcome: string;
  code: string | null;
  clientAddress: string;
  tokenId: string | null;
  tokenName: string | null;
  replicaId: string | null;
  bytesIn: number;
  bytesOut: number;
  durationMs: number;
  firstByteMs: number | null;
  queueMs: number;
  wakeMs: number;
  promptTokens: number | null;
  completionTokens: number | null;
}>;
type Spread = Readonly<{ p50: number | null; p95: number | null; p99: number | null }>;
export type Hour = Readonly<{
  hour: string;
  tokenId: string | null;
  tokenName: string | null;
  statusClass: string | null;
  requests: number;
  errors: number;
  bytesIn: number;
  bytesOut: number;
  promptTokens: number;
  completionTokens: number;
  durationMs: Spread;
  firstByteMs: Spread;
}>;

/** What the platform takes at most in one page. */
const PAGE = 200;

export const requests = async (api: Api, endpoint: string, wanted: Wanted): Promise<Listed<Request>> => {
  const { since, until, status, caller, replica, request, slowerMs, limit } = wanted;
  const filters = { since, until, status, token: caller, replica, request, minDurationMs: slowerMs };
  return pages<Request>(api, `/v1/endpoints/${await endpointIdOf(api, endpoint)}/requests`, filters, limit);
};

export const hourly = async (
  api: Api,
  endpoint: string | undefined,
  { since, until, by, limit }: Pick<Wanted, 'since' | 'until' | 'limit'> & Readonly<{ by: By }>,
): Promise<Listed<Hour>> => {
  const path =
    endpoint === undefined
      ? '/v1/requests/hourly'
      : `/v1/endpoints/${await endpointIdOf(api, endpoint)}/requests/hourly`;
  return pages<Hour>(api, path, { since, until, by }, limit);
};

type Query = Readonly<Record<string, string | number | undefined>>;

const pages = async <Item>(api: Api, path: string, query: Query, limit: number): Promise<Listed<Item>> => {
  const items: Item[] = [];
  const notRecorded: NotRecorded[] = [];
  for (let cursor: string | null = null; ;) {
    const asked = { ...query, limit: Math.min(PAGE, limit - items.length), cursor: cursor ?? undefined };
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(asked))
      if (value !== undefined) search.set(name, String(value));
    const page: Page<Item> = await api.call('GET', `${path}?${search.toString()}`);
    items.push(...page.items);
    notRecorded.push(...page.notRecorded);
    cursor = page.nextCursor;
    if (cursor === null || items.length >= limit) return { items, notRecorded };
  }
};

/** Like `30m`, `24h` or `7d` before now, or a time as it is. @returns undefined when it is neither */
export const momentOf = (text: string, now: Date): string | undefined => {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ''];
  const at =
    seconds === undefined ? new Date(text) : new Date(now.getTime() - Number(count) * seconds * 1000);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

const LONGEST_PATH = 40;

/** Oldest first, as logs are read: the newest stands above the prompt. */
export const requestsText = ({ items, notRecorded }: Listed<Request>): string => {
  if (items.length === 0) return withLosses('No such requests.\n', notRecorded);
  const head = ['TIME', 'STATUS', 'TOTAL', 'FIRST', 'QUEUE', 'WAKE', 'IN', 'OUT', 'TOKENS', 'REPLICA'];
  const rows = items
    .toReversed()
    .map((one): Row => [
      one.at.replace('T', ' ').replace('Z', ''),
      statusOf(one),
      time(one.durationMs),
      time(one.firstByteMs),
      time(one.queueMs),
      time(one.wakeMs),
      bytes(one.bytesIn),
      bytes(one.bytesOut),
      tokens(one.promptTokens, one.completionTokens),
      one.replicaId ?? '-',
    ]);
  const lines = table(head, rows).trimEnd().split('\n');
  // What callers wrote stands at the end, where its width moves nothing.
  const ends = ['  CALLER  REQUEST', ...items.toReversed().map(endOf)];
  return withLosses(`${lines.map((line, n) => `${line}${ends[n] ?? ''}`).join('\n')}\n`, notRecorded);
};

const endOf = ({ tokenName, tokenId, clientAddress, method, path, requestId }: Request): string => {
  const short = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;
  return `  ${shown(`${tokenName ?? tokenId ?? '-'}@${clientAddress}  ${method} ${short}  ${requestId}`)}`;
};

const statusOf = ({ status, outcome, code }: Request): string =>
  [String(status ?? '-'), ...(outcome === 'answered' ? [] : [shown(code ?? outcome)])].join(' ');

export const hourlyText = ({ items, notRecorded }: Listed<Hour>, by: By): string => {
  if (items.length === 0) return withLosses('No requests in that time.\n', notRecorded);
  const grouped = by === 'hour' ? [] : [by.toUpperCase()];
  const head = [
    'HOUR',
    ...grouped,
    'REQUESTS',
    'ERRORS',
    'P50',
    'P95',
    'P99',
    'FIRST P95',
    'IN',
    'OUT',
    'TOKENS',
  ];
  const rows = items
    .toReversed()
    .map((one): Row => [
      one.hour.slice(0, 16).replace('T', ' '),
      ...(by === 'token' ? [shown(one.tokenName ?? one.tokenId ?? '-')] : []),
      ...(by === 'status' ? [one.statusClass ?? '-'] : []),
      String(one.requests),
      String(one.errors),
      time(one.durationMs.p50),
      time(one.durationMs.p95),
      time(one.durationMs.p99),
      time(one.firstByteMs.p95),
      bytes(one.bytesIn),
      bytes(one.bytesOut),
      tokens(one.promptTokens, one.completionTokens),
    ]);
  return withLosses(table(head, rows), notRecorded);
};

const withLosses = (text: string, losses: readonly NotRecorded[]): string =>
  text +
  losses
    .map(
      ({ requests: count, from, until }) => `${count} requests from ${from} to ${until} are not recorded.\n`,
    )
    .join('');

const time = (ms: number | null): string => {
  if (ms === null) return '-';
  return ms < 1000 ? `${plain(ms)} ms` : `${plain(ms / 1000)} s`;
};

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const bytes = (count: number): string => {
  const power = Math.min(UNITS.length - 1, count < 1 ? 0 : Math.floor(Math.log2(count) / 10));
  return `${plain(count / 1024 ** power)} ${UNITS[power] ?? ''}`;
};

const tokens = (prompt: number | null, completion: number | null): string =>
  prompt === null && completion === null ? '-' : `${prompt ?? '?'}+${completion ?? '?'}`;
