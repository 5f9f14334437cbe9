import type { Socket } from 'node:net';
import { type Usage, UsageReader } from '../limits/usage.ts';
import type { HeaderLines } from '../wire/header-lines.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import type { Reply } from './exchange.gateway.ts';
import type { Hold, Taker } from './upstream.gateway.ts';

/** How one try at an upstream ended. `unsent`: connecting failed, so it may be tried elsewhere. */
export type RelayEnd = 'done' | 'unsent' | 'failed' | 'first_byte_timeout' | 'cancelled';

export type RelayOptions = Readonly<{
  reply: Reply;
  /** A caller that takes no bytes for so long is cut off. */
  idleTimeoutMs: number;
  /** Whether the answer may say what it used of a model. */
  readsUsage?: boolean;
  /** The gateway's own headers of the answer, asked for when the answer begins. */
  ownHeaders: () => HeaderLines;
  /** Called once. */
  over: (end: RelayEnd) => void;
}>;

/** One try: from an upstream's answer to the caller, byte for byte, with the caller's pace. No stream objects stand in between. */
export class Relay implements Taker {
  status = 0;
  bytesOut = 0;
  readonly sentAtMs = performance.now();
  firstByteAtMs = 0;
  readonly isImmediate: boolean;
  readonly #reply: Reply;
  #hold: Hold | undefined;
  #over = false;
  #stall: NodeJS.Timeout | undefined;
  #upgraded: Socket | undefined;
  #usage: UsageReader | undefined;

  constructor(private readonly options: RelayOptions) {
    this.#reply = options.reply;
    this.isImmediate = this.#reply.isImmediate;
  }

  get answered(): boolean {
    return this.status > 0;
  }

  ownHeaders(): HeaderLines {
    return this.options.ownHeaders();
  }

  sent(hold: Hold): void {
    if (this.#over) hold.abort();
    else this.#hold = hold;
  }

  began(status: number, head: ResponseHead): void {
    if (this.#over) return;
    this.firstByteAtMs = performance.now();
    if (this.options.readsUsage === true && status === 200)
      this.#usage = new UsageReader(head.contentType, head.contentLength);
    this.#reply.start(status, head);
    this.status = status;
  }

  took(chunk: Buffer, dataBytes = chunk.length): void {
    if (this.#over) return;
    this.bytesOut += dataBytes;
    const isTaken = this.#reply.write(chunk);
    // The caller need not wait for that.
    this.#usage?.feed(chunk);
    if (!isTaken) this.#wait();
  }

  ended(trailers: readonly string[]): void {
    if (this.#over) return;
    this.#reply.end(trailers, this.options.idleTimeoutMs);
    this.#finish('done');
  }

  failed(why: 'unsent' | 'failed' | 'first_byte_timeout'): void {
    if (this.#over) return;
    if (this.answered) this.#reply.cut();
    this.#finish(why);
  }

  upgraded(status: number, head: ResponseHead, socket: Socket): void {
    if (this.#over || !this.#reply.upgrade(status, head, socket, this.options.idleTimeoutMs)) {
      socket.destroy();
      this.#finish('failed');
      return;
    }
    this.status = status;
    this.firstByteAtMs = performance.now();
    socket.on('data', (chunk: Buffer) => (this.bytesOut += chunk.length));
    socket.once('close', () => {
      this.#finish('done');
    });
    // Its closing is what counts.
    socket.on('error', () => undefined);
    this.#upgraded = socket;
  }

  /** What the answer has used, as far as it came. */
  usage(): Usage | null {
    return this.#usage?.result() ?? null;
  }

  /** The caller is gone, or the gateway gives up: the upstream hears of it at once. */
  cancel(): void {
    if (this.#over) return;
    this.#finish('cancelled');
    this.#upgraded?.destroy();
    this.#hold?.abort();
  }

  /** The caller is slower than the replica: that waits, for so long as a caller may take. */
  #wait(): void {
    const hold = this.#hold;
    if (!hold || this.#stall) return;
    hold.pause();
    this.#stall = setTimeout(() => {
      this.#reply.cut();
      this.cancel();
    }, this.options.idleTimeoutMs);
    this.#reply.onDrain(() => {
      clearTimeout(this.#stall);
      this.#stall = undefined;
      if (!this.#over) hold.resume();
    });
  }

  #finish(end: RelayEnd): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#stall);
    this.options.over(end);
  }
}
