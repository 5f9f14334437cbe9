import type { Socket } from 'node:net';

/** Writes that follow each other so closely are of a turn of the event loop that has much to do. */
const BUSY_MS = 0.05;
/** What waits of one connection for the end of a turn, at most. */
const WAITING_CHARACTERS = 64 * 1024;

/**
 * What the event loop's present turn has still to write. Each write may wake whoever reads it, which costs more than the
 * write itself; many in a row find their readers awake. So a busy turn first does all else it has to do, and then writes. In
 * a quiet one nothing waits.
 */
class Turn {
  #outlets: Outlet[] = [];
  #lastMs = 0;

  /** Whether that one is to be written at the end of the turn. */
  defers(outlet: Outlet): boolean {
    if (this.#outlets.length === 0) {
      const nowMs = performance.now();
      const isBusy = nowMs - this.#lastMs < BUSY_MS;
      this.#lastMs = nowMs;
      if (!isBusy) return false;
      setImmediate(this.#end);
    }
    this.#outlets.push(outlet);
    return true;
  }

  readonly #end = (): void => {
    const outlets = this.#outlets;
    this.#outlets = [];
    for (const outlet of outlets) outlet.flush();
    this.#lastMs = performance.now();
  };
}

const turn = new Turn();

/** Where one connection is written to: all that is written in one busy turn goes out at its end, in one piece. */
export class Outlet {
  #waiting = '';

  constructor(private readonly socket: Socket) {}

  /** Nothing of what was written is still here. */
  get isEmpty(): boolean {
    return this.#waiting === '' && this.socket.writableLength === 0;
  }

  /**
   * @param text in Latin-1
   * @returns false when the socket's `drain` is to be waited for before the next
   */
  write(text: string): boolean {
    if (this.#waiting !== '') this.#waiting += text;
    else if (turn.defers(this)) this.#waiting = text;
    else return this.socket.write(text, 'latin1');
    if (this.#waiting.length > WAITING_CHARACTERS) this.flush();
    return !this.socket.writableNeedDrain;
  }

  /** Large ones, at once, in one packet with what stands before and after them. They are not copied. */
  writeBytes(before: string, bytes: Buffer, after = ''): boolean {
    const { socket } = this;
    socket.cork();
    this.flush();
    if (before !== '') socket.write(before, 'latin1');
    socket.write(bytes);
    if (after !== '') socket.write(after, 'latin1');
    socket.uncork();
    return !socket.writableNeedDrain;
  }

  flush(): void {
    const waiting = this.#waiting;
    if (waiting === '') return;
    this.#waiting = '';
    if (!this.socket.destroyed) this.socket.write(waiting, 'latin1');
  }

  end(): void {
    this.flush();
    this.socket.end();
  }
}
