import type { Socket } from 'node:net';
import { type ChunkFacts, type KeptAlive, errorEvent, keepAliveChunk } from '../waiting/keep-alive-chunk.ts';
import { type HeaderLines, linesOf } from '../wire/header-lines.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import type { Reply } from './exchange.gateway.ts';

export type HeldStream = Readonly<{
  kind: KeptAlive;
  facts: ChunkFacts;
  silenceMs: number;
  keepAliveMs: number;
  /** Of a stream that begins before its answer. */
  ownHeaders: () => HeaderLines;
}>;

/** An error that came instead of a stream is kept up to here, to be said as an event. */
const LONGEST_ERROR_BYTES = 64 * 1024;

/**
 * The reply to a caller who asked for a stream. While the request waits longer than a while, the stream begins with
 * pieces of empty text, so that neither the client nor a proxy in between gives up.
 */
export class HeldReply implements Reply {
  #timer: NodeJS.Timeout | undefined;
  #begun = false;
  #error: { status: number; body: Buffer[]; bytes: number } | undefined;

  constructor(
    private readonly reply: Reply,
    private readonly held: HeldStream,
  ) {}

  get begun(): boolean {
    return this.#begun;
  }

  /** What a stream that has begun is told must be in frames of its own. */
  get isImmediate(): boolean {
    return this.reply.isImmediate && !this.#begun;
  }

  wait(): void {
    if (this.#timer || this.#begun) return;
    this.#timer = setTimeout(() => {
      this.#begin();
    }, this.held.silenceMs);
  }

  /** A replica has the request now. A stream that has begun is kept alive until the answer comes. */
  stopWaiting(): void {
    if (!this.#begun) this.#stopTimer();
  }

  start(status: number, head: ResponseHead): void {
    this.#stopTimer();
    if (!this.#begun) this.reply.start(status, head);
    else if (status !== 200 || !/^text\/event-stream/i.test(head.contentType))
      this.#error = { status, body: [], bytes: 0 };
  }

  write(chunk: Buffer): boolean {
    if (!this.#error) return this.reply.write(chunk);
    this.#error.bytes += chunk.length;
    if (this.#error.bytes <= LONGEST_ERROR_BYTES) this.#error.body.push(chunk);
    return true;
  }

  isFull(): boolean {
    return this.reply.isFull();
  }

  onDrain(then: () => void): void {
    this.reply.onDrain(then);
  }

  end(trailers?: readonly string[], idleMs?: number): void {
    this.#stopTimer();
    if (this.#error)
      this.reply.write(
        Buffer.from(errorEvent(this.#error.status, Buffer.concat(this.#error.body).toString())),
      );
    this.reply.end(this.#begun ? undefined : trailers, idleMs);
  }

  cut(): void {
    this.#stopTimer();
    this.reply.cut();
  }

  /** The last word of a stream that has begun: why there is no more. */
  fail(event: string): void {
    this.#stopTimer();
    this.reply.write(Buffer.from(event));
    this.reply.end();
  }

  upgrade(_status: number, _head: ResponseHead, _socket: Socket, _idleTimeoutMs: number): boolean {
    return false;
  }

  #begin(): void {
    this.#begun = true;
    const { facts, kind, keepAliveMs, ownHeaders } = this.held;
    const contentType = 'text/event-stream; charset=utf-8';
    this.reply.start(200, {
      contentLength: undefined,
      contentType,
      isFramed: false,
      isLimited: false,
      lines:
        linesOf(['content-type', contentType, 'cache-control', 'no-cache', 'x-request-id', facts.requestId]) +
        ownHeaders(),
    });
    const chunk = Buffer.from(keepAliveChunk(kind, facts));
    this.reply.write(chunk);
    this.#timer = setInterval(() => {
      // A caller that does not read gets nothing piled up for it.
      if (!this.reply.isFull()) this.reply.write(chunk);
    }, keepAliveMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
