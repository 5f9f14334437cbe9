import { type HeaderLines, line } from '../wire/header-lines.ts';
import { emptyResponseHead, type ResponseHead, mayBeSet, responseKindOf } from '../wire/response-head.ts';
import { eachHeader, isPlain, wholeNumber } from './canonical.ts';

/** The head of an answer that can be read in one way only: its body has a length, or comes in chunked frames. */
export type CanonicalResponse = Readonly<{
  status: number;
  head: ResponseHead;
  isChunked: boolean;
  /** The connection may be used again, for so many milliseconds at most where it says so. */
  keepAlive: boolean;
  idleMs: number | undefined;
  /** Where the body begins in the bytes that were given. */
  bodyFrom: number;
}>;

const HEAD_END = Buffer.from('\r\n\r\n');
const STATUS_LINE = /^HTTP\/1\.1 ([2-5]\d\d) [^\r]*\r\n/;
/** They have no body whatever their headers say. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

type Framing = { chunked: boolean; keepAlive: boolean; idleMs: number | undefined };

/** `more`: it has not all come yet. `odd`: another parser's business, from its first byte on. */
export const readResponse = (
  bytes: Buffer,
  headBytes: number,
  own: () => HeaderLines,
): CanonicalResponse | 'more' | 'odd' => {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return bytes.length > headBytes ? 'odd' : 'more';
  const text = bytes.toString('latin1', 0, end + 2);
  const line = isPlain(bytes, 0, end + 2) ? STATUS_LINE.exec(text) : null;
  const status = Number(line?.[1]);
  if (!line || BODILESS.has(status)) return 'odd';
  const head = emptyResponseHead(own());
  const framing: Framing = { chunked: false, keepAlive: true, idleMs: undefined };
  if (!readHeaders(text, line[0].length, head, framing)) return 'odd';
  if (framing.chunked === (head.contentLength !== undefined)) return 'odd';
  const { chunked: isChunked, keepAlive, idleMs } = framing;
  return { status, head, isChunked, keepAlive, idleMs, bodyFrom: end + HEAD_END.length };
};

const takeCookie = (head: ResponseHead, name: string, value: string): void => {
  if (mayBeSet(head, value)) head.lines += line(name, value);
};

const readHeaders = (text: string, from: number, head: ResponseHead, framing: Framing): boolean =>
  eachHeader(text, from, (name, value) => {
    const kind = responseKindOf(name);
    switch (kind) {
      case 'plain':
        head.lines += line(name, value);
        return true;
      case 'content-type':
        head.contentType = value;
        head.lines += line(name, value);
        return true;
      case 'content-length':
        if (head.contentLength !== undefined) return false;
        head.contentLength = wholeNumber(value);
        head.lines += line(name, value);
        return head.contentLength !== undefined;
      case 'set-cookie':
        takeCookie(head, name, value);
        return true;
      case 'limit':
        if (!head.isLimited) head.lines += line(name, value);
        return true;
      case 'dropped':
        return true;
      case 'odd':
        return false;
      default:
        return readFraming(kind, value, framing);
    }
  });

const readFraming = (
  kind: 'transfer-encoding' | 'connection' | 'keep-alive',
  value: string,
  framing: Framing,
): boolean => {
  if (kind === 'connection') return readConnection(value.toLowerCase(), framing);
  if (kind === 'keep-alive') {
    framing.idleMs = idleMsOf(value);
    return true;
  }
  if (framing.chunked || value.toLowerCase() !== 'chunked') return false;
  framing.chunked = true;
  return true;
};

const readConnection = (value: string, framing: Framing): boolean => {
  if (value === 'close') framing.keepAlive = false;
  return value === 'close' || value === 'keep-alive';
};

const idleMsOf = (keepAlive: string): number | undefined => {
  const seconds = /(?:^|[ ,])timeout=(\d{1,6})(?:$|[ ,])/i.exec(keepAlive)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
};
