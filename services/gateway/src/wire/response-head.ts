import { setsSession } from './browser-safety.ts';
import { type HeaderLines, line } from './header-lines.ts';

/** Headers of a replica's answer that belong to its own connection, or that only the gateway may say. */
const NOT_RETURNED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
  'x-tidegate-replica',
]);

const LIMIT_NAMES = 'x-ratelimit-';
const REPLICA_NAME = 'x-tidegate-replica';

export type ResponseHead = {
  /** Undefined when the length is not told beforehand. */
  contentLength: number | undefined;
  contentType: string;
  /** The body comes in chunked frames, which are handed on as they are. */
  isFramed: boolean;
  /** For the caller. */
  lines: HeaderLines;
  /** The gateway’s own lines say what is left of its limits: a replica’s would contradict them. */
  isLimited: boolean;
};

/** Whether the gateway's own lines say what is left of its limits. */
export const isLimitedBy = (own: HeaderLines): boolean => own.includes(LIMIT_NAMES);

export const emptyResponseHead = (own: HeaderLines): ResponseHead => ({
  contentLength: undefined,
  contentType: '',
  isFramed: false,
  lines: own,
  isLimited: isLimitedBy(own),
});

/** What is done with headers of one name. */
export type ResponseKind = 'content-length' | 'content-type' | 'transfer-encoding' | 'connection' | 'keep-alive' | 'odd' | 'dropped' | 'limit' | 'set-cookie' | 'plain'; // prettier-ignore

const KINDS: ReadonlyMap<string, ResponseKind> = new Map<string, ResponseKind>([
  ...[...NOT_RETURNED].map((name) => [name, 'dropped'] as const),
  ...(
    ['content-length', 'content-type', 'transfer-encoding', 'connection', 'keep-alive', 'set-cookie'] as const
  ).map((name) => [name, name] as const),
  ['trailer', 'odd'],
  ['upgrade', 'odd'],
]);

/** By name as it was written, as far as it may be known by heart: replicas are few, and what they say is the same. */
const WRITTEN = new Map<string, ResponseKind>();
const REMEMBERED = 512;
const LONGEST_REMEMBERED = 64;

export const responseKindOf = (name: string): ResponseKind => {
  const known = WRITTEN.get(name);
  if (known) return known;
  const lower = name.toLowerCase();
  const kind = KINDS.get(lower) ?? (lower.startsWith(LIMIT_NAMES) ? 'limit' : 'plain');
  if (WRITTEN.size < REMEMBERED && name.length <= LONGEST_REMEMBERED) WRITTEN.set(name, kind);
  return kind;
};

const isReturned = (kind: ResponseKind, { isLimited }: ResponseHead): boolean =>
  kind === 'plain' ||
  kind === 'content-length' ||
  kind === 'content-type' ||
  kind === 'set-cookie' ||
  (kind === 'limit' && !isLimited);

/** A replica’s answer, which the gateway’s own lines before it name, signs nobody in. */
export const mayBeSet = ({ lines }: ResponseHead, cookie: string): boolean =>
  !setsSession(cookie) || !lines.includes(REPLICA_NAME);

/** Takes in one more header. */
export const readResponseHeader = (head: ResponseHead, name: string, value: string): void => {
  const kind = responseKindOf(name);
  if (kind === 'content-length') head.contentLength = Number(value);
  else if (kind === 'content-type') head.contentType = value;
  else if (kind === 'set-cookie' && !mayBeSet(head, value)) return;
  if (isReturned(kind, head)) head.lines += line(name, value);
};

/** Bytes of headers are Latin-1. `raw` is names and values by turns. */
export const readResponseHead = (raw: readonly (Buffer | string)[], own: HeaderLines): ResponseHead => {
  const head = emptyResponseHead(own);
  for (let i = 0; i + 1 < raw.length; i += 2) readResponseHeader(head, latin1(raw[i]), latin1(raw[i + 1]));
  return head;
};

/** Of an answer itself, not of word that it comes. Parsers let through what is none. */
export const isFinalStatus = (status: number): boolean => status >= 200 && status <= 999;

/** Fields that say how a message is framed or read must not come after it (RFC 9110, 6.5.1). */
const NOT_TRAILING: ReadonlySet<string> = new Set([
  ...NOT_RETURNED,
  'content-length',
  'content-encoding',
  'content-type',
  'content-range',
  'host',
  'authorization',
  'set-cookie',
  'cache-control',
]);

export const mayTrail = (name: string): boolean => !NOT_TRAILING.has(name.toLowerCase());

/** Names and values by turns, of those that may be handed on. */
export const readTrailers = (raw: readonly (Buffer | string)[]): string[] => {
  const trailers: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2)
    if (mayTrail(latin1(raw[i]))) trailers.push(latin1(raw[i]), latin1(raw[i + 1]));
  return trailers;
};

const latin1 = (part: Buffer | string | undefined): string => part?.toString('latin1') ?? '';
