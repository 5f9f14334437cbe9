import { valueIn } from '../wire/header-lines.ts';
import { type HeaderKind, emptyHead, kindOf, type RequestHead } from '../wire/request-head.ts';
import { isName, isPlain, wholeNumber } from './canonical.ts';

/** The head of a request that can be read in one way only. */
export type CanonicalRequest = Readonly<{
  method: 'GET' | 'POST';
  target: string;
  head: RequestHead;
  /** Where the body begins in the bytes that were given. */
  bodyFrom: number;
  contentLength: number;
}>;

export type ReadLimits = Readonly<{ headBytes: number; bodyBytes: number }>;

const HEAD_END = Buffer.from('\r\n\r\n');
const REQUEST_LINE = /^(GET|POST) (\/[\x21\x22\x24-\x7e]*) HTTP\/1\.1\r\n/;

/** `more`: it has not all come yet. `odd`: another parser's business, from its first byte on. */
export const readRequest = (
  bytes: Buffer,
  { headBytes, bodyBytes }: ReadLimits,
): CanonicalRequest | 'more' | 'odd' => {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return bytes.length > headBytes || !beginsPlainly(bytes) ? 'odd' : 'more';
  if (end > headBytes || !isPlain(bytes, 0, end + 2)) return 'odd';
  const text = bytes.toString('latin1', 0, end + 2);
  const line = REQUEST_LINE.exec(text) as [line: string, method: 'GET' | 'POST', target: string] | null;
  if (!line) return 'odd';
  const [{ length: linesFrom }, method, target] = line;
  const head = headOf(text, linesFrom, method === 'GET' ? 0 : bodyBytes);
  if (!head) return 'odd';
  return { method, target, head, bodyFrom: end + HEAD_END.length, contentLength: head.contentLength ?? 0 };
};

/** The last is HTTP/2's (RFC 9113, 3.4): who takes it over finds the whole of its line. */
const BEGINNINGS = ['POST /', 'GET /', 'PRI * HTTP/2.0\r\n'].map((text) => Buffer.from(text));

/** As far as it came. What begins otherwise need not wait for its end, which may never come. */
const beginsPlainly = (bytes: Buffer): boolean =>
  BEGINNINGS.some((beginning) => {
    const length = Math.min(bytes.length, beginning.length);
    return beginning.compare(bytes, 0, length, 0, length) === 0;
  });

const headOf = (text: string, from: number, bodyBytes: number): RequestHead | undefined => {
  const head = emptyHead();
  if (!readHeaders(text, from, head)) return undefined;
  const { host = '', contentLength = 0 } = head;
  return host !== '' && contentLength <= bodyBytes ? head : undefined;
};

/** The lines of `text` from there on, each of which ends with CR LF; false when one of them is not plainly canonical. */
const readHeaders = (text: string, from: number, head: RequestHead): boolean => {
  /** Where those begin that are handed on as they stand. */
  let run = from;
  for (let at = from; at < text.length;) {
    const end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon >= end || !isName(text, at, colon)) return false;
    const kind = kindOf(text.slice(at, colon));
    if (kind.read && !readValue(kind, valueIn(text, colon + 1, end), head)) return false;
    if (!kind.isHandedOn) {
      if (run < at) head.forward += text.slice(run, at);
      run = end + 2;
    }
    at = end + 2;
  }
  if (run < text.length) head.forward += text.slice(run);
  return true;
};

const readValue = ({ name, read, isOfFraming }: HeaderKind, value: string, head: RequestHead): boolean => {
  if (isOfFraming) return readFraming(name, value, head);
  read?.(head, value);
  return true;
};

const readFraming = (name: string, value: string, head: RequestHead): boolean => {
  switch (name) {
    case 'host':
      if (head.host !== undefined) return false;
      head.host = value;
      return true;
    case 'connection':
      // It means what HTTP/1.1 means anyway.
      return value === 'keep-alive' || value.toLowerCase() === 'keep-alive';
    case 'content-length':
      if (head.contentLength !== undefined) return false;
      head.contentLength = wholeNumber(value);
      return head.contentLength !== undefined;
    default:
      return false;
  }
};
