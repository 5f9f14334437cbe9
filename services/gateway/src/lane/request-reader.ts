import { HeadMemory } from './head-memory.ts';
import { type CanonicalRequest, type ReadLimits, readRequest } from './request.ts';

/** Reads the heads of the requests of one connection, each by the one before it where it says the same. */
export class RequestReader {
  readonly #memory = new HeadMemory();
  #last: CanonicalRequest | undefined;

  constructor(private readonly limits: ReadLimits) {}

  read(bytes: Buffer): CanonicalRequest | 'more' | 'odd' {
    const again = this.#again(bytes);
    if (again) return again;
    const read = readRequest(bytes, this.limits);
    if (typeof read !== 'string') {
      read.head.sameAs = this.#memory.keep(bytes, read.bodyFrom, read.head.contentLength);
      this.#last = read;
    }
    return read;
  }

  #again(bytes: Buffer): CanonicalRequest | undefined {
    const last = this.#last;
    const bodyFrom = last ? this.#memory.endIn(bytes) : -1;
    if (!last || bodyFrom < 0) return undefined;
    const { contentLength = 0 } = this.#memory;
    if (contentLength > (last.method === 'GET' ? 0 : this.limits.bodyBytes)) return undefined;
    // The same length may have been written with zeros before it: then the body began later.
    if (contentLength === last.contentLength && bodyFrom === last.bodyFrom) return last;
    return { ...last, head: { ...last.head, contentLength }, bodyFrom, contentLength };
  }
}
