/** When the world begins, epoch microseconds. */
export const BEGINNING_US = 1_700_000_000_000_000;
export const SECOND_US = 1_000_000;

/** More at one moment is a circle. */
const MOST_AT_ONCE = 10_000;
const STEPS_A_TURN = 200;

type Item = Readonly<{ atUs: number; order: number }> & { work: (() => unknown) | null };

/**
 * A clock that jumps from one thing to do to the next. What is due at the same moment is done in the order in which it was asked
 * for, so a run is a function of what is asked of it.
 */
export class VirtualTime {
  readonly #heap: Item[] = [];
  #order = 0;
  #nowUs = BEGINNING_US;
  #stepsNow = 0;
  #steps = 0;

  get nowUs(): number {
    return this.#nowUs;
  }

  /** @returns what takes it back: then its moment is none at which anything happens */
  after(delayUs: number, work: () => unknown): () => void {
    const item: Item = { atUs: this.#nowUs + Math.max(0, Math.round(delayUs)), order: this.#order++, work };
    this.#heap.push(item);
    this.#up(this.#heap.length - 1);
    return () => {
      item.work = null;
    };
  }

  sleep(delayUs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayUs, resolve);
    });
  }

  /** Does everything that is due until then. @throws what a piece of work throws at once */
  async run(untilUs: number): Promise<void> {
    for (let next = this.#heap[0]; next && next.atUs <= untilUs; next = this.#heap[0]) {
      this.#pop();
      const { work } = next;
      if (!work) continue;
      if (next.atUs > this.#nowUs) this.#stepsNow = 0;
      else if (++this.#stepsNow > MOST_AT_ONCE) throw new Error('time stands still');
      this.#nowUs = next.atUs;
      work();
      await (++this.#steps % STEPS_A_TURN === 0 ? turn() : settled());
    }
    this.#nowUs = Math.max(this.#nowUs, untilUs);
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down();
  }

  #up(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #down(): void {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (!one || !other) return one !== undefined && other === undefined;
    return one.atUs < other.atUs || (one.atUs === other.atUs && one.order < other.order);
  }

  #swapIfBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (!one || !other || !this.#isBefore(a, b)) return false;
    this.#heap[a] = other;
    this.#heap[b] = one;
    return true;
  }
}

/** Everything that only waited for its turn has had it: what is left to the next tick comes after all microtasks. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

/** A turn of the process's own loop: others in it live in real time. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
