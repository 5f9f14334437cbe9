import { Readable } from 'node:stream';
import { Refusal } from '@tidegate/contracts';
import type { IncomingBody } from '../calls/exchange.gateway.ts';
import { type ByteBudget, Share } from '../waiting/byte-budget.ts';

/** A body that came as a whole with its head. */
export class WholeBody implements IncomingBody {
  readonly trailers = undefined;
  refused: IncomingBody['refused'] = () => undefined;
  readonly #share: Share;

  constructor(
    private readonly buffer: Buffer,
    budget: ByteBudget,
  ) {
    this.#share = new Share(budget);
  }

  get atHand(): Buffer {
    return this.buffer;
  }

  get bytes(): number {
    return this.buffer.length;
  }

  get announcedBytes(): number {
    return this.buffer.length;
  }

  get heldBytes(): number {
    return this.buffer.length;
  }

  whole(then: (body: Buffer) => void): void {
    if (this.#share.grow(this.buffer.length)) then(this.buffer);
    else this.refused(new Refusal('gateway.overloaded'));
  }

  readAhead(): void {
    // All of it is there.
  }

  stream(): Readable {
    return Readable.from([this.buffer]);
  }

  abandon(): void {
    this.release();
  }

  release(): void {
    this.#share.giveBack();
  }
}
