import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pairsOf } from '../wire/header-lines.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import type { Reply } from './exchange.gateway.ts';
import { cutUnlessTaken } from './untaken.gateway.ts';

/** The plain reply: status, headers and bytes as they come. */
export class HttpReply implements Reply {
  readonly isImmediate = false;
  #left: number | undefined;

  constructor(protected readonly res: ServerResponse) {}

  start(status: number, { contentLength, lines }: ResponseHead): void {
    this.#left = contentLength;
    this.res.writeHead(status, pairsOf(lines));
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

  isFull(): boolean {
    return this.res.writableNeedDrain;
  }

  onDrain(then: () => void): void {
    this.res.once('drain', then);
  }

  end(trailers: readonly string[] = [], idleMs = Infinity): void {
    const { res } = this;
    if (!res.writableEnded) {
      for (let i = 0; i + 1 < trailers.length; i += 2)
        res.addTrailers([[trailers[i] ?? '', trailers[i + 1] ?? '']]);
      res.end();
    }
    if (idleMs < Infinity)
      cutUnlessTaken(res, idleMs, () => {
        this.cut();
      });
  }

  cut(): void {
    this.res.destroy();
  }

  upgrade(_status: number, _head: ResponseHead, _socket: Socket, _idleTimeoutMs: number): boolean {
    return false;
  }
}
