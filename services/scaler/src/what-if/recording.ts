import type { Recording } from '@tidegate/scaling';
import { MINUTE_SECONDS, unpacked } from './arrivals.ts';
import type { TrafficMinute } from './recorder.ts';

export type Stretch = Readonly<{
  /** Minutes since the epoch: `[fromMinute, toMinute)`. */
  fromMinute: number;
  toMinute: number;
  /** How many it has at most. */
  requests: number;
  /** Of a request, until a minute says how long they take. */
  serviceSeconds: number;
}>;

/**
 * Makes a recording of minutes in their order. Those of one second come evenly within it; each takes as long as the mean of its
 * minute, or of the last minute in which anything ended.
 */
export class RecordingBuilder {
  readonly #stretch: Stretch;
  readonly #arrivesAt: Float64Array<ArrayBuffer>;
  readonly #work: Float64Array<ArrayBuffer>;
  #count = 0;
  #serviceSeconds: number;
  #finished = 0;
  #servedSeconds = 0;

  constructor(stretch: Stretch) {
    this.#stretch = stretch;
    this.#arrivesAt = new Float64Array(stretch.requests);
    this.#work = new Float64Array(stretch.requests);
    this.#serviceSeconds = stretch.serviceSeconds;
  }

  /** Over all minutes that say it; null: none does. */
  get meanServiceSeconds(): number | null {
    return this.#finished > 0 ? this.#servedSeconds / this.#finished : null;
  }

  add({ minute, arrivals, finished, servedSeconds }: Omit<TrafficMinute, 'endpointId' | 'requests'>): void {
    if (finished > 0 && servedSeconds > 0) {
      this.#serviceSeconds = servedSeconds / finished;
      this.#finished += finished;
      this.#servedSeconds += servedSeconds;
    }
    const began = (minute - this.#stretch.fromMinute) * MINUTE_SECONDS;
    unpacked(arrivals).forEach((count, second) => {
      this.#addSecond(began + second, count);
    });
  }

  built(): Recording & { arrivesAt: Float64Array<ArrayBuffer>; work: Float64Array<ArrayBuffer> } {
    const { fromMinute, toMinute } = this.#stretch;
    return {
      arrivesAt: this.#arrivesAt.slice(0, this.#count),
      work: this.#work.slice(0, this.#count),
      seconds: (toMinute - fromMinute) * MINUTE_SECONDS,
    };
  }

  #addSecond(second: number, count: number): void {
    const kept = Math.min(count, this.#arrivesAt.length - this.#count);
    for (let n = 0; n < kept; n++) {
      this.#arrivesAt[this.#count] = second + (n + 0.5) / count;
      this.#work[this.#count++] = this.#serviceSeconds;
    }
  }
}
