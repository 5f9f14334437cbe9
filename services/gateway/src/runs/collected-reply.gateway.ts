import type { Reply } from '../calls/exchange.gateway.ts';
import type { Share } from '../waiting/byte-budget.ts';
import type { ResponseHead } from '../wire/response-head.ts';

/** An answer kept in memory, up to a limit and as far as there is room. Beyond it the rest is read and thrown away. */
export class CollectedReply implements Reply {
  readonly isImmediate = false;
  status = 0;
  contentType = '';
  #chunks: Buffer[] = [];
  #bytes = 0;
  outOfRoom = false;

  constructor(
    private readonly limitBytes: number,
    private readonly share: Share,
  ) {}

  get tooLarge(): boolean {
    return this.#bytes > this.limitBytes;
  }

  get body(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  start(status: number, head: ResponseHead): void {
    this.status = status;
    this.contentType = head.contentType;
  }

  write(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    if (!this.tooLarge && !this.outOfRoom) this.outOfRoom = !this.share.grow(chunk.length);
    if (this.tooLarge || this.outOfRoom) this.#chunks = [];
    else this.#chunks.push(Buffer.from(chunk));
    return true;
  }

  isFull(): boolean {
    return false;
  }

  onDrain(): void {
    // It takes everything at once.
  }

  end(): void {
    // Whoever ordered it hears of the end by the order.
  }

  cut(): void {
    this.#chunks = [];
  }

  upgrade(): boolean {
    return false;
  }
}
