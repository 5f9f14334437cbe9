import { ENGINE, type Workload } from './workloads.ts';

/**
 * GPU-seconds of somebody who knows every request beforehand: replicas are started in time, each request begins within `waitSeconds`
 * of its arrival, replicas are always packed full and run at their full-batch speed, and each is kept over a gap exactly when that
 * costs less than another start. A reference, not a bound: who lets one in a hundred wait longer may need less.
 */
export const clairvoyantGpuSeconds = (
  workload: Workload,
  startSeconds: number,
  waitSeconds: number,
): number => {
  const levels = new Levels(workload, startSeconds);
  for (const [at, count] of packed(workload, waitSeconds)) levels.become(at, count);
  return levels.total();
};

/** How many replicas are needed from each moment on. */
function* packed({ arrivesAt, work }: Workload, waitSeconds: number): Generator<readonly [number, number]> {
  const slowest = 1 + ENGINE.slowdown * (ENGINE.slots - 1);
  const ends = new Heap();
  let [arrived, begun] = [0, 0];
  const begin = (at: number): void => ends.push(at + work[begun++]! * slowest);
  const fill = (at: number): void => {
    while (begun < arrived && ends.size % ENGINE.slots !== 0) begin(at);
  };
  for (;;) {
    const arrival = arrivesAt[arrived] ?? Infinity;
    const deadline = begun < arrived ? arrivesAt[begun]! + waitSeconds : Infinity;
    const at = Math.min(arrival, ends.least(), deadline);
    if (at === Infinity) return;
    if (at === ends.least()) {
      ends.pop();
      if (begun < arrived && ends.size > 0) begin(at);
    } else if (at === arrival) {
      arrived++;
      if (waitSeconds === 0) begin(at);
      else fill(at);
    } else {
      begin(at);
      fill(at);
    }
    yield [at, Math.ceil(ends.size / ENGINE.slots)];
  }
}

/** The n-th replica by itself: on, off, and a choice for every gap between. */
class Levels {
  readonly #from: number;
  readonly #until: number;
  readonly #startSeconds: number;
  /** Of each level: since when it is on, and when it was last on. */
  readonly #onAt: number[] = [];
  readonly #offAt: number[] = [];
  #count = 0;
  #sum = 0;

  constructor({ seconds, countedFrom }: Workload, startSeconds: number) {
    this.#from = countedFrom;
    this.#until = seconds;
    this.#startSeconds = startSeconds;
  }

  become(atSeconds: number, count: number): void {
    const at = Math.min(atSeconds, this.#until);
    for (; this.#count < count; this.#count++) this.#on(this.#count, at);
    for (; this.#count > count; this.#count--) this.#off(this.#count - 1, at);
  }

  total(): number {
    this.become(this.#until, 0);
    return this.#sum;
  }

  /** What is warm at the beginning costs no start. */
  #on(level: number, at: number): void {
    this.#onAt[level] = at;
    const isWarm = this.#from > 0;
    if (isWarm && at <= this.#from) return;
    const offAt = this.#offAt[level] ?? (isWarm ? -Infinity : null);
    const gap = offAt === null ? Infinity : at - offAt;
    this.#sum +=
      gap < this.#startSeconds ? this.#span(at - gap, at) : Math.min(this.#startSeconds, at - this.#from);
  }

  #off(level: number, at: number): void {
    this.#sum += this.#span(this.#onAt[level]!, at);
    this.#offAt[level] = at;
  }

  #span(from: number, to: number): number {
    return Math.max(0, to - Math.max(from, this.#from));
  }
}

/** The least of many numbers. */
class Heap {
  readonly #values: number[] = [];

  get size(): number {
    return this.#values.length;
  }

  least(): number {
    return this.#values[0] ?? Infinity;
  }

  push(value: number): void {
    const values = this.#values;
    let at = values.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (values[parent]! <= value) break;
      values[at] = values[parent]!;
      at = parent;
    }
    values[at] = value;
  }

  pop(): void {
    const values = this.#values;
    const last = values.pop();
    if (last === undefined || values.length === 0) return;
    let at = 0;
    for (let child = 1; child < values.length; child = 2 * at + 1) {
      if (child + 1 < values.length && values[child + 1]! < values[child]!) child++;
      if (last <= values[child]!) break;
      values[at] = values[child]!;
      at = child;
    }
    values[at] = last;
  }
}
