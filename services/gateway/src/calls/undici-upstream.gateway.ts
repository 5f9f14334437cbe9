import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { pairsOf } from '../wire/header-lines.ts';
import { isFinalStatus, readResponseHead, readTrailers } from '../wire/response-head.ts';
import type { Outgoing, Taker } from './upstream.gateway.ts';

export type UpstreamTimes = Readonly<{
  connectTimeoutMs: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
}>;

/** Common servers close an idle connection after five seconds: ours must be the side that closes first, or a request is written to a connection that is just being closed. */
export const KEEP_ALIVE_MS = 4000;

/** An origin reached by a client library that knows all of HTTP/1.1. */
export class UndiciUpstream {
  readonly #pool: Pool;

  constructor(origin: string, { connectTimeoutMs, firstByteTimeoutMs, idleTimeoutMs }: UpstreamTimes) {
    this.#pool = new Pool(origin, {
      // As many connections as requests: how many a replica gets is decided before, never by waiting here.
      connections: null,
      pipelining: 1,
      connect: { timeout: connectTimeoutMs, keepAlive: true },
      headersTimeout: firstByteTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: 60_000,
    });
    // Failures reach the request that met them; without a listener they would end the process.
    this.#pool.on('connectionError', () => undefined);
  }

  /** @throws when the library refuses to write it */
  send(outgoing: Outgoing, taker: Taker): void {
    const { method, path, headers, body, upgrade, firstByteMs, idleMs } = outgoing;
    this.#pool.dispatch(
      {
        method,
        path,
        headers: pairsOf(headers),
        body: typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
        headersTimeout: firstByteMs,
        bodyTimeout: idleMs,
        ...(upgrade !== undefined && { upgrade }),
      },
      new Handler(taker),
    );
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async destroy(): Promise<void> {
    await this.#pool.destroy();
  }
}

const ABORTED = new Error('nobody takes the answer');

class Handler implements Dispatcher.DispatchHandler {
  #isSent = false;

  constructor(private readonly taker: Taker) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#isSent = true;
    this.taker.sent({
      pause: () => {
        controller.pause();
      },
      resume: () => {
        controller.resume();
      },
      abort: () => {
        controller.abort(ABORTED);
      },
    });
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status >= 100 && status < 200) return;
    if (!isFinalStatus(status)) {
      controller.abort(ABORTED);
      return;
    }
    this.taker.began(status, readResponseHead(rawOf(controller.rawHeaders), this.taker.ownHeaders()));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.taker.took(chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.taker.ended(readTrailers(rawOf(controller.rawTrailers)));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error & { code?: string }): void {
    if (!this.#isSent) this.taker.failed('unsent');
    else this.taker.failed(error.code === 'UND_ERR_HEADERS_TIMEOUT' ? 'first_byte_timeout' : 'failed');
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    socket: Duplex,
  ): void {
    const head = readResponseHead(rawOf(controller.rawHeaders), this.taker.ownHeaders());
    // Spoken to over plain TCP, so it is always a socket.
    if (socket instanceof Socket) this.taker.upgraded(status, head, socket);
    else {
      socket.destroy();
      this.taker.failed('failed');
    }
  }
}

const rawOf = (raw: unknown): readonly (Buffer | string)[] => (raw ?? []) as (Buffer | string)[];
