/** Running totals by second, for averages over windows of the past. */
export class History {
  second = 0;
  readonly #load: Float64Array;
  readonly #arrivals: Float64Array;

  constructor(seconds: number) {
    this.#load = new Float64Array(seconds + 1);
    this.#arrivals = new Float64Array(seconds + 1);
  }

  /** At the end of a second: request-seconds in flight or waiting, and arrivals, since the beginning. */
  close(load: number, arrivals: number): void {
    this.second++;
    this.#load[this.second] = load;
    this.#arrivals[this.second] = arrivals;
  }

  meanLoad(window: number): number {
    return this.#mean(this.#load, window);
  }

  rate(window: number): number {
    return this.#mean(this.#arrivals, window);
  }

  #mean(totals: Float64Array, window: number): number {
    const first = Math.max(0, this.second - window);
    return this.second > first ? (totals[this.second]! - totals[first]!) / (this.second - first) : 0;
  }
}
