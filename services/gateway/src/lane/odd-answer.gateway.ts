import { type IncomingMessage, request } from 'node:http';
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { Taker } from '../calls/upstream.gateway.ts';
import { isFinalStatus, readResponseHead, readTrailers } from '../wire/response-head.ts';

/**
 * Has an answer that is not plainly canonical read by Node's own client: one that ends with its connection, for one. The
 * request was written before, so what the client writes goes nowhere.
 */
export class OddAnswer {
  readonly #replay: Duplex;
  #response: IncomingMessage | undefined;
  #isOver = false;

  /** @param over the connection is of no more use */
  constructor(
    private readonly socket: Socket,
    private readonly taker: Taker,
    private readonly over: () => void,
  ) {
    this.#replay = new Duplex({
      read: () => {
        socket.resume();
      },
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    const client = request({ createConnection: () => this.#replay });
    client.on('error', this.fail).on('close', this.fail).on('response', this.#began);
    client.end();
  }

  /** Bytes of its own, or null after the last ones. */
  take(bytes: Buffer | null): void {
    if (!this.#isOver && !this.#replay.push(bytes)) this.socket.pause();
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  readonly fail = (): void => {
    this.#end(() => {
      this.taker.failed('failed');
    });
  };

  /** Nobody wants it any more. */
  stop(): void {
    this.#end(() => undefined);
  }

  readonly #began = (response: IncomingMessage): void => {
    this.#response = response;
    const { taker } = this;
    const status = response.statusCode ?? 0;
    if (!isFinalStatus(status)) {
      this.fail();
      return;
    }
    response.on('data', (chunk: Buffer) => {
      taker.took(chunk);
    });
    response.on('error', this.fail).on('aborted', this.fail);
    response.on('end', () => {
      this.#end(() => {
        taker.ended(readTrailers(response.rawTrailers));
      });
    });
    taker.began(status, readResponseHead(response.rawHeaders, taker.ownHeaders()));
  };

  #end(how: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    how();
    this.#replay.destroy();
    this.over();
  }
}
