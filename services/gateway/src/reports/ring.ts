/** A queue that never grows: what comes while it is full is counted and not kept. */
export class Ring<Item> {
  readonly #items: (Item | undefined)[];
  #first = 0;
  #size = 0;
  #dropped = 0;

  constructor(readonly capacity: number) {
    this.#items = new Array<Item | undefined>(capacity);
  }

  get size(): number {
    return this.#size;
  }

  push(item: Item): boolean {
    if (this.#size === this.capacity) {
      this.#dropped++;
      return false;
    }
    this.#items[(this.#first + this.#size++) % this.capacity] = item;
    return true;
  }

  shift(): Item | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.capacity;
    this.#size--;
    return item;
  }

  /** How many were not kept since this was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }
}
