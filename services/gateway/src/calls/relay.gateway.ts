import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { readResponseHead } from '../wire/response-head.ts';
import type { Reply } from './reply.gateway.ts';

/** How one try at an upstream ended. `unsent`: connecting failed, so it may be tried elsewhere. */
export type RelayEnd = 'done' | 'unsent' | 'failed' | 'first_byte_timeout' | 'cancelled';

export type RelayOptions = Readonly<{
  reply: Reply;
  /** A caller that takes no bytes for so long is cut off. */
  idleTimeoutMs: number;
  /** The gateway's own headers of the answer, asked for when the answer begins. */
  ownHeaders: () => readonly string[];
  /** Called once. */
  over: (end: RelayEnd) => void;
}>;

const CANCELLED = new Error('the caller is gone');

/**
 * One try: from an upstream's answer to the caller, byte for byte, with the caller's pace. undici calls it; no stream
 * objects stand in between.
 */
export class Relay implements Dispatcher.DispatchHandler {
  status = 0;
  bytesOut = 0;
  readonly sentAtMs = performance.now();
  firstByteAtMs = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #over = false;
  #stall: NodeJS.Timeout | undefined;

  constructor(private readonly options: RelayOptions) {}

  get answered(): boolean {
    return this.status > 0;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) controller.abort(CANCELLED);
    else this.#controller = controller;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200 || this.#over) return;
    this.firstByteAtMs = performance.now();
    const raw = (controller.rawHeaders ?? []) as readonly (Buffer | string)[];
    const head = readResponseHead(raw, this.options.ownHeaders());
    this.options.reply.start(status, head);
    this.status = status;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    this.bytesOut += chunk.length;
    if (this.options.reply.write(chunk)) return;
    controller.pause();
    this.#stall = setTimeout(() => {
      this.#cut();
    }, this.options.idleTimeoutMs);
    this.options.reply.onDrain(() => {
      clearTimeout(this.#stall);
      controller.resume();
    });
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.options.reply.end();
    this.#finish('done');
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error & { code?: string }): void {
    if (this.#over) return;
    if (this.answered) this.options.reply.cut();
    if (!this.#controller) this.#finish('unsent');
    else if (error.code === 'UND_ERR_HEADERS_TIMEOUT') this.#finish('first_byte_timeout');
    else this.#finish('failed');
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    socket: Duplex,
  ): void {
    const head = readResponseHead((controller.rawHeaders ?? []) as Buffer[], this.options.ownHeaders());
    // Replicas are spoken to over plain TCP, so it is always a socket.
    const { reply, idleTimeoutMs } = this.options;
    if (this.#over || !(socket instanceof Socket) || !reply.upgrade(status, head, socket, idleTimeoutMs)) {
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

  #upgraded: Duplex | undefined;

  /** The caller is gone, or the gateway gives up: the upstream hears of it at once. */
  cancel(): void {
    if (this.#over) return;
    this.#finish('cancelled');
    this.#upgraded?.destroy();
    this.#controller?.abort(CANCELLED);
  }

  #cut(): void {
    this.options.reply.cut();
    this.cancel();
  }

  #finish(end: RelayEnd): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#stall);
    this.options.over(end);
  }
}
