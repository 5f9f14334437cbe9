import type { Reply } from '../calls/reply.gateway.ts';
import type { ResponseHead } from '../wire/response-head.ts';

/** An answer kept in memory, up to a limit. Beyond it the rest is read and thrown away. */
export class CollectedReply implements Reply {
  status = 0;
  contentType = '';
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly limitBytes: number) {}

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
    if (this.tooLarge) this.#chunks = [];
    else this.#chunks.push(Buffer.from(chunk));
    return true;
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
