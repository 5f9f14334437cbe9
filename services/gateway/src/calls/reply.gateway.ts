import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ResponseHead } from '../wire/response-head.ts';

/** Where an answer goes: a caller's connection, or a stored result. */
export type Reply = {
  /** Written before the first byte of the answer's body. */
  start: (status: number, head: ResponseHead) => void;
  /** False: wait for `onDrain` before the next. */
  write: (chunk: Buffer) => boolean;
  onDrain: (then: () => void) => void;
  end: () => void;
  /** The answer cannot be completed, and whoever reads it must notice. */
  cut: () => void;
  /**
   * The replica speaks another protocol from here on (WebSocket), until neither side says anything for `idleTimeoutMs`;
   * false when this caller did not ask for one.
   */
  upgrade: (status: number, head: ResponseHead, socket: Socket, idleTimeoutMs: number) => boolean;
};

/** The plain reply: status, headers and bytes as they come. */
export class HttpReply implements Reply {
  #left: number | undefined;

  constructor(protected readonly res: ServerResponse) {}

  start(status: number, { contentLength, forward }: ResponseHead): void {
    this.#left = contentLength;
    this.res.writeHead(status, forward);
    // Of a stream the caller sees the headers at once; else they go with the body, in one packet.
    if (contentLength === undefined) this.res.flushHeaders();
  }

  write(chunk: Buffer): boolean {
    if (this.#left !== undefined) {
      this.#left -= chunk.length;
      if (this.#left === 0) {
        this.res.end(chunk);
        return true;
      }
    }
    return this.res.write(chunk);
  }

  onDrain(then: () => void): void {
    this.res.once('drain', then);
  }

  end(): void {
    if (!this.res.writableEnded) this.res.end();
  }

  cut(): void {
    this.res.destroy();
  }

  upgrade(_status: number, _head: ResponseHead, _socket: Socket, _idleTimeoutMs: number): boolean {
    return false;
  }
}
