import { Readable } from 'node:stream';
import { Refusal } from '@tidegate/contracts';
import type { IncomingBody } from './exchange.gateway.ts';
import { type ByteBudget, Share } from '../waiting/byte-budget.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { Trailers } from './upstream.gateway.ts';

/** What a body is read from. */
export type BodySource = {
  on: {
    (event: 'data', then: (chunk: Buffer) => void): unknown;
    (event: 'end' | 'error', then: () => void): unknown;
  };
  resume: () => unknown;
  pause: () => unknown;
  readonly complete: boolean;
  /** Names and values by turns. */
  readonly rawTrailers: readonly string[];
};

/** A body that is read from its connection. */
export class RequestBody implements IncomingBody {
  readonly atHand = undefined;
  #held: Buffer[] = [];
  readonly #limitBytes: number;
  readonly #share: Share;
  #stream: BodyStream | undefined;
  #reading = false;
  #ended = false;
  #abandoned = false;
  #wholeWanted: ((body: Buffer) => void) | undefined;
  #ahead: { limitBytes: number; share: Share } | undefined;
  bytes = 0;
  refused: (refusal: Refusal) => void = () => undefined;

  constructor(
    private readonly req: BodySource,
    private readonly head: RequestHead,
    { limitBytes, budget }: Readonly<{ limitBytes: number; budget: ByteBudget }>,
    /** Before it is read for the first time. */
    private readonly begins: () => void = () => undefined,
  ) {
    this.#limitBytes = limitBytes;
    this.#share = new Share(budget);
  }

  get announcedBytes(): number | undefined {
    return this.head.contentLength;
  }

  get trailers(): Trailers | undefined {
    const { chunked, trailers: names } = this.head;
    return chunked && names.size > 0 ? { names, fields: () => this.req.rawTrailers } : undefined;
  }

  get heldBytes(): number {
    return this.#share.bytes;
  }

  whole(then: (body: Buffer) => void): void {
    this.#wholeWanted = then;
    this.#read();
    if (this.#ended) this.#deliver();
  }

  readAhead(limitBytes: number, share: Share): void {
    this.#ahead = { limitBytes, share };
    this.#read();
    this.req.resume();
  }

  stream(): Readable {
    this.#ahead = undefined;
    return new BodyStream(
      (stream) => {
        this.#stream = stream;
        this.#pump();
      },
      (stream) => {
        if (this.#stream === stream) this.abandon();
      },
    );
  }

  abandon(): void {
    this.#abandoned = true;
    this.release();
    if (!this.req.complete) this.req.resume();
  }

  release(): void {
    this.#held = [];
    this.#share.giveBack();
  }

  #read(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.begins();
    this.req.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    this.req.on('end', () => {
      this.#ended = true;
      this.#deliver();
      if (this.#stream) this.#pump();
    });
    // An aborted request is seen by its socket; here it only must not be unhandled.
    this.req.on('error', () => undefined);
  }

  #take(chunk: Buffer): void {
    if (this.#abandoned) return;
    this.bytes += chunk.length;
    if (this.bytes > this.#limitBytes) {
      this.#refuse(new Refusal('request.too_large', { limitBytes: this.#limitBytes }));
      return;
    }
    this.#held.push(chunk);
    if (!this.#share.grow(chunk.length)) this.#refuse(new Refusal('gateway.overloaded'));
    else if (this.#stream) this.#pump();
    else if (this.#ahead) this.#checkAhead(this.#ahead, chunk.length);
  }

  #checkAhead({ limitBytes, share }: { limitBytes: number; share: Share }, bytes: number): void {
    // It may come again when a replica is ready, and need not wait then.
    if (this.heldBytes > limitBytes) this.#refuse(new Refusal('endpoint.waking'));
    else if (!share.grow(bytes)) this.#refuse(new Refusal('endpoint.queue_full'));
  }

  #refuse(refusal: Refusal): void {
    this.#stream?.destroy();
    this.abandon();
    this.refused(refusal);
  }

  #deliver(): void {
    const then = this.#wholeWanted;
    if (!then || this.#abandoned) return;
    this.#wholeWanted = undefined;
    const [first = Buffer.alloc(0)] = this.#held;
    // The held bytes are handed on, and stay counted until `release`.
    then(this.#held.length > 1 ? Buffer.concat(this.#held) : first);
  }

  /** Hands over what is held, and goes on reading as long as the stream takes more. */
  #pump(): void {
    const stream = this.#stream;
    if (!stream || stream.destroyed) return;
    this.#read();
    const held = this.#held;
    this.release();
    let wantsMore = true;
    for (const chunk of held) wantsMore = stream.push(chunk);
    if (this.#ended) stream.push(null);
    else if (wantsMore) this.req.resume();
    else this.req.pause();
  }
}

class BodyStream extends Readable {
  constructor(
    private readonly wanted: (stream: BodyStream) => void,
    private readonly destroyedBy: (stream: BodyStream) => void,
  ) {
    super();
  }

  override _read(): void {
    this.wanted(this);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.destroyedBy(this);
    done(error);
  }
}
