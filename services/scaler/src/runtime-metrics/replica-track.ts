import { CounterRate } from './counter-rate.ts';
import type { Meaning } from './meaning.ts';

/** Agents measure every two seconds unless told otherwise: seven measurements may get lost. */
const STALE_AFTER_US = 15_000_000;
/** Of an agent that was told to measure more rarely, so many rounds, and half of one for being late. */
const STALE_AFTER_ROUNDS = 3.5;

/** One metric of one replica, as last told. */
export class ReplicaTrack {
  /** Of the replica's own clock. */
  #atUs = -Infinity;
  #heardAtUs = -Infinity;
  /** Between the last three samples; one long silence makes no slow replica. */
  #gapsUs: readonly [number, number] = [0, 0];
  #gauge: number | null = null;
  #counter = new CounterRate();

  constructor(private readonly kind: Meaning['kind']) {}

  /** How often it is told. */
  get everyUs(): number {
    return Math.min(...this.#gapsUs);
  }

  /** One that is older than the newest is passed over, unless it is so much older that a clock was set back. */
  add(atUs: number, value: number, nowUs: number): void {
    if (atUs <= this.#atUs && this.#atUs - atUs <= STALE_AFTER_US) return;
    const gapUs = atUs - this.#atUs;
    if (gapUs < 0 || gapUs > this.#staleAfterUs) this.#counter = new CounterRate();
    if (gapUs > 0 && gapUs < Infinity) this.#gapsUs = [this.#gapsUs[1], gapUs];
    this.#atUs = atUs;
    // A clock that runs ahead would otherwise keep it fresh after its end.
    this.#heardAtUs = Math.min(atUs, nowUs);
    if (this.kind === 'gauge') this.#gauge = value;
    else this.#counter.add(atUs, value);
  }

  isStale(nowUs: number): boolean {
    return nowUs - this.#heardAtUs > this.#staleAfterUs;
  }

  /** A gauge's value, a counter's rate per second. Null: not known now. */
  value(nowUs: number): number | null {
    if (this.isStale(nowUs)) return null;
    return this.kind === 'gauge' ? this.#gauge : this.#counter.perSecond();
  }

  get #staleAfterUs(): number {
    return Math.max(STALE_AFTER_US, this.everyUs * STALE_AFTER_ROUNDS);
  }
}
