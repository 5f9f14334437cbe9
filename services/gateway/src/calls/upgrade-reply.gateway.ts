import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ResponseHead } from '../wire/response-head.ts';
import { HttpReply } from './reply.gateway.ts';

/** What a caller sends before the replica has agreed is kept up to here; then it is read no further. */
const EARLY_BYTES = 64 * 1024;

/**
 * The reply to a caller who wants to switch protocols: an ordinary answer, or, when the replica agrees, the two
 * connections joined. The caller's connection is read all the while, so that its hanging up is noticed.
 */
export class UpgradeReply extends HttpReply {
  readonly #early: Buffer[];
  #earlyBytes: number;
  readonly #onData = (chunk: Buffer): void => {
    this.#early.push(chunk);
    this.#earlyBytes += chunk.length;
    if (this.#earlyBytes > EARLY_BYTES) this.socket.pause();
  };

  constructor(
    res: ServerResponse,
    private readonly socket: Socket,
    head: Buffer,
  ) {
    super(res);
    this.#early = [head];
    this.#earlyBytes = head.length;
    socket.on('data', this.#onData);
    // It hung up before anything was agreed.
    socket.once('end', this.#onEnd);
    socket.on('error', () => undefined);
  }

  readonly #onEnd = (): void => {
    this.socket.destroy();
  };

  override upgrade(
    status: number,
    { lines }: ResponseHead,
    upstream: Socket,
    idleTimeoutMs: number,
  ): boolean {
    const { socket } = this;
    if (socket.destroyed) return false;
    socket.off('data', this.#onData).off('end', this.#onEnd);
    this.res.detachSocket(socket);
    const begin = `HTTP/1.1 ${String(status)} Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n`;
    socket.write(`${begin}${lines}\r\n`, 'latin1');
    for (const chunk of this.#early) upstream.write(chunk);
    join(socket, upstream, idleTimeoutMs);
    return true;
  }
}

/** Bytes both ways, in step. The end of one is the end of the other, once that has what was said: no half-open talk remains. */
const join = (one: Socket, other: Socket, idleTimeoutMs: number): void => {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.once('end', () => {
      to.destroySoon();
    });
    from.once('close', () => {
      to.destroySoon();
    });
    from.setTimeout(idleTimeoutMs, () => from.destroy());
  }
};
