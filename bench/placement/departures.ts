import type { NodeOffer } from '@tidegate/placement';
import { Placer, type Policy } from '@tidegate/placement';
import { type Competitor, chooserOf, nodesFor } from './contest.ts';
import { Random } from './random.ts';
import { type Task, gpuMilliOf } from './trace.ts';

/** Tasks that come and go, and wait when there is no room. */
export type Steady = Readonly<{
  /** GPU thousandths in use, in percent, over the time in which the pool was full; what is not in use is wasted. */
  allocatedPercent: number;
  /** How long a task that asks for a GPU waited on average. */
  waitSeconds: number;
}>;

type Coming = Readonly<{ task: Task; atSeconds: number; holdSeconds: number; n: number }>;

/** So much work per GPU second comes as the pool can do: it is always nearly full, and there is always somebody waiting. */
const LOAD = 1.3;
const HOLD_SECONDS = 3600;
/** Each node’s tasks change about eight times. */
const ARRIVALS = 10_000;
/** Of the recorded times the longest tenth is cut to what the rest stays at most: a few tasks that stay for ever say nothing about coming and going. */
const LONGEST = 0.9;
/** Waiting tasks that are tried again when room appears, oldest first. */
const TRIES = 16;

/**
 * Tasks of the trace arrive at random (Poisson) and stay as long as they are recorded to, scaled so that the average is an hour. What
 * finds no room waits in line and is tried again whenever something leaves. The first third of the arrivals fills the pool and does
 * not count.
 */
export const steadyState = (
  nodes: readonly NodeOffer[],
  tasks: readonly Task[],
  seed: number,
  competitor: Competitor,
): Steady => {
  const capacity = gpuMilliOf(nodes);
  const comings = comingsOf(tasks, capacity, seed);
  let policy: Policy | undefined;
  const placer = new Placer(nodesFor(nodes, seed), (pool) => (policy = competitor(pool, tasks, seed)));
  return new Run(placer, chooserOf(placer, policy), capacity).of(comings);
};

class Run {
  #used = 0;
  #waited = 0;
  #placed = 0;
  #area = 0;
  #lastSeconds = 0;
  #countsFrom = Infinity;
  #waiting: Coming[] = [];
  readonly #leaving = new Departures();
  private readonly placer: Placer;
  private readonly choose: Placer['choose'];
  private readonly capacity: number;

  constructor(placer: Placer, choose: Placer['choose'], capacity: number) {
    this.placer = placer;
    this.choose = choose;
    this.capacity = capacity;
  }

  of(comings: readonly Coming[]): Steady {
    this.#countsFrom = comings[Math.floor(comings.length / 3)]?.atSeconds ?? 0;
    for (const coming of comings) {
      for (
        let next = this.#leaving.first;
        next && next.atSeconds <= coming.atSeconds;
        next = this.#leaving.first
      )
        this.#leave();
      this.#pass(coming.atSeconds);
      this.placer.arrived(coming.task.request);
      if (!this.#start(coming, coming.atSeconds)) this.#waiting.push(coming);
    }
    const span = this.#lastSeconds - this.#countsFrom;
    for (const { atSeconds, task } of this.#waiting)
      if (task.gpuMilli > 0) this.#count(atSeconds, this.#lastSeconds);
    return {
      allocatedPercent: (100 * this.#area) / (span * this.capacity),
      waitSeconds: this.#waited / Math.max(1, this.#placed),
    };
  }

  #leave(): void {
    const { atSeconds, id, gpuMilli } = this.#leaving.take();
    this.#pass(atSeconds);
    this.placer.release(id);
    this.#used -= gpuMilli;
    const tried = this.#waiting.slice(0, TRIES);
    const left = tried.filter((coming) => !this.#start(coming, atSeconds));
    if (left.length < tried.length) this.#waiting = [...left, ...this.#waiting.slice(TRIES)];
  }

  #start({ task, atSeconds, holdSeconds, n }: Coming, nowSeconds: number): boolean {
    const place = this.choose(task.request);
    if (!place) return false;
    const id = String(n);
    this.placer.hold({ id, place, request: task.request, priority: 0 });
    this.#used += task.gpuMilli;
    this.#leaving.add({ atSeconds: nowSeconds + holdSeconds, id, gpuMilli: task.gpuMilli });
    if (task.gpuMilli > 0) this.#count(atSeconds, nowSeconds);
    return true;
  }

  #count(fromSeconds: number, toSeconds: number): void {
    if (fromSeconds < this.#countsFrom) return;
    this.#placed++;
    this.#waited += toSeconds - fromSeconds;
  }

  #pass(atSeconds: number): void {
    const from = Math.max(this.#lastSeconds, this.#countsFrom);
    if (atSeconds > from) this.#area += this.#used * (atSeconds - from);
    this.#lastSeconds = atSeconds;
  }
}

type Departure = Readonly<{ atSeconds: number; id: string; gpuMilli: number }>;

/** The next one first: a binary heap. */
class Departures {
  readonly #items: Departure[] = [];

  get first(): Departure | undefined {
    return this.#items[0];
  }

  add(departure: Departure): void {
    const items = this.#items;
    let at = items.push(departure) - 1;
    for (let above = (at - 1) >> 1; at > 0 && this.#time(above) > this.#time(at); above = (at - 1) >> 1) {
      this.#swap(at, above);
      at = above;
    }
  }

  take(): Departure {
    const [first] = this.#items;
    const last = this.#items.pop();
    if (!first || !last) throw new Error('nothing leaves any more');
    if (this.#items.length > 0) this.#items[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const next = this.#time(right) < this.#time(left) ? right : left;
      if (this.#time(next) >= this.#time(at)) return first;
      this.#swap(at, next);
      at = next;
    }
  }

  #time(at: number): number {
    return this.#items[at]?.atSeconds ?? Infinity;
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b]!, this.#items[a]!];
  }
}

const comingsOf = (tasks: readonly Task[], capacity: number, seed: number): Coming[] => {
  const random = new Random(seed);
  const lasting = tasks.filter(({ fromSeconds, toSeconds }) => toSeconds > fromSeconds);
  const recorded = lasting
    .map(({ fromSeconds, toSeconds }) => toSeconds - fromSeconds)
    .toSorted((a, b) => a - b);
  const longest = recorded[Math.floor(LONGEST * recorded.length)] ?? Infinity;
  const holdOf = ({ fromSeconds, toSeconds }: Task): number => Math.min(longest, toSeconds - fromSeconds);
  const meanHold = lasting.reduce((sum, task) => sum + holdOf(task), 0) / lasting.length;
  const drawn = Array.from({ length: ARRIVALS }, () => lasting[random.below(lasting.length)]!);
  const scale = HOLD_SECONDS / meanHold;
  // Offered load = arrivals per second x mean of (GPUs x holding time).
  const work = drawn.reduce((sum, task) => sum + task.gpuMilli * holdOf(task) * scale, 0) / drawn.length;
  const meanGap = work / (LOAD * capacity);
  let atSeconds = 0;
  return drawn.map((task, n) => {
    atSeconds += -Math.log(1 - random.next()) * meanGap;
    return { task, atSeconds, holdSeconds: holdOf(task) * scale, n };
  });
};
