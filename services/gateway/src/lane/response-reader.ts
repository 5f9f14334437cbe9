import type { HeaderLines } from '../wire/header-lines.ts';
import { isLimitedBy } from '../wire/response-head.ts';
import { HeadMemory } from './head-memory.ts';
import { type CanonicalResponse, readResponse } from './response.ts';

const LENGTH = /(?:^|\r\n)content-length: (\d+)\r\n/i;
/** Whether they are handed on depends on what the gateway itself says. */
const DEPENDENT = /\r\n(?:set-cookie|x-ratelimit-[^:\r]*):/i;

/** Reads the heads of the answers of one connection, each by the one before it where it says the same. */
export class ResponseReader {
  readonly #memory = new HeadMemory();
  #last: CanonicalResponse | undefined;
  /** Of its lines, what stands before the digits of the length, and after them. */
  #before = '';
  #after = '';

  constructor(private readonly headBytes: number) {}

  /** @param own gives the gateway's own lines; asked once the head is there and can be read */
  read(bytes: Buffer, own: () => HeaderLines): CanonicalResponse | 'more' | 'odd' {
    const last = this.#last;
    const bodyFrom = last ? this.#memory.endIn(bytes) : -1;
    if (last && bodyFrom >= 0) return this.#again(last, bodyFrom, own());
    let ours = '';
    const read = readResponse(bytes, this.headBytes, () => (ours = own()));
    if (typeof read !== 'string') this.#keep(bytes, read, read.head.lines.slice(ours.length));
    return read;
  }

  #again(last: CanonicalResponse, bodyFrom: number, ours: HeaderLines): CanonicalResponse {
    const { status, isChunked, keepAlive, idleMs } = last;
    const { contentLength } = this.#memory;
    const head = {
      contentLength,
      contentType: last.head.contentType,
      isFramed: false,
      lines:
        contentLength === undefined
          ? ours + this.#before
          : ours + this.#before + String(contentLength) + this.#after,
      isLimited: isLimitedBy(ours),
    };
    return { status, head, isChunked, keepAlive, idleMs, bodyFrom };
  }

  #keep(bytes: Buffer, read: CanonicalResponse, theirs: HeaderLines): void {
    const { bodyFrom } = read;
    this.#last = read;
    if (DEPENDENT.test(bytes.toString('latin1', 0, bodyFrom))) this.#memory.forget();
    else if (this.#memory.keep(bytes, bodyFrom, read.head.contentLength)) {
      const length = LENGTH.exec(theirs);
      const digits = length?.[1] ?? '';
      const from = length ? length.index + length[0].length - 2 - digits.length : theirs.length;
      this.#before = theirs.slice(0, from);
      this.#after = theirs.slice(from + digits.length);
    }
  }
}
