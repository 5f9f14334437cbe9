/** How a replica slows down as its slots fill: with n requests each of them runs at 1 / (1 + slowdown · (n − 1)) of its speed. */
export type Engine = Readonly<{ slots: number; slowdown: number }>;

export type Phase = 'starting' | 'ready' | 'draining';

/** One replica of a simulation: processor sharing among the requests in its slots. */
export class Replica {
  readonly number: number;
  readonly askedAt: number;
  phase: Phase;
  busy = 0;
  /** When it becomes ready, or its next request ends; Infinity: nothing is to come. */
  nextAt: number;
  /** When it last took or ended a request, or became ready. */
  changedAt: number;
  readonly #engine: Engine;
  /** Work done so far for a request that was there all the time. */
  #work = 0;
  readonly #endsAtWork: Float64Array;
  readonly #request: Int32Array;
  readonly #tookAt: Float64Array;

  constructor(number: number, askedAt: number, startSeconds: number, engine: Engine) {
    this.number = number;
    this.askedAt = askedAt;
    this.phase = startSeconds > 0 ? 'starting' : 'ready';
    this.nextAt = startSeconds > 0 ? askedAt + startSeconds : Infinity;
    this.changedAt = askedAt;
    this.#engine = engine;
    this.#endsAtWork = new Float64Array(engine.slots);
    this.#request = new Int32Array(engine.slots);
    this.#tookAt = new Float64Array(engine.slots);
  }

  becomeReady(now: number): void {
    this.phase = 'ready';
    this.nextAt = Infinity;
    this.changedAt = now;
  }

  /** `work`: the seconds it takes alone. */
  take(request: number, work: number, now: number): void {
    this.#advance(now);
    this.#endsAtWork[this.busy] = this.#work + work;
    this.#request[this.busy] = request;
    this.#tookAt[this.busy] = now;
    this.busy++;
    this.#plan();
  }

  /** Ends the request that is due; when it was taken. */
  finish(now: number): number {
    this.#advance(now);
    const slot = this.#nearest();
    const tookAt = this.#tookAt[slot]!;
    const last = --this.busy;
    this.#endsAtWork[slot] = this.#endsAtWork[last]!;
    this.#request[slot] = this.#request[last]!;
    this.#tookAt[slot] = this.#tookAt[last]!;
    this.#plan();
    return tookAt;
  }

  #speed(): number {
    return 1 / (1 + this.#engine.slowdown * (this.busy - 1));
  }

  #advance(now: number): void {
    if (this.busy > 0) this.#work += (now - this.changedAt) * this.#speed();
    this.changedAt = now;
  }

  #nearest(): number {
    let slot = 0;
    for (let other = 1; other < this.busy; other++)
      if (this.#endsAtWork[other]! < this.#endsAtWork[slot]!) slot = other;
    return slot;
  }

  #plan(): void {
    this.nextAt =
      this.busy === 0
        ? Infinity
        : this.changedAt + Math.max(0, this.#endsAtWork[this.#nearest()]! - this.#work) / this.#speed();
  }
}
