import { type ServerHttp2Stream, constants } from 'node:http2';
import type { ResponseHead } from '../wire/response-head.ts';
import type { Reply } from '../calls/exchange.gateway.ts';
import { cutUnlessTaken } from '../calls/untaken.gateway.ts';
import { http2LinesOf } from './http2-head.ts';

/** The answer on a stream of an HTTP/2 connection. */
export class Http2Reply implements Reply {
  readonly isImmediate = false;
  /** The gateway itself ended it early. */
  isCut = false;
  #left: number | undefined;
  #trailers: readonly string[] = [];

  constructor(private readonly stream: ServerHttp2Stream) {}

  start(status: number, { contentLength, lines }: ResponseHead): void {
    const { stream } = this;
    if (stream.destroyed || stream.closed) return;
    this.#left = contentLength;
    const mayTrail = contentLength === undefined;
    try {
      stream.respond(http2LinesOf(status, lines), { waitForTrailers: mayTrail });
    } catch {
      // What a replica said cannot be said in HTTP/2, such as a status above 599.
      this.cut();
      return;
    }
    if (mayTrail)
      stream.once('wantTrailers', () => {
        this.#sendTrailers();
      });
  }

  write(chunk: Buffer): boolean {
    const { stream } = this;
    // Answers without a body are over with their head; of a closed stream everybody hears soon.
    if (stream.writableEnded || stream.destroyed) return true;
    if (this.#left !== undefined) {
      this.#left -= chunk.length;
      if (this.#left === 0) {
        stream.end(chunk);
        return true;
      }
    }
    return stream.write(chunk);
  }

  isFull(): boolean {
    return this.stream.writableNeedDrain;
  }

  onDrain(then: () => void): void {
    this.stream.once('drain', then);
  }

  end(trailers: readonly string[] = [], idleMs = Infinity): void {
    this.#trailers = trailers;
    if (!this.stream.writableEnded) this.stream.end();
    if (idleMs < Infinity)
      cutUnlessTaken(this.stream, idleMs, () => {
        this.cut();
      });
  }

  /** The end of a stream that is not told so would be read as the end of the answer. */
  cut(): void {
    this.isCut = true;
    this.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  upgrade(): boolean {
    return false;
  }

  #sendTrailers(): void {
    const { stream } = this;
    if (stream.destroyed || stream.closed) return;
    const trailers: Record<string, string> = {};
    for (let i = 0; i + 1 < this.#trailers.length; i += 2)
      trailers[(this.#trailers[i] ?? '').toLowerCase()] = this.#trailers[i + 1] ?? '';
    try {
      stream.sendTrailers(trailers);
    } catch {
      this.cut();
    }
  }
}
