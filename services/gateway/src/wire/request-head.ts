import { holdsSession, wantsPage } from './browser-safety.ts';
import { type HeaderLines, line, withoutNames } from './header-lines.ts';
import { mayTrail } from './response-head.ts';

export type Forwarded = {
  readonly for: string[];
  proto: string | undefined;
  host: string | undefined;
  port: string | undefined;
};

/** What the gateway reads of a request's headers, gathered in one pass over them, and what it hands on. */
export type RequestHead = {
  authorization: string | undefined;
  contentType: string;
  /** Undefined when the body is as it is. */
  contentEncoding: string | undefined;
  /** Undefined when chunked or absent. */
  contentLength: number | undefined;
  chunked: boolean;
  requestId: string | undefined;
  traceparent: string | undefined;
  scaleUpTimeout: string | undefined;
  respondAsync: boolean;
  idempotencyKey: string | undefined;
  /** In seconds, as it was written (RFC 8030, 5.2). */
  timeToLive: string | undefined;
  host: string | undefined;
  /** What proxies say of the caller. Whether they are believed is decided elsewhere. */
  forwarded: Forwarded | undefined;
  /** Names of headers that the caller declares to be of its own connection only. */
  hops: ReadonlySet<string>;
  /** Names, in lower case, of fields that are to follow the body and may be handed on. */
  trailers: ReadonlySet<string>;
  /** For the replica. */
  forward: HeaderLines;
  /** For the api alone: what its callers say in headers of ours. */
  forApi: HeaderLines;
  /** Whether the console’s session is among the cookies. */
  holdsSession: boolean;
  /** Whether a browser would show the answer as a page. */
  wantsPage: boolean;
  /** The same one for heads of one connection that are the same but for the length of the body; undefined where nobody looked. */
  sameAs: object | undefined;
};

const NO_NAMES: ReadonlySet<string> = new Set();

export const emptyHead = (): RequestHead => ({
  authorization: undefined,
  contentType: '',
  contentEncoding: undefined,
  contentLength: undefined,
  chunked: false,
  requestId: undefined,
  traceparent: undefined,
  scaleUpTimeout: undefined,
  respondAsync: false,
  idempotencyKey: undefined,
  timeToLive: undefined,
  host: undefined,
  forwarded: undefined,
  hops: NO_NAMES,
  trailers: NO_NAMES,
  forward: '',
  forApi: '',
  holdsSession: false,
  wantsPage: false,
  sameAs: undefined,
});

const forwardedOf = (head: RequestHead): Forwarded =>
  (head.forwarded ??= { for: [], proto: undefined, host: undefined, port: undefined });

type Reader = (head: RequestHead, value: string) => void;
const unread: Reader = () => undefined;

/** Headers that belong to one connection, that the gateway itself sets, or that a caller must not be able to claim. */
const KEPT_BACK: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[
    'keep-alive',
    'proxy-connection',
    'proxy-authenticate',
    'proxy-authorization',
    'te',
    'upgrade',
    'expect',
    'http2-settings',
    'forwarded',
    'x-real-ip',
  ].map((name) => [name, unread] as const),
  ['connection', (head, value) => void (head.hops = new Set([...head.hops, ...hopNames(value)]))],
  ['authorization', (head, value) => void (head.authorization ??= value)],
  ['content-length', (head, value) => void (head.contentLength = Number(value))],
  ['transfer-encoding', (head) => void (head.chunked = true)],
  ['trailer', (head, value) => void (head.trailers = new Set([...head.trailers, ...trailingNames(value)]))],
  ['x-request-id', (head, value) => void (head.requestId ??= value)],
  ['traceparent', (head, value) => void (head.traceparent ??= value)],
  ['x-scale-up-timeout', (head, value) => void (head.scaleUpTimeout ??= value)],
  ['host', (head, value) => void (head.host ??= value)],
  ...['x-tidegate-project', 'x-tidegate-console'].map(
    (name) => [name, (head: RequestHead, value: string) => void (head.forApi += line(name, value))] as const,
  ),
  ['x-forwarded-for', (head, value) => void forwardedOf(head).for.push(value)],
  ['x-forwarded-proto', (head, value) => void (forwardedOf(head).proto = value)],
  ['x-forwarded-host', (head, value) => void (forwardedOf(head).host = value)],
  ['x-forwarded-port', (head, value) => void (forwardedOf(head).port = value)],
]);

/** Headers that both the gateway and the replica read. */
const READ: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['content-type', (head, value) => void (head.contentType ||= value)],
  [
    'content-encoding',
    (head, value) => {
      if (value.toLowerCase() !== 'identity') head.contentEncoding ??= value;
    },
  ],
  ['cookie', (head, value) => void (head.holdsSession ||= holdsSession(value))],
  ['accept', (head, value) => void (head.wantsPage ||= wantsPage(value))],
  ['idempotency-key', (head, value) => void (head.idempotencyKey ??= value)],
  ['ttl', (head, value) => void (head.timeToLive ??= value)],
  [
    'prefer',
    (head, value) => void (head.respondAsync ||= /(?:^|,)\s*respond-async\s*(?:[,;]|$)/i.test(value)),
  ],
]);

/** Names that the caller's own Connection header declares to be of this hop only (RFC 9110, 7.6.1). */
const hopNames = (connection: string): string[] =>
  connection
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== 'keep-alive' && name !== 'close' && name !== 'upgrade');

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Fields that the gateway reads or sets are looked for before the body only. */
const trailingNames = (trailer: string): string[] =>
  trailer
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => {
      const { read, isHandedOn } = kindOf(name);
      return NAME.test(name) && mayTrail(name) && isHandedOn && !read;
    });

/** What is done with headers of one name. */
export type HeaderKind = Readonly<{
  /** The name in lower case. */
  name: string;
  read: Reader | undefined;
  isHandedOn: boolean;
  /** It says how the message is framed, where it goes, or what becomes of its connection. */
  isOfFraming: boolean;
}>;

const OF_FRAMING: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'expect',
  'upgrade',
  'trailer',
]);

const kindNamed = (name: string): HeaderKind => ({
  name,
  read: KEPT_BACK.get(name) ?? READ.get(name),
  isHandedOn: !KEPT_BACK.has(name) && !name.startsWith('x-tidegate-'),
  isOfFraming: OF_FRAMING.has(name),
});

/** By name as it was written. Callers write few names in few ways; what many make up is worked out each time. */
const KINDS = new Map<string, HeaderKind>();
const REMEMBERED = 512;

const LONGEST_REMEMBERED = 64;

export const kindOf = (name: string): HeaderKind => {
  const known = KINDS.get(name);
  if (known) return known;
  const kind = kindNamed(name.toLowerCase());
  if (KINDS.size < REMEMBERED && name.length <= LONGEST_REMEMBERED) KINDS.set(name, kind);
  return kind;
};

// Those that matter are remembered before anybody can fill the room with others.
for (const name of [...KEPT_BACK.keys(), ...READ.keys(), 'accept', 'user-agent', 'accept-encoding']) {
  kindOf(name);
  kindOf(name.replaceAll(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase()));
}

/** `raw` is names and values by turns, as Node gives them. */
export const readHead = (raw: readonly string[]): RequestHead => {
  const head = emptyHead();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [raw[i] ?? '', raw[i + 1] ?? ''];
    const kind = kindOf(name);
    kind.read?.(head, value);
    if (kind.isHandedOn) head.forward += line(name, value);
  }
  if (head.hops.size > 0) {
    head.forward = withoutNames(head.forward, head.hops);
    head.trailers = new Set([...head.trailers].filter((name) => !head.hops.has(name)));
  }
  return head;
};

export const hasBody = (head: RequestHead): boolean => head.chunked || (head.contentLength ?? 0) > 0;

const SANE_ID = /^[\w.:-]{1,128}$/;

/** A caller's request id is kept when it can stand in a log line and a header unharmed. */
export const saneRequestId = (given: string | undefined): string | undefined =>
  given !== undefined && SANE_ID.test(given) ? given : undefined;

/** A token of this platform is for the gateway's eyes only; other credentials may be meant for what runs behind a public endpoint. */
export const isOurToken = (authorization: string): boolean => /^bearer\s+tg_/i.test(authorization);

/** How long the caller lets the gateway hold the request, in ms; undefined when it does not say or says nonsense. */
export const holdAskedMs = (head: RequestHead, longestMs: number): number | undefined => {
  if (head.scaleUpTimeout === undefined || !/^\d{1,9}(?:\.\d{1,6})?$/.test(head.scaleUpTimeout.trim()))
    return undefined;
  return Math.min(Number(head.scaleUpTimeout) * 1000, longestMs);
};
