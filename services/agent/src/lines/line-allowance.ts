/** How many lines a second are let through, with credit for quiet times up to `burst`. */
export class LineAllowance {
  #credit: number;
  #atUs = -Infinity;

  constructor(
    private readonly linesPerSecond: number,
    private readonly burst: number,
  ) {
    this.#credit = burst;
  }

  /** @param atUs when the line was written; one that is older than the one before it earns nothing */
  take(atUs: number): boolean {
    const seconds = Math.max(0, atUs - this.#atUs) / 1_000_000;
    this.#atUs = Math.max(this.#atUs, atUs);
    this.#credit = Math.min(this.burst, this.#credit + seconds * this.linesPerSecond);
    if (this.#credit < 1) return false;
    this.#credit -= 1;
    return true;
  }
}
