import { timingSafeEqual } from 'node:crypto';
import { type CanonicalRequest, type ReadLimits, readRequest } from './request.ts';

/** A head as it came, but for the digits of the body's length. */
type Known = Readonly<{ before: Buffer; after: Buffer; read: CanonicalRequest }>;

const LENGTH = /\r\ncontent-length: *(\d+) *\r\n/i;
const [ZERO, NINE, CR] = [48, 57, 13];
const MOST_DIGITS = 9;

/**
 * Reads the heads of one connection. A client says the same in each of its requests, so the last head is kept: one that
 * equals it but for the length is known without being read. Heads hold tokens; they are compared in constant time.
 */
export class RequestReader {
  #known: Known | undefined;

  constructor(private readonly limits: ReadLimits) {}

  read(bytes: Buffer): CanonicalRequest | 'more' | 'odd' {
    const again = this.#known && this.#again(this.#known, bytes);
    if (again) return again;
    const read = readRequest(bytes, this.limits);
    if (typeof read !== 'string') this.#keep(bytes, read);
    return read;
  }

  #again({ before, after, read }: Known, bytes: Buffer): CanonicalRequest | undefined {
    if (bytes.length < before.length + after.length) return undefined;
    if (!timingSafeEqual(bytes.subarray(0, before.length), before)) return undefined;
    const [contentLength, to] = after.length === 0 ? [0, before.length] : digitsAt(bytes, before.length);
    const bodyFrom = to + after.length;
    if (contentLength > (read.method === 'GET' ? 0 : this.limits.bodyBytes)) return undefined;
    if (bytes.length < bodyFrom) return undefined;
    if (!timingSafeEqual(bytes.subarray(to, bodyFrom), after)) return undefined;
    const { method, target } = read;
    const head = { ...read.head };
    if (after.length > 0) head.contentLength = contentLength;
    return { method, target, head, bodyFrom, contentLength };
  }

  #keep(bytes: Buffer, read: CanonicalRequest): void {
    const { bodyFrom, head } = read;
    const length = LENGTH.exec(bytes.toString('latin1', 0, bodyFrom));
    this.#known = undefined;
    // A length that is not where it is looked for would count as none the next time.
    if ((length === null) !== (head.contentLength === undefined)) return;
    const digits = length?.[1] ?? '';
    const from = length ? length.index + length[0].lastIndexOf(digits) : bodyFrom;
    const before = Buffer.from(bytes.subarray(0, from));
    head.sameAs = before;
    const after = Buffer.from(bytes.subarray(from + digits.length, bodyFrom));
    this.#known = { before, after, read };
  }
}

/** What number stands there, and where it ends. */
const digitsAt = (bytes: Buffer, from: number): [value: number, to: number] => {
  let value = 0;
  let at = from;
  for (; at < from + MOST_DIGITS; at++) {
    const byte = bytes[at] ?? CR;
    if (byte < ZERO || byte > NINE) break;
    value = value * 10 + byte - ZERO;
  }
  return at === from ? [Infinity, at] : [value, at];
};
