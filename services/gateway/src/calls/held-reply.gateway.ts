import type { ServerResponse } from 'node:http';
import { type ChunkFacts, type KeptAlive, errorEvent, keepAliveChunk } from '../waiting/keep-alive-chunk.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import { HttpReply } from './reply.gateway.ts';

export type HeldStream = Readonly<{
  kind: KeptAlive;
  facts: ChunkFacts;
  silenceMs: number;
  keepAliveMs: number;
}>;

/** An error that came instead of a stream is kept up to here, to be said as an event. */
const LONGEST_ERROR_BYTES = 64 * 1024;

/**
 * The reply to a caller who asked for a stream. While the request waits longer than a while, the stream begins with
 * pieces of empty text, so that neither the client nor a proxy in between gives up.
 */
export class HeldReply extends HttpReply {
  #timer: NodeJS.Timeout | undefined;
  #begun = false;
  #error: { status: number; body: Buffer[]; bytes: number } | undefined;

  constructor(
    res: ServerResponse,
    private readonly held: HeldStream,
  ) {
    super(res);
  }

  get begun(): boolean {
    return this.#begun;
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

  override start(status: number, head: ResponseHead): void {
    this.#stopTimer();
    if (!this.#begun) super.start(status, head);
    else if (status !== 200 || !/^text\/event-stream/i.test(head.contentType))
      this.#error = { status, body: [], bytes: 0 };
  }

  override write(chunk: Buffer): boolean {
    if (!this.#error) return super.write(chunk);
    this.#error.bytes += chunk.length;
    if (this.#error.bytes <= LONGEST_ERROR_BYTES) this.#error.body.push(chunk);
    return true;
  }

  override end(): void {
    this.#stopTimer();
    if (this.#error)
      this.res.write(errorEvent(this.#error.status, Buffer.concat(this.#error.body).toString()));
    super.end();
  }

  override cut(): void {
    this.#stopTimer();
    super.cut();
  }

  /** The last word of a stream that has begun: why there is no more. */
  fail(event: string): void {
    this.#stopTimer();
    this.res.end(event);
  }

  #begin(): void {
    this.#begun = true;
    const { facts, kind, keepAliveMs } = this.held;
    this.res.writeHead(200, [
      'content-type',
      'text/event-stream; charset=utf-8',
      'cache-control',
      'no-cache',
      'x-request-id',
      facts.requestId,
    ]);
    const chunk = keepAliveChunk(kind, facts);
    this.res.write(chunk);
    this.#timer = setInterval(() => {
      // A caller that does not read gets nothing piled up for it.
      if (!this.res.writableNeedDrain) this.res.write(chunk);
    }, keepAliveMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
