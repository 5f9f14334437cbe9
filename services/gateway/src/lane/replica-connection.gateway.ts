import { type Socket, connect } from 'node:net';
import type { Hold, Taker } from '../calls/upstream.gateway.ts';
import type { Latin1 } from '../wire/json-body.ts';
import { ChunkWalker } from './chunks.ts';
import { OddAnswer } from './odd-answer.gateway.ts';
import { Outlet } from './outlet.gateway.ts';
import type { CanonicalResponse } from './response.ts';
import { ResponseReader } from './response-reader.ts';

const LARGEST_HEAD_BYTES = 64 * 1024;
/** One for all connections: what is read into it is handed on or copied before the next read. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);
const NOTHING = Buffer.alloc(0);
/** Bodies up to here go out in one text with their head. */
const TEXT_BYTES = 16 * 1024;

export type Sent = Readonly<{
  head: string;
  body: Buffer | Latin1 | null;
  firstByteMs: number;
  idleMs: number;
}>;

export type ConnectionOwner = Readonly<{
  clock: Readonly<{ nowMs: number }>;
  /** It may be used for the next request. */
  idle: (connection: ReplicaConnection, idleMs: number | undefined) => void;
  closed: (connection: ReplicaConnection) => void;
}>;

/** One connection to a replica, with one request on it at a time. Its answers are hostile input like any other. */
export class ReplicaConnection implements Hold {
  /** In the lane's milliseconds: when what it waits for must have come. */
  deadlineMs: number;
  readonly #socket: Socket;
  readonly #outlet: Outlet;
  readonly #reader = new ResponseReader(LARGEST_HEAD_BYTES);
  #taker: Taker | undefined;
  #isConnected = false;
  /** Bytes of a head that is not whole yet. */
  #part: Buffer = NOTHING;
  #answer: CanonicalResponse | undefined;
  #left = 0;
  #walker: ChunkWalker | undefined;
  #odd: OddAnswer | undefined;
  #isPaused = false;
  #idleMs = 0;

  constructor(
    to: Readonly<{ host: string; port: number }>,
    private readonly owner: ConnectionOwner,
    connectTimeoutMs: number,
  ) {
    this.deadlineMs = owner.clock.nowMs + connectTimeoutMs;
    this.#socket = connect({
      ...to,
      noDelay: true,
      keepAlive: true,
      onread: {
        buffer: shared,
        callback: (length, buffer) => {
          this.#read((buffer as Buffer).subarray(0, length));
          return !this.#isPaused;
        },
      },
    });
    this.#outlet = new Outlet(this.#socket);
    // Its closing is what counts.
    this.#socket.on('error', () => undefined);
    this.#socket.on('end', () => {
      this.#ended();
    });
    this.#socket.once('close', () => {
      this.owner.closed(this);
      this.#fail();
    });
  }

  /** On a new connection it is written once that stands. */
  send(sent: Sent, taker: Taker): void {
    this.#taker = taker;
    if (this.#isConnected) this.#write(sent, taker);
    else
      this.#socket.once('connect', () => {
        this.#isConnected = true;
        if (this.#taker) this.#write(sent, taker);
      });
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    // As long as the caller does not read, the replica owes nothing.
    this.deadlineMs = Infinity;
    if (this.#odd) this.#odd.pause();
    else this.#socket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.deadlineMs = this.owner.clock.nowMs + this.#idleMs;
    if (this.#odd) this.#odd.resume();
    else this.#socket.resume();
  }

  abort(): void {
    this.#taker = undefined;
    this.owner.closed(this);
    this.#socket.destroy();
    this.#odd?.stop();
  }

  /** What it waited for did not come in time. */
  late(): void {
    const taker = this.#taker;
    const isWaiting = !this.#answer && !this.#odd;
    this.abort();
    if (!this.#isConnected) taker?.failed('unsent');
    else taker?.failed(isWaiting ? 'first_byte_timeout' : 'failed');
  }

  #write({ head, body, firstByteMs, idleMs }: Sent, taker: Taker): void {
    this.#idleMs = idleMs;
    this.deadlineMs = this.owner.clock.nowMs + firstByteMs;
    taker.sent(this);
    if (this.#socket.destroyed) return;
    if (body === null || typeof body === 'string') this.#outlet.write(head + (body ?? ''));
    else if (body.length > TEXT_BYTES) this.#outlet.writeBytes(head, body);
    else this.#outlet.write(head + body.toString('latin1', 0, body.length));
  }

  #read(bytes: Buffer): void {
    // Nobody asked: what an idle connection says belongs to no request.
    if (!this.#taker) this.abort();
    else if (this.#odd) this.#readOdd(this.#odd, bytes);
    else if (this.#answer) this.#body(bytes, 0);
    else this.#head(this.#part.length === 0 ? bytes : Buffer.concat([this.#part, bytes]));
  }

  #head(bytes: Buffer): void {
    const taker = this.#taker;
    if (!taker) return;
    const read = this.#reader.read(bytes, () => taker.ownHeaders());
    if (read === 'more') this.#part = Buffer.from(bytes);
    else if (read === 'odd') this.#isOdd(taker, bytes);
    else {
      this.#part = NOTHING;
      this.#begin(read, taker);
      // The taker may have had enough.
      if (this.#taker) this.#body(bytes, read.bodyFrom);
    }
  }

  #begin(read: CanonicalResponse, taker: Taker): void {
    this.#answer = read;
    this.#left = read.head.contentLength ?? 0;
    this.#walker = read.isChunked ? new ChunkWalker() : undefined;
    read.head.isFramed = read.isChunked && taker.isImmediate;
    taker.began(read.status, read.head);
  }

  #body(bytes: Buffer, from: number): void {
    this.deadlineMs = this.owner.clock.nowMs + this.#idleMs;
    if (this.#walker) this.#walk(this.#walker, bytes, from);
    else this.#count(bytes, from);
  }

  #count(bytes: Buffer, from: number): void {
    const length = bytes.length - from;
    if (length > this.#left) {
      this.#break();
      return;
    }
    this.#left -= length;
    if (length > 0) this.#hand(bytes, from, bytes.length);
    if (this.#left === 0) this.#finish();
  }

  #walk(walker: ChunkWalker, bytes: Buffer, from: number): void {
    const before = walker.dataBytes;
    const isFramed = this.#answer?.head.isFramed === true;
    const walked = isFramed
      ? walker.walk(bytes, from)
      : walker.walk(bytes, from, (begin, end) => {
          this.#hand(bytes, begin, end);
        });
    if (walked === 'bad') {
      this.#break();
      return;
    }
    if (isFramed && from < bytes.length) this.#hand(bytes, from, bytes.length, walker.dataBytes - before);
    if (walked === 'over') this.#finish();
  }

  #hand(bytes: Buffer, from: number, to: number, dataBytes = to - from): void {
    const taker = this.#taker;
    if (!taker) return;
    const chunk = from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to);
    taker.took(taker.isImmediate ? chunk : Buffer.from(chunk), dataBytes);
  }

  #finish(): void {
    const [taker, answer] = [this.#taker, this.#answer];
    if (!taker || !answer) return;
    this.#taker = undefined;
    this.#answer = undefined;
    this.#walker = undefined;
    this.resume();
    // What is still being written is of no use any more, and would stand before the next request.
    if (!answer.keepAlive || this.#socket.destroyed || !this.#outlet.isEmpty) this.abort();
    else this.owner.idle(this, answer.idleMs);
    taker.ended([]);
  }

  /** An answer that another parser must read, with all that is still to come of it. */
  #isOdd(taker: Taker, bytes: Buffer): void {
    this.#odd = new OddAnswer(this.#socket, taker, () => {
      this.abort();
    });
    this.#readOdd(this.#odd, bytes);
  }

  #readOdd(odd: OddAnswer, bytes: Buffer): void {
    this.deadlineMs = this.owner.clock.nowMs + this.#idleMs;
    odd.take(Buffer.from(bytes));
  }

  #ended(): void {
    if (this.#odd) this.#odd.take(null);
    else this.#break();
  }

  /** What it says cannot be, or breaks off. */
  #break(): void {
    const taker = this.#taker;
    this.abort();
    taker?.failed('failed');
  }

  /** It is closed, whoever did it. */
  #fail(): void {
    const taker = this.#taker;
    if (!taker) return;
    this.#taker = undefined;
    if (this.#odd) this.#odd.fail();
    else taker.failed(this.#isConnected ? 'failed' : 'unsent');
  }
}
