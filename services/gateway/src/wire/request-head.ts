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
  host: string | undefined;
  /** What proxies say of the caller. Whether they are believed is decided elsewhere. */
  readonly forwarded: {
    for: string[];
    proto: string | undefined;
    host: string | undefined;
    port: string | undefined;
  };
  /** Names of headers that the caller declares to be of its own connection only. */
  readonly hops: Set<string>;
  /** Names and values by turns, for the replica. */
  forward: string[];
};

const emptyHead = (): RequestHead => ({
  authorization: undefined,
  contentType: '',
  contentEncoding: undefined,
  contentLength: undefined,
  chunked: false,
  requestId: undefined,
  traceparent: undefined,
  scaleUpTimeout: undefined,
  respondAsync: false,
  host: undefined,
  forwarded: { for: [], proto: undefined, host: undefined, port: undefined },
  hops: new Set(),
  forward: [],
});

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
    'trailer',
    'upgrade',
    'expect',
    'http2-settings',
    'forwarded',
    'x-real-ip',
  ].map((name) => [name, unread] as const),
  ['connection', (head, value) => hopNames(value).forEach((name) => head.hops.add(name))],
  ['authorization', (head, value) => void (head.authorization ??= value)],
  ['content-length', (head, value) => void (head.contentLength = Number(value))],
  ['transfer-encoding', (head) => void (head.chunked = true)],
  ['x-request-id', (head, value) => void (head.requestId ??= value)],
  ['traceparent', (head, value) => void (head.traceparent ??= value)],
  ['x-scale-up-timeout', (head, value) => void (head.scaleUpTimeout ??= value)],
  ['host', (head, value) => void (head.host ??= value)],
  ['x-forwarded-for', (head, value) => void head.forwarded.for.push(value)],
  ['x-forwarded-proto', (head, value) => void (head.forwarded.proto = value)],
  ['x-forwarded-host', (head, value) => void (head.forwarded.host = value)],
  ['x-forwarded-port', (head, value) => void (head.forwarded.port = value)],
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

/** `raw` is names and values by turns, as Node gives them. */
export const readHead = (raw: readonly string[]): RequestHead => {
  const head = emptyHead();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [raw[i] ?? '', raw[i + 1] ?? ''];
    const lower = name.toLowerCase();
    const reader = KEPT_BACK.get(lower);
    if (reader) reader(head, value);
    else if (!lower.startsWith('x-tidegate-')) {
      READ.get(lower)?.(head, value);
      head.forward.push(name, value);
    }
  }
  if (head.hops.size > 0) head.forward = without(head.forward, head.hops);
  return head;
};

const without = (pairs: readonly string[], names: ReadonlySet<string>): string[] => {
  const kept: string[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2)
    if (!names.has((pairs[i] ?? '').toLowerCase())) kept.push(pairs[i] ?? '', pairs[i + 1] ?? '');
  return kept;
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
