const MS_PER_MINUTE = 60_000;
/** What is used after it was let in may exceed what was there; more than an hour's worth is not held against anybody. */
const LONGEST_DEBT_MINUTES = 60;

/**
 * What may be taken within a minute, a minute's worth at once: between any two moments never more than that and what flows
 * in between. It counts in sixty-thousandths, so that the flow of each whole millisecond is a whole number and nothing is
 * rounded. Times are whole monotonic milliseconds.
 */
export class TokenBucket {
  /** Taken here since it was last told to others. */
  untold = 0;
  /** It was full, and whoever comes next finds another one. */
  isForgotten = false;
  #level: number;
  #perMinute: number;

  constructor(
    perMinute: number,
    private atMs: number,
  ) {
    this.#perMinute = perMinute;
    this.#level = perMinute * MS_PER_MINUTE;
  }

  get perMinute(): number {
    return this.#perMinute;
  }

  /** Another limit from here on: it is as full as it was. */
  resize(perMinute: number, nowMs: number): void {
    if (perMinute === this.#perMinute) return;
    this.#flow(nowMs);
    this.#level = Math.floor((this.#level / this.#perMinute) * perMinute);
    this.#perMinute = perMinute;
  }

  /** Whole ones that are left. */
  left(nowMs: number): number {
    this.#flow(nowMs);
    return Math.max(0, Math.floor(this.#level / MS_PER_MINUTE));
  }

  /** Milliseconds until `count` are there; 0: they are. */
  waitMs(count: number, nowMs: number): number {
    this.#flow(nowMs);
    return Math.max(0, Math.ceil((count * MS_PER_MINUTE - this.#level) / this.#perMinute));
  }

  /** Milliseconds until it is full. */
  fullInMs(nowMs: number): number {
    return this.waitMs(this.#perMinute, nowMs);
  }

  /** More than is there leaves a debt, which flows off before anything can be taken again. */
  take(count: number, nowMs: number): void {
    this.#drain(count, nowMs);
    this.untold += count;
  }

  /** What somebody else took from the same limit. */
  takenElsewhere(count: number, nowMs: number): void {
    this.#drain(count, nowMs);
  }

  /** Others should hear of it before more is taken: a second's worth, or one, was. */
  get mustTell(): boolean {
    return this.untold >= Math.max(1, this.#perMinute / 60);
  }

  #drain(count: number, nowMs: number): void {
    this.#flow(nowMs);
    const lowest = -LONGEST_DEBT_MINUTES * this.#perMinute * MS_PER_MINUTE;
    this.#level = Math.max(lowest, this.#level - count * MS_PER_MINUTE);
  }

  #flow(nowMs: number): void {
    if (nowMs <= this.atMs) return;
    const whole = this.#perMinute * MS_PER_MINUTE;
    this.#level = Math.min(whole, this.#level + (nowMs - this.atMs) * this.#perMinute);
    this.atMs = nowMs;
  }
}
