import {
  type ServerHttp2Session,
  type ServerHttp2Stream,
  constants,
  performServerHandshake,
} from 'node:http2';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Refusal } from '@tidegate/contracts';
import type { Exchange, Peer } from '../calls/exchange.gateway.ts';
import { newRequestId } from '../calls/request-id.gateway.ts';
import type { GatewaySettings } from '../settings.ts';
import { refusalAnswer } from '../wire/answer.ts';
import { Http2Exchange, answerOn } from './http2-exchange.gateway.ts';
import { readHttp2Head } from './http2-head.ts';
import { ResetBudget } from './reset-budget.ts';

const KEEP_ALIVE_MS = 75_000;
/** Bodies of as many streams as this may be on their way on one connection, each with a window of so many bytes. */
const STREAMS = 128;
const WINDOW_BYTES = 256 * 1024;
/** Streams that may end before their answer: at once, and a second. */
const [RESETS, RESETS_PER_SECOND] = [400, 40];
/** After the first word of the end a client that has not heard it yet may still begin streams. */
const LAST_STREAMS_MS = 1000;
const HIGHEST_STREAM_ID = 2 ** 31 - 1;

/** Connections that speak HTTP/2: each stream on one is a request of its own. */
export class Http2Entrance {
  readonly #sessions = new Map<ServerHttp2Session, () => void>();
  #closing = false;

  constructor(
    private readonly settings: GatewaySettings,
    private readonly visited: (exchange: Exchange) => void,
  ) {}

  get connections(): number {
    return this.#sessions.size;
  }

  /**
   * Takes a connection over: one where HTTP/2 was agreed on, or one that began with the preface, which it must still hold.
   * One that was read from must be paused, and stay so.
   */
  accept(socket: Socket): void {
    const { remoteAddress, localPort } = socket;
    const peer: Peer = { remoteAddress, localPort, isSecure: socket instanceof TLSSocket };
    // A caller that says no more is gone: its streams have no other end.
    socket.allowHalfOpen = false;
    const session = performServerHandshake(socket, {
      settings: {
        maxConcurrentStreams: STREAMS,
        initialWindowSize: WINDOW_BYTES,
        // Refused beyond half of it in words; beyond all of it the stream is reset.
        maxHeaderListSize: 2 * this.settings.maxHeaderBytes,
        enablePush: false,
        enableConnectProtocol: false,
      },
      maxHeaderListPairs: 2000,
      // What a replica says twice is said twice, as in HTTP/1.1.
      strictSingleValueFields: false,
    });
    this.#attend(session, peer);
    if (this.#closing) this.#end(session);
  }

  /** Clients are told to go elsewhere; what is under way goes on. Resolves when the last connection is gone. */
  async close(): Promise<void> {
    this.#closing = true;
    const ended = [...this.#sessions.keys()].map(
      (session) => new Promise<void>((resolve) => session.once('close', resolve)),
    );
    for (const session of this.#sessions.keys()) this.#end(session);
    await Promise.all(ended);
  }

  cut(): void {
    for (const session of this.#sessions.keys()) session.destroy();
  }

  #attend(session: ServerHttp2Session, peer: Peer): void {
    const resets = new ResetBudget(RESETS, RESETS_PER_SECOND, performance.now());
    let streams = 0;
    let ending: NodeJS.Timeout | undefined;
    this.#sessions.set(session, () => {
      // Without a stream the library reads no further after the first word either.
      if (streams === 0) session.close();
      else {
        session.goaway(constants.NGHTTP2_NO_ERROR, HIGHEST_STREAM_ID);
        ending = setTimeout(() => {
          session.close();
        }, LAST_STREAMS_MS);
      }
    });
    session.on('stream', (stream, _headers, flags, raw: string[]) => {
      streams++;
      const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      const exchange = this.#stream(stream, raw, { peer, isWhole });
      stream.once('close', () => {
        streams--;
        if (ending && streams === 0) session.close();
        const isReset = stream.rstCode !== constants.NGHTTP2_NO_ERROR && exchange?.reply.isCut !== true;
        if (isReset && !resets.take(performance.now()))
          session.destroy(new Error('too many resets'), constants.NGHTTP2_ENHANCE_YOUR_CALM);
      });
    });
    session.setTimeout(KEEP_ALIVE_MS, () => {
      if (streams === 0) session.close();
    });
    // Its closing is what counts.
    session.on('error', () => undefined);
    session.once('close', () => {
      clearTimeout(ending);
      this.#sessions.delete(session);
    });
  }

  /** In two steps, so that streams that are on their way are still taken (RFC 9113, 6.8). */
  #end(session: ServerHttp2Session): void {
    if (!session.destroyed && !session.closed) this.#sessions.get(session)?.();
  }

  /** Undefined when nothing more is done with it. */
  #stream(
    stream: ServerHttp2Stream,
    raw: readonly string[],
    { peer, isWhole }: Arrival,
  ): Http2Exchange | undefined {
    stream.on('error', () => undefined);
    const head = readHttp2Head(raw, !isWhole);
    if (head.bytes > this.settings.maxHeaderBytes) this.#refuse(stream, 'request.headers_too_large');
    else if (head.url === undefined) this.#refuse(stream, 'request.malformed');
    else {
      if (!isWhole) this.#limit(stream);
      const exchange = new Http2Exchange(stream, head, peer, isContinueExpected(raw));
      this.visited(exchange);
      return exchange;
    }
    return undefined;
  }

  /** A request that is still on its way by then is answered, or cut when its answer has begun. */
  #limit(stream: ServerHttp2Stream): void {
    const timer = setTimeout(() => {
      if (stream.headersSent) stream.close(constants.NGHTTP2_CANCEL);
      else this.#refuse(stream, 'request.timeout');
    }, this.settings.requestTimeoutMs);
    const stop = (): void => {
      clearTimeout(timer);
    };
    stream.once('end', stop);
    stream.once('close', stop);
  }

  /** Nothing but its connection is known of such a request. */
  #refuse(
    stream: ServerHttp2Stream,
    code: 'request.headers_too_large' | 'request.malformed' | 'request.timeout',
  ): void {
    const refusal = new Refusal(code, { limitBytes: this.settings.maxHeaderBytes });
    answerOn(stream, refusalAnswer(refusal, 'openai', newRequestId()));
  }
}

type Arrival = Readonly<{ peer: Peer; isWhole: boolean }>;

const isContinueExpected = (raw: readonly string[]): boolean => {
  for (let i = 0; i + 1 < raw.length; i += 2)
    if (raw[i] === 'expect') return raw[i + 1]?.toLowerCase() === '100-continue';
  return false;
};
