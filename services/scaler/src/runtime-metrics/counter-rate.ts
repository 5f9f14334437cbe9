/** Long enough that a single long step of an engine does not look like a pause, short enough to follow the load. */
const WINDOW_US = 30_000_000;
/** What is told more often is folded: so many points at most stand for the window, however often a replica is measured. */
const LEAST_APART_US = 500_000;
const US_PER_SECOND = 1_000_000;

type Point = Readonly<{ atUs: number; counted: number }>;

/** How fast one counter grows, over about the last thirty seconds that were told. */
export class CounterRate {
  /** Oldest first; of those before the window only the newest, so that the window is full. */
  readonly #points: Point[] = [];
  #total = 0;

  /** @param atUs later than that of the one before */
  add(atUs: number, total: number): void {
    const last = this.#points.at(-1);
    // A total that fell began anew: what it shows has been counted since.
    const grown = last === undefined ? 0 : total < this.#total ? total : total - this.#total;
    this.#total = total;
    const before = this.#points.at(-2);
    if (before && atUs - before.atUs < LEAST_APART_US) this.#points.pop();
    this.#points.push({ atUs, counted: (last?.counted ?? 0) + Math.max(0, grown) });
    while ((this.#points[1]?.atUs ?? Infinity) <= atUs - WINDOW_US) this.#points.shift();
  }

  /** Null until two points lie far enough apart. */
  perSecond(): number | null {
    const [first, last] = [this.#points[0], this.#points.at(-1)];
    if (!first || !last || last.atUs - first.atUs < LEAST_APART_US) return null;
    return ((last.counted - first.counted) * US_PER_SECOND) / (last.atUs - first.atUs);
  }
}
