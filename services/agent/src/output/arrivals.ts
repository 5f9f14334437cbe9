type Growth = { readonly from: number; to: number; readonly fromUs: number; toUs: number };

/**
 * When which part of a file was written, from looks at its size. What is read late, because the bus was away or the
 * agent was down, still gets the time at which it came.
 */
export class Arrivals {
  #growths: Growth[] = [];
  #size: number;
  #seenUs: number;

  constructor(
    size: number,
    seenUs: number,
    private readonly most = 512,
  ) {
    this.#size = size;
    this.#seenUs = seenUs;
  }

  /** The file had this size at this time. */
  saw(size: number, nowUs: number): void {
    if (size < this.#size) {
      this.#growths = [];
      this.#size = 0;
    }
    if (size > this.#size) {
      this.#growths.push({ from: this.#size, to: size, fromUs: this.#seenUs, toUs: nowUs });
      if (this.#growths.length > this.most) this.#joinPairs();
    }
    this.#size = size;
    this.#seenUs = nowUs;
  }

  /** When the byte before an offset came. */
  at(offset: number): number {
    const growth = this.#growths.find(({ to }) => offset <= to);
    if (!growth) return this.#seenUs;
    const share = Math.max(0, offset - growth.from) / (growth.to - growth.from);
    return Math.round(growth.fromUs + share * (growth.toUs - growth.fromUs));
  }

  /** Nobody will ask for anything before this offset. */
  forget(offset: number): void {
    while (this.#growths[0] && this.#growths[0].to <= offset) this.#growths.shift();
  }

  /** Half as many, each twice as long: the times get coarser and not wrong. */
  #joinPairs(): void {
    const joined: Growth[] = [];
    for (let i = 0; i < this.#growths.length; i += 2) {
      const [first, second] = this.#growths.slice(i, i + 2);
      if (first) joined.push(second ? { ...first, to: second.to, toUs: second.toUs } : first);
    }
    this.#growths = joined;
  }
}
