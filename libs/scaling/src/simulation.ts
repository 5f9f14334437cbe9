import { History } from './history.ts';
import { Replica, type Engine } from './replica.ts';
import { Series } from './series.ts';

/** Requests in the order they come: seconds from the beginning, and the seconds each takes alone on a replica. */
export type Recording = Readonly<{ arrivesAt: Float64Array; work: Float64Array; seconds: number }>;

export type World = Readonly<{
  engine: Engine;
  maxReplicas: number;
  /** Ready at the beginning. */
  warmReplicas: number;
  /** The start time of the next replica. Called once for each. */
  drawStartSeconds: () => number;
  /** What happened before is not counted. */
  countedFrom: number;
  /** Into how many points of time the run is drawn at most; absent: it is not. */
  seriesPoints?: number;
}>;

/** What a policy may see. */
export interface View {
  readonly now: number;
  readonly history: History;
  readonly replicas: readonly Replica[];
  readonly slots: number;
  readonly ready: number;
  readonly starting: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly arrived: number;
  readonly finished: number;
  readonly servedSeconds: number;
  /** Since nothing was in flight or waiting; null: never a request. */
  readonly idleSeconds: number | null;
  /** Measured so far; the deployment was the first. */
  readonly startSeconds: readonly number[];
  waitingLongerThan(seconds: number): number;
}

/** The count from now on; null: as it is. */
export interface Policy {
  readonly periodSeconds: number;
  readonly minReplicas: number;
  /** Whether draining replicas are taken back before new ones are started. */
  readonly takesBack: boolean;
  /** A request came and there is no replica. */
  wake(view: View): number | null;
  tick(view: View): number | null;
}

/** After the end of the recording nothing comes any more, but what waits is served, for so long at most. */
const AFTER_SECONDS = 1500;
const DECIDES_AFTER_SECONDS = 600;

/** Requests of a recording, held in one queue in front of replicas that come and go at a policy’s word. */
export class Simulation implements View {
  now = 0;
  readonly history: History;
  readonly replicas: Replica[] = [];
  readonly slots: number;
  ready = 0;
  starting = 0;
  inFlight = 0;
  arrived = 0;
  finished = 0;
  servedSeconds = 0;
  readonly startSeconds: number[] = [];
  readonly series: Series | null;
  /** Of each request, from its arrival to its dispatch; negative: never dispatched. */
  readonly waits: Float64Array;
  gpuSeconds = 0;
  starts = 0;
  changes = 0;
  coldRequests = 0;
  /** Wakes from nothing that somebody waited for. */
  coldStarts = 0;
  mostReplicas = 0;
  readonly #recording: Recording;
  readonly #world: World;
  readonly #policy: Policy;
  #dispatched = 0;
  #numbered = 0;
  #idleSince = 0;
  #load = 0;
  #loadAt = 0;

  constructor(recording: Recording, world: World, policy: Policy) {
    this.#recording = recording;
    this.#world = world;
    this.#policy = policy;
    this.slots = world.engine.slots;
    this.history = new History(Math.ceil(recording.seconds) + AFTER_SECONDS + 1);
    this.waits = new Float64Array(recording.arrivesAt.length).fill(-1);
    this.series = world.seriesPoints
      ? new Series(world.countedFrom, recording.seconds, world.seriesPoints)
      : null;
    this.startSeconds.push(world.drawStartSeconds());
    for (let n = 0; n < world.warmReplicas; n++) this.#add(0);
    this.#count();
  }

  get waiting(): number {
    return this.arrived - this.#dispatched;
  }

  get idleSeconds(): number | null {
    if (this.arrived === 0) return null;
    return this.inFlight + this.waiting === 0 ? this.now - this.#idleSince : 0;
  }

  waitingLongerThan(seconds: number): number {
    let count = 0;
    for (let n = this.#dispatched; n < this.arrived; n++) {
      if (this.now - this.#recording.arrivesAt[n]! <= seconds) break;
      count++;
    }
    return count;
  }

  /** To its end: the recording’s, and what was left to serve. */
  run(): this {
    const { arrivesAt, seconds } = this.#recording;
    for (;;) {
      const arrival = arrivesAt[this.arrived] ?? Infinity;
      const tick = this.history.second + 1;
      const due = this.#dueBy(Math.min(arrival, tick));
      const next = due?.nextAt ?? Math.min(arrival, tick);
      if (this.#isOver(next)) break;
      this.#pass(next);
      if (due) this.#progress(due);
      else if (tick <= arrival) this.#tick();
      else this.#arrive();
    }
    for (const replica of this.replicas) this.#charge(replica, Math.min(seconds, this.now));
    return this;
  }

  /** The replica with the next thing to happen, if that is not later. */
  #dueBy(at: number): Replica | null {
    let due: Replica | null = null;
    let next = at;
    for (const replica of this.replicas)
      if (replica.nextAt <= next) {
        next = replica.nextAt;
        due = replica;
      }
    return due;
  }

  #isOver(next: number): boolean {
    const { arrivesAt, seconds } = this.#recording;
    if (next <= seconds) return false;
    const isServed = this.arrived === arrivesAt.length && this.inFlight + this.waiting === 0;
    return isServed || next > seconds + AFTER_SECONDS;
  }

  #pass(next: number): void {
    this.series?.pass(this.now, Math.min(next, this.#recording.seconds), this);
    this.#load += (next - this.#loadAt) * (this.inFlight + this.waiting);
    this.#loadAt = next;
    this.now = next;
  }

  #progress(replica: Replica): void {
    if (replica.phase === 'starting') {
      this.startSeconds.push(this.now - replica.askedAt);
      replica.becomeReady(this.now);
      this.#count();
      this.#dispatch();
      return;
    }
    this.servedSeconds += this.now - replica.finish(this.now);
    this.finished++;
    this.inFlight--;
    if (replica.phase === 'draining' && replica.busy === 0) this.#remove(replica);
    else this.#dispatch();
    if (this.inFlight + this.waiting === 0) this.#idleSince = this.now;
  }

  #arrive(): void {
    this.arrived++;
    this.series?.arrive(this.now);
    this.#dispatch();
    if (this.ready === 0 && this.now >= this.#world.countedFrom) this.coldRequests++;
    if (this.ready + this.starting === 0) this.#apply(this.#policy.wake(this));
  }

  #tick(): void {
    this.history.close(this.#load, this.arrived);
    const decides = this.now <= this.#recording.seconds + DECIDES_AFTER_SECONDS;
    if (decides && this.history.second % this.#policy.periodSeconds === 0)
      this.#apply(this.#policy.tick(this));
  }

  /** Each to the ready replica with the fewest requests, in the order they came. */
  #dispatch(): void {
    while (this.waiting > 0) {
      let least: Replica | null = null;
      for (const replica of this.replicas)
        if (replica.phase === 'ready' && replica.busy < (least?.busy ?? this.slots)) least = replica;
      if (!least) return;
      const request = this.#dispatched++;
      this.inFlight++;
      this.waits[request] = this.now - this.#recording.arrivesAt[request]!;
      least.take(request, this.#recording.work[request]!, this.now);
    }
  }

  #apply(wanted: number | null): void {
    if (wanted === null) return;
    const desired = Math.max(this.#policy.minReplicas, Math.min(this.#world.maxReplicas, wanted));
    const current = this.ready + this.starting;
    if (desired === current) return;
    if (this.now >= this.#world.countedFrom) this.changes += Math.abs(desired - current);
    if (desired > current) this.#grow(desired - current);
    else this.#shrink(current - desired);
    this.mostReplicas = Math.max(this.mostReplicas, this.replicas.length);
    this.#count();
    this.#dispatch();
  }

  #grow(count: number): void {
    const missing = count - (this.#policy.takesBack ? this.#takeBack(count) : 0);
    const isCounted = this.now >= this.#world.countedFrom;
    if (isCounted && missing > 0 && this.replicas.length === 0 && this.waiting > 0) this.coldStarts++;
    for (let n = 0; n < missing; n++) {
      this.#add(this.#world.drawStartSeconds());
      if (isCounted) this.starts++;
    }
  }

  /** Of those that drain, so many at most; how many there were. */
  #takeBack(count: number): number {
    let taken = 0;
    for (const replica of this.replicas)
      if (taken < count && replica.phase === 'draining') {
        replica.phase = 'ready';
        taken++;
      }
    return taken;
  }

  /** Victims: the youngest start first, then the least busy; what is busy drains. */
  #shrink(count: number): void {
    const order = this.replicas
      .filter(({ phase }) => phase !== 'draining')
      .toSorted(
        (a, b) =>
          Number(a.phase === 'ready') - Number(b.phase === 'ready') || a.busy - b.busy || b.number - a.number,
      );
    for (const replica of order.slice(0, count))
      if (replica.busy === 0) this.#remove(replica);
      else replica.phase = 'draining';
  }

  #add(startSeconds: number): void {
    this.replicas.push(new Replica(this.#numbered++, this.now, startSeconds, this.#world.engine));
    this.mostReplicas = Math.max(this.mostReplicas, this.replicas.length);
  }

  #remove(replica: Replica): void {
    this.#charge(replica, this.now);
    this.replicas.splice(this.replicas.indexOf(replica), 1);
  }

  /** From the request for a start to the stop, within what is counted. */
  #charge(replica: Replica, until: number): void {
    const { seconds } = this.#recording;
    const from = Math.max(this.#world.countedFrom, Math.min(replica.askedAt, seconds));
    this.gpuSeconds += Math.max(0, Math.min(until, seconds) - from);
  }

  #count(): void {
    this.ready = 0;
    this.starting = 0;
    for (const { phase } of this.replicas)
      if (phase === 'ready') this.ready++;
      else if (phase === 'starting') this.starting++;
  }
}
