import { type HeaderLines, pairsOf } from '../wire/header-lines.ts';
import { type RequestHead, readHead } from '../wire/request-head.ts';

/** The head of a request as HTTP/2 brings it. */
export type Http2Head = Readonly<{
  method: string;
  /** Undefined when it names no path, as CONNECT does. */
  url: string | undefined;
  head: RequestHead;
  /** Counted as RFC 9113, 6.5.2 says. */
  bytes: number;
}>;

const OVERHEAD_BYTES = 32;

/** `raw` is names and values by turns. `hasBody`: more follows the head. */
export const readHttp2Head = (raw: readonly string[], hasBody: boolean): Http2Head => {
  const pseudo: Record<string, string> = {};
  const [fields, cookies]: [string[], string[]] = [[], []];
  let bytes = 0;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [raw[i] ?? '', raw[i + 1] ?? ''];
    bytes += name.length + value.length + OVERHEAD_BYTES;
    if (name.startsWith(':')) pseudo[name] = value;
    else if (name === 'cookie') cookies.push(value);
    else fields.push(name, value);
  }
  // They may come in crumbs; HTTP/1.1 has but one line for them (RFC 9113, 8.2.3).
  if (cookies.length > 0) fields.push('cookie', cookies.join('; '));
  const head = readHead(fields);
  // Where both are given the authority counts (RFC 9113, 8.3.1).
  head.host = pseudo[':authority'] ?? head.host;
  head.chunked = hasBody && head.contentLength === undefined;
  return { method: pseudo[':method'] ?? '', url: pseudo[':path'], head, bytes };
};

/** Fields of one connection of HTTP/1.1; a message of HTTP/2 with one of them is malformed (RFC 9113, 8.2.2). */
const OF_A_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** The head of an answer: names and values by turns, the names in lower case. */
export const http2HeadOf = (status: number, pairs: readonly string[]): string[] => {
  const raw = [':status', String(status)];
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const name = (pairs[i] ?? '').toLowerCase();
    if (!OF_A_CONNECTION.has(name)) raw.push(name, pairs[i + 1] ?? '');
  }
  return raw;
};

export const http2LinesOf = (status: number, lines: HeaderLines): string[] =>
  http2HeadOf(status, pairsOf(lines));
