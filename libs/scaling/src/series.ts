/** What a run looked like over time, in buckets of equal length. */
export type SeriesColumns = Readonly<{
  bucketSeconds: number;
  /** Requests that came. */
  arrivals: readonly number[];
  /** Means over time: replicas that held their hardware, those that took requests, and requests being worked on. */
  replicas: readonly number[];
  ready: readonly number[];
  inFlight: readonly number[];
  /** The most that waited at once. */
  waiting: readonly number[];
}>;

type Moment = Readonly<{
  replicas: Readonly<{ length: number }>;
  ready: number;
  inFlight: number;
  waiting: number;
}>;

/** Collects from a time on; of fixed size. What happens within one second is in one bucket. */
export class Series {
  readonly bucketSeconds: number;
  readonly #from: number;
  readonly #arrivals: Float64Array;
  readonly #replicas: Float64Array;
  readonly #ready: Float64Array;
  readonly #inFlight: Float64Array;
  readonly #waiting: Float64Array;
  /** The last bucket may be shorter. */
  readonly #lastSeconds: number;
  mostReplicas = 0;

  constructor(from: number, to: number, mostPoints: number) {
    const seconds = Math.max(1, Math.ceil(to - from));
    this.bucketSeconds = Math.ceil(seconds / mostPoints);
    const points = Math.ceil(seconds / this.bucketSeconds);
    this.#lastSeconds = seconds - (points - 1) * this.bucketSeconds;
    this.#from = from;
    this.#arrivals = new Float64Array(points);
    this.#replicas = new Float64Array(points);
    this.#ready = new Float64Array(points);
    this.#inFlight = new Float64Array(points);
    this.#waiting = new Float64Array(points);
  }

  /** Nothing changed from one time to the other. */
  pass(from: number, to: number, { replicas, ready, inFlight, waiting }: Moment): void {
    const bucket = this.#bucketOf(from);
    if (bucket < 0 || to <= from) return;
    const seconds = to - from;
    this.#replicas[bucket]! += replicas.length * seconds;
    this.#ready[bucket]! += ready * seconds;
    this.#inFlight[bucket]! += inFlight * seconds;
    if (waiting > this.#waiting[bucket]!) this.#waiting[bucket] = waiting;
    if (replicas.length > this.mostReplicas) this.mostReplicas = replicas.length;
  }

  arrive(at: number): void {
    const bucket = this.#bucketOf(at);
    if (bucket >= 0) this.#arrivals[bucket]!++;
  }

  columns(): SeriesColumns {
    return {
      bucketSeconds: this.bucketSeconds,
      arrivals: [...this.#arrivals],
      replicas: this.#means(this.#replicas),
      ready: this.#means(this.#ready),
      inFlight: this.#means(this.#inFlight),
      waiting: [...this.#waiting],
    };
  }

  #bucketOf(at: number): number {
    const bucket = Math.floor((at - this.#from) / this.bucketSeconds);
    return at >= this.#from && bucket < this.#arrivals.length ? bucket : -1;
  }

  #means(sums: Float64Array): number[] {
    return Array.from(sums, (sum, n) => {
      const seconds = n === sums.length - 1 ? this.#lastSeconds : this.bucketSeconds;
      return Math.round((sum / seconds) * 1000) / 1000;
    });
  }
}
