/** One item waiting in a combiner. */
type Waiting<Item, Result> = {
  item: Item;
  weight: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

type Limits = Readonly<{
  /** Weight of one batch at most; a heavier single item goes alone. */
  batch: number;
  /** Weight waiting at most; beyond it `add` rejects at once. */
  queue: number;
  /** True when an error is no item's fault, e.g. the server is away: the batch is not taken apart to find the bad one. */
  concernsAll?: (error: unknown) => boolean;
}>;

/** More is waiting than the combiner may hold. */
export class CombinerFull extends Error {
  override readonly name = 'CombinerFull';
}

/**
 * Joins what callers ask for at the same time into one statement. While a batch is on its way the next one gathers, so
 * the busier it is the larger the batches grow, and a lone caller waits for nobody. One batch runs at a time, in the
 * order of the callers.
 */
export class Combiner<Item, Result> {
  #waiting: Waiting<Item, Result>[] = [];
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #limits: Limits;
  #weight = 0;
  #running: Promise<void> | undefined;

  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>, limits: Limits) {
    this.#run = run;
    this.#limits = limits;
  }

  add(item: Item, weight: number): Promise<Result> {
    // A single item heavier than the whole queue may still go when nothing else waits.
    if (this.#weight > 0 && this.#weight + weight > this.#limits.queue)
      return Promise.reject(new CombinerFull('too much is waiting'));
    this.#weight += weight;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ item, weight, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when everything added so far has been answered. */
  async flush(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    // Let the callers of this turn of the event loop gather first: that costs nothing and makes the first batch whole.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#attempt(this.#take());
    // In the same turn as the check: whoever adds from now on starts the next drain.
    this.#running = undefined;
  }

  /** One bad item must not fail the others: a batch that fails is halved until the bad one is alone. */
  async #attempt(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      this.#settle(batch, await this.#run(batch.map(({ item }) => item)));
    } catch (error) {
      if (batch.length === 1 || this.#limits.concernsAll?.(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = batch.length >> 1;
      await this.#attempt(batch.slice(0, half));
      await this.#attempt(batch.slice(half));
    }
  }

  #settle(batch: readonly Waiting<Item, Result>[], results: readonly Result[]): void {
    batch.forEach(({ resolve, reject }, i) => {
      const result = results[i];
      if (result === undefined) reject(new Error('the statement answered fewer items than it was asked'));
      else resolve(result);
    });
  }

  #take(): Waiting<Item, Result>[] {
    let weight = 0;
    let count = 0;
    for (const one of this.#waiting) {
      if (count > 0 && weight + one.weight > this.#limits.batch) break;
      weight += one.weight;
      count++;
    }
    this.#weight -= weight;
    const batch = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return batch;
  }
}
