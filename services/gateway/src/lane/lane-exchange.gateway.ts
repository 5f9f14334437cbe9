import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Exchange, IncomingBody, Peer, Reply } from '../calls/exchange.gateway.ts';
import type { ByteBudget } from '../waiting/byte-budget.ts';
import type { Answer } from '../wire/answer.ts';
import { line, linesOf } from '../wire/header-lines.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import type { Outlet } from './outlet.gateway.ts';
import type { CanonicalRequest } from './request.ts';
import { WholeBody } from './whole-body.gateway.ts';

/** Up to here bytes go out as text, in one piece with what stands before them; larger ones are copied once. */
const TEXT_BYTES = 8 * 1024;

const STATUS_LINES = new Map(
  Object.entries(STATUS_CODES).map(([code, reason]) => [
    Number(code),
    `HTTP/1.1 ${code} ${reason ?? ''}\r\n`,
  ]),
);
const statusLine = (status: number): string =>
  STATUS_LINES.get(status) ?? `HTTP/1.1 ${String(status)} Unknown\r\n`;

const nothing = (): void => undefined;

/** How the body of the answer is framed. `framed`: as it comes. */
type Mode = 'length' | 'chunked' | 'framed';

/** What an exchange needs of the connection it is on. */
export type ExchangeConnection = Readonly<{
  socket: Socket;
  outlet: Outlet;
  peer: Peer;
  /** This answer is the last one. */
  isLast: () => boolean;
  /** The answer is whole. */
  answered: () => void;
}>;

/** A canonical request, whole from the beginning, and its answer, which is written as it comes. */
export class LaneExchange implements Exchange, Reply {
  readonly isImmediate = true;
  readonly method: string;
  readonly url: string;
  readonly head: RequestHead;
  /** Called when the connection is gone. */
  gone: () => void = nothing;
  readonly #socket: Socket;
  #mode: Mode = 'length';
  /** A head that waits for the first bytes of the body. */
  #head = '';
  #begun = false;
  #ended = false;

  constructor(
    private readonly on: ExchangeConnection,
    { method, target, head }: CanonicalRequest,
    private readonly bytes: Buffer,
  ) {
    this.#socket = on.socket;
    this.method = method;
    this.url = target;
    this.head = head;
  }

  get reply(): Reply {
    return this;
  }

  get peer(): Peer {
    return this.on.peer;
  }

  get connection(): object {
    return this.#socket;
  }

  body(_limitBytes: number, budget: ByteBudget): IncomingBody {
    return new WholeBody(this.bytes, budget);
  }

  isBegun(): boolean {
    return this.#begun;
  }

  answer({ status, headers, body }: Answer): void {
    let lines = linesOf(headers);
    if (!headers.includes('content-length')) lines += line('content-length', String(Buffer.byteLength(body)));
    this.start(status, {
      contentLength: body.length,
      contentType: '',
      isFramed: false,
      isLimited: false,
      lines,
    });
    if (body !== '') this.write(Buffer.from(body));
    this.end();
  }

  onGone(then: () => void): void {
    this.gone = then;
  }

  over(): void {
    this.gone = nothing;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  start(status: number, { contentLength, isFramed, lines }: ResponseHead): void {
    this.#begun = true;
    const isBodiless = status === 204 || status === 304;
    this.#mode = isFramed ? 'framed' : contentLength === undefined && !isBodiless ? 'chunked' : 'length';
    const framing = this.#mode === 'length' ? '' : 'transfer-encoding: chunked\r\n';
    const ending = this.on.isLast() ? 'connection: close\r\n' : '';
    this.#head = `${statusLine(status)}${lines}${framing}${ending}\r\n`;
    // Of a stream the caller sees the headers at once; else they go with the body, in one packet.
    if (this.#mode !== 'length') this.#flush();
  }

  write(chunk: Buffer): boolean {
    if (this.#mode !== 'chunked') return this.#send('', chunk, '');
    return this.#send(`${chunk.length.toString(16)}\r\n`, chunk, '\r\n');
  }

  isFull(): boolean {
    return this.#socket.writableNeedDrain;
  }

  onDrain(then: () => void): void {
    this.#socket.once('drain', then);
  }

  end(trailers: readonly string[] = []): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#flush();
    if (this.#mode === 'chunked') this.on.outlet.write(`0\r\n${linesOf(trailers)}\r\n`);
    this.on.answered();
  }

  cut(): void {
    this.on.outlet.flush();
    this.#socket.destroy();
  }

  upgrade(): boolean {
    return false;
  }

  #flush(): void {
    if (this.#head === '') return;
    this.on.outlet.write(this.#head);
    this.#head = '';
  }

  #send(before: string, chunk: Buffer, after: string): boolean {
    const first = this.#head + before;
    this.#head = '';
    return chunk.length <= TEXT_BYTES
      ? this.on.outlet.write(first + chunk.toString('latin1', 0, chunk.length) + after)
      : this.on.outlet.writeBytes(first, Buffer.from(chunk), after);
  }
}
