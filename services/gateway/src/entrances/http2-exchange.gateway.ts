import { type ServerHttp2Stream, constants } from 'node:http2';
import type { Exchange, IncomingBody, Peer } from '../calls/exchange.gateway.ts';
import { type BodySource, RequestBody } from '../calls/request-body.gateway.ts';
import type { ByteBudget } from '../waiting/byte-budget.ts';
import type { Answer } from '../wire/answer.ts';
import type { RequestHead } from '../wire/request-head.ts';
import { type Http2Head, http2HeadOf } from './http2-head.ts';
import { Http2Reply } from './http2-reply.gateway.ts';

/** A request on a stream of an HTTP/2 connection. */
export class Http2Exchange implements Exchange {
  readonly method: string;
  readonly url: string;
  readonly head: RequestHead;
  readonly reply: Http2Reply;
  #gone: (() => void) | undefined;

  constructor(
    private readonly stream: ServerHttp2Stream,
    { method, url = '/', head }: Http2Head,
    readonly peer: Peer,
    private readonly expectsContinue: boolean,
  ) {
    this.method = method;
    this.url = url;
    this.head = head;
    this.reply = new Http2Reply(stream);
    // Which of the two comes depends on how far both sides were.
    stream.once('aborted', this.#closed);
    stream.once('close', this.#closed);
  }

  get connection(): object {
    return this.stream;
  }

  body(limitBytes: number, budget: ByteBudget): IncomingBody {
    return new RequestBody(sourceOf(this.stream), this.head, { limitBytes, budget }, () => {
      if (this.expectsContinue && !this.isBegun() && !this.stream.closed)
        this.stream.additionalHeaders({ ':status': 100 });
    });
  }

  isBegun(): boolean {
    return this.stream.headersSent;
  }

  answer({ status, headers, body }: Answer): void {
    answerOn(this.stream, { status, headers, body });
  }

  onGone(then: () => void): void {
    this.#gone = then;
  }

  over(): void {
    this.#gone = undefined;
  }

  /** The connection is others' too. */
  destroy(): void {
    this.reply.cut();
  }

  readonly #closed = (): void => {
    // Whoever cuts it is not told in the middle of it.
    if (this.reply.isCut) setImmediate(this.#tell);
    else this.#tell();
  };

  readonly #tell = (): void => {
    const gone = this.#gone;
    this.#gone = undefined;
    gone?.();
  };
}

/** A whole answer. What still comes of the request is not wanted any more, and the caller is told so after the answer. */
export const answerOn = (stream: ServerHttp2Stream, { status, headers, body }: Answer): void => {
  if (stream.destroyed || stream.closed) return;
  stream.respond(http2HeadOf(status, headers));
  stream.end(body);
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
};

const sourceOf = (stream: ServerHttp2Stream): BodySource => {
  let rawTrailers: readonly string[] = [];
  stream.once('trailers', (_fields, _flags, raw) => (rawTrailers = raw));
  return {
    on: (event: 'data' | 'end' | 'error', then: (chunk: Buffer) => void) => stream.on(event, then),
    resume: () => stream.resume(),
    pause: () => stream.pause(),
    get complete() {
      return stream.readableEnded || stream.destroyed;
    },
    get rawTrailers() {
      return rawTrailers;
    },
  };
};
