import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { pairsOf } from '../wire/header-lines.ts';
import { isFinalStatus, readResponseHead, readTrailers } from '../wire/response-head.ts';
import type { Hold, Outgoing, Taker, Trailers } from './upstream.gateway.ts';

/** What is written to a replica when fields follow its body. */
export type TrailingOutgoing = Outgoing & Readonly<{ body: Readable; trailers: Trailers }>;

export const isTrailing = (outgoing: Outgoing): outgoing is TrailingOutgoing =>
  outgoing.trailers !== undefined && outgoing.body instanceof Readable;

/**
 * One try whose body is followed by fields. Neither the lane nor undici writes those, so Node's own client does. It is rare:
 * its connection serves nothing else.
 */
export class TrailingRequest {
  readonly #client: ClientRequest;
  readonly #connecting: NodeJS.Timeout;
  #response: IncomingMessage | undefined;
  #isSent = false;
  #isOver = false;

  /** @throws when the library refuses to write it */
  constructor(
    origin: string,
    private readonly outgoing: TrailingOutgoing,
    private readonly taker: Taker,
    connectTimeoutMs: number,
  ) {
    const { hostname, port, host } = new URL(origin);
    const { method, path, headers, trailers } = outgoing;
    const client = (this.#client = request({
      agent: false,
      host: hostname.replaceAll(/^\[|\]$/g, ''),
      port,
      method,
      path,
      headers: [
        ...['host', host, ...pairsOf(headers)],
        ...['transfer-encoding', 'chunked', 'trailer', [...trailers.names].join(', ')],
      ],
    }));
    this.#connecting = setTimeout(this.#fail, connectTimeoutMs);
    client
      .on('error', this.#fail)
      .on('close', this.#fail)
      .on('timeout', this.#late)
      .on('response', this.#began);
    client.once('socket', (socket) => socket.once('connect', this.#connected));
  }

  /** Nothing is taken out of the body before: until then it can go elsewhere. */
  readonly #connected = (): void => {
    const { body, firstByteMs } = this.outgoing;
    clearTimeout(this.#connecting);
    this.#isSent = true;
    this.#client.setTimeout(firstByteMs);
    this.taker.sent(this.#hold);
    if (this.#isOver) return;
    body.on('error', this.#fail).on('end', this.#bodyOver);
    body.pipe(this.#client, { end: false });
  };

  readonly #bodyOver = (): void => {
    const { names, fields } = this.outgoing.trailers;
    const raw = fields();
    const announced: [string, string][] = [];
    for (let i = 0; i + 1 < raw.length; i += 2)
      if (names.has((raw[i] ?? '').toLowerCase())) announced.push([raw[i] ?? '', raw[i + 1] ?? '']);
    this.#client.addTrailers(announced);
    this.#client.end();
  };

  readonly #began = (response: IncomingMessage): void => {
    this.#response = response;
    const status = response.statusCode ?? 0;
    if (!isFinalStatus(status)) {
      this.#fail();
      return;
    }
    this.#client.setTimeout(this.outgoing.idleMs);
    response.on('data', (chunk: Buffer) => {
      this.taker.took(chunk);
    });
    response.on('error', this.#fail);
    response.on('end', () => {
      this.#end(() => {
        this.taker.ended(readTrailers(response.rawTrailers));
      });
    });
    this.taker.began(status, readResponseHead(response.rawHeaders, this.taker.ownHeaders()));
  };

  /** Nothing moved for so long. That is its fault only when it was its turn. */
  readonly #late = (): void => {
    const { idleMs, firstByteMs } = this.outgoing;
    if (this.#isCallersTurn()) this.#client.setTimeout(this.#response ? idleMs : firstByteMs);
    else
      this.#end(() => {
        this.taker.failed(this.#response ? 'failed' : 'first_byte_timeout');
      });
  };

  #isCallersTurn(): boolean {
    if (this.#response) return this.#response.isPaused();
    return !this.outgoing.body.readableEnded && !this.#client.writableNeedDrain;
  }

  readonly #fail = (): void => {
    this.#end(() => {
      this.taker.failed(this.#isSent ? 'failed' : 'unsent');
    });
  };

  readonly #hold: Hold = {
    pause: () => this.#response?.pause(),
    resume: () => this.#response?.resume(),
    abort: () => {
      this.#end(() => undefined);
    },
  };

  #end(how: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#connecting);
    how();
    this.#client.destroy();
    if (this.#isSent) this.outgoing.body.destroy();
  }
}
