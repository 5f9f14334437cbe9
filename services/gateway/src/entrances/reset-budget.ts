/**
 * How many streams of a connection may end before their answer: so many at once, and so many more a second. Each costs
 * the gateway and a replica a request, and its sender next to nothing.
 */
export class ResetBudget {
  #left: number;
  #atMs: number;

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    nowMs: number,
  ) {
    this.#left = burst;
    this.#atMs = nowMs;
  }

  /** @returns false when there were too many */
  take(nowMs: number): boolean {
    const grown = ((nowMs - this.#atMs) / 1000) * this.perSecond;
    this.#left = Math.min(this.burst, this.#left + grown) - 1;
    this.#atMs = nowMs;
    return this.#left >= 0;
  }
}
