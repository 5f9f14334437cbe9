type Placed = Readonly<{ position: number }>;

/** What a look into the ring finds: what is wanted, in order, and how far it looked. */
export type Found<Change> = Readonly<{ changes: readonly Change[]; upTo: number }>;

/**
 * The newest changes of all projects, in the order of the log. It holds a fixed number: a new one takes the place of the oldest.
 * Its `floor` says what it can be asked for: everything that is watched and comes after that position is here.
 */
export class ChangeRing<Change extends Placed> {
  readonly #slots: Change[] = [];
  #oldest = 0;
  #floor: number | null = null;

  constructor(private readonly capacity: number) {}

  /** Null until the first change has come: what came before it is not here. */
  get floor(): number | null {
    return this.#floor;
  }

  get newest(): number | null {
    return this.#at(this.#slots.length - 1)?.position ?? null;
  }

  /** What is not newer than everything here has been here already, and is passed over. */
  push(change: Change): boolean {
    if (this.newest !== null && change.position <= this.newest) return false;
    this.#floor ??= change.position - 1;
    if (this.#slots.length < this.capacity) {
      this.#slots.push(change);
      return true;
    }
    this.#floor = this.#slots[this.#oldest]?.position ?? this.#floor;
    this.#slots[this.#oldest] = change;
    this.#oldest = (this.#oldest + 1) % this.capacity;
    return true;
  }

  /** At most `limit` wanted changes after a position that is not below the floor. */
  after(position: number, isWanted: (change: Change) => boolean, limit: number): Found<Change> {
    const changes: Change[] = [];
    let upTo = position;
    for (let i = this.#firstAfter(position); i < this.#slots.length && changes.length < limit; i++) {
      const change = this.#at(i);
      if (!change) break;
      upTo = change.position;
      if (isWanted(change)) changes.push(change);
    }
    return { changes, upTo };
  }

  #at(index: number): Change | undefined {
    return index < 0 ? undefined : this.#slots[(this.#oldest + index) % this.capacity];
  }

  /** By halving: a watcher that is up to date asks for the end of a long ring. */
  #firstAfter(position: number): number {
    let [low, high] = [0, this.#slots.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#at(middle)?.position ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
