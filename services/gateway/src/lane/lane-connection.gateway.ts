import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Peer } from '../calls/exchange.gateway.ts';
import { LaneExchange } from './lane-exchange.gateway.ts';
import { Outlet } from './outlet.gateway.ts';
import type { CanonicalRequest, ReadLimits } from './request.ts';
import { RequestReader } from './request-reader.ts';

/** What a caller may send ahead of an answer it still waits for; then it is read no further. */
const AHEAD_BYTES = 64 * 1024;

/** What becomes of what a connection brings. */
export type LaneReception = Readonly<{
  limits: ReadLimits;
  visited: (exchange: LaneExchange) => void;
  /** Not plainly canonical: whoever takes it over finds all bytes from `bytes` on unread. */
  strange: (socket: Socket, bytes: Buffer) => void;
  closed: (connection: LaneConnection) => void;
  isClosing: () => boolean;
}>;

const NOTHING = Buffer.alloc(0);

/** One caller's connection as long as it brings canonical requests: one after the other, each whole before it counts. */
export class LaneConnection {
  readonly peer: Peer;
  readonly outlet: Outlet;
  /** In the lane's milliseconds: since when it waits for the rest of a request, or for the next one. */
  sinceMs: number;
  readonly #reader: RequestReader;
  #rest: Buffer = NOTHING;
  /** Its body is still on the way. */
  #read: CanonicalRequest | undefined;
  #exchange: LaneExchange | undefined;
  #isPaused = false;
  /** Its last answer is still being taken: who sends on and on and reads nothing gets no more of them piled up. */
  #isDraining = false;

  constructor(
    readonly socket: Socket,
    private readonly reception: LaneReception,
    private readonly clock: Readonly<{ nowMs: number }>,
  ) {
    this.#reader = new RequestReader(reception.limits);
    this.outlet = new Outlet(socket);
    const { remoteAddress, localPort } = socket;
    this.peer = { remoteAddress, localPort, isSecure: socket instanceof TLSSocket };
    this.sinceMs = clock.nowMs;
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('error', ignored);
  }

  /** What it waits for; a caller that has not taken its last answer yet waits for nothing. */
  get waitsFor(): 'answer' | 'drain' | 'request' | 'head' | 'body' {
    if (this.#exchange) return 'answer';
    if (!this.outlet.isEmpty) return 'drain';
    if (this.#read) return 'body';
    return this.#rest.length > 0 ? 'head' : 'request';
  }

  isLast(): boolean {
    return this.reception.isClosing();
  }

  answered(): void {
    this.#exchange = undefined;
    this.sinceMs = this.clock.nowMs;
    if (this.reception.isClosing()) {
      this.outlet.end();
      return;
    }
    if (this.socket.writableNeedDrain) {
      this.#isDraining = true;
      this.socket.once('drain', this.#next);
    } else if (this.#rest.length > 0) setImmediate(this.#next);
    else this.#readOn();
  }

  readonly #onData = (chunk: Buffer): void => {
    // After its last answer nothing more is taken.
    if (this.socket.writableEnded) return;
    if (this.#rest.length === 0) this.sinceMs = this.clock.nowMs;
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#exchange || this.#isDraining) {
      if (this.#rest.length <= AHEAD_BYTES) return;
      this.#isPaused = true;
      this.socket.pause();
    } else this.#advance();
  };

  /** Who says no more is gone, as far as answers go. */
  readonly #onEnd = (): void => {
    this.outlet.flush();
    this.socket.destroy();
  };

  readonly #onClose = (): void => {
    this.reception.closed(this);
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.gone();
  };

  readonly #next = (): void => {
    this.#isDraining = false;
    this.sinceMs = this.clock.nowMs;
    if (this.socket.destroyed || this.socket.writableEnded || this.#exchange) return;
    this.#readOn();
    if (this.#rest.length > 0) this.#advance();
  };

  #readOn(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.socket.resume();
  }

  #advance(): void {
    const read = this.#read ?? this.#reader.read(this.#rest);
    if (read === 'odd') this.#handOver();
    else if (read !== 'more') this.#take(read);
  }

  #take(read: CanonicalRequest): void {
    const end = read.bodyFrom + read.contentLength;
    if (this.#rest.length < end) {
      this.#read = read;
      return;
    }
    const body = this.#rest.subarray(read.bodyFrom, end);
    this.#rest = this.#rest.length === end ? NOTHING : this.#rest.subarray(end);
    this.#read = undefined;
    const exchange = (this.#exchange = new LaneExchange(this, read, body));
    this.reception.visited(exchange);
  }

  #handOver(): void {
    const { socket } = this;
    socket
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('close', this.#onClose)
      .off('error', ignored);
    this.outlet.flush();
    this.reception.closed(this);
    this.reception.strange(socket, this.#rest);
    this.#rest = NOTHING;
  }
}

const ignored = (): void => {
  // Its closing is what counts.
};
