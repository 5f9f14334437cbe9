import type { EndpointState } from '@tidegate/scaling';
import { packed } from './arrivals.ts';
import { minutesOf } from './minutes.ts';
import type { Learned } from './learned-states.ts';

/** One minute of one endpoint, as it is kept. */
export type TrafficMinute = Readonly<{
  endpointId: string;
  /** Since the epoch. */
  minute: number;
  requests: number;
  arrivals: Uint8Array;
  /** Answers that ended meanwhile, and their seconds from dispatch to the end. */
  finished: number;
  servedSeconds: number;
}>;

type Mark = Readonly<{ nextMinute: number; finishedTotal: number; servedSecondsTotal: number }>;

/** What is to be written, and what to call once it is. */
export type Due = Readonly<{ minutes: readonly TrafficMinute[]; written: () => void }>;

/**
 * Knows which minutes have been written. What could not be written is due again, as long as the endpoint’s state remembers it; a new
 * process begins with all that is remembered, and what is there already stays.
 */
export class Recorder {
  #marks: ReadonlyMap<string, Mark> = new Map();

  due(all: Iterable<Learned>): Due {
    const minutes: TrafficMinute[] = [];
    const marks = new Map<string, Mark>();
    for (const { endpointId, state } of all) {
      const mark = this.#marks.get(endpointId);
      const own = rowsOf(endpointId, state, mark);
      minutes.push(...own);
      const last = own.at(-1);
      const next = last ? markAfter(last.minute, state) : (mark ?? markAfter(null, state));
      marks.set(endpointId, next);
    }
    return {
      minutes,
      written: () => {
        this.#marks = marks;
      },
    };
  }
}

const markAfter = (minute: number | null, { traffic }: EndpointState): Mark => ({
  nextMinute: minute === null ? Number.NEGATIVE_INFINITY : minute + 1,
  finishedTotal: traffic.finishedTotal,
  servedSecondsTotal: traffic.servedSecondsTotal,
});

/** Answers are known by totals alone: those since the last row stand in the newest one. A total that shrank began anew. */
const rowsOf = (endpointId: string, { traffic }: EndpointState, mark: Mark | undefined): TrafficMinute[] => {
  const minutes = minutesOf(traffic, mark?.nextMinute ?? null);
  const finished = mark ? traffic.finishedTotal - mark.finishedTotal : 0;
  const servedSeconds = mark ? traffic.servedSecondsTotal - mark.servedSecondsTotal : 0;
  const isKnown = finished > 0 && servedSeconds >= 0;
  return minutes.map(({ minute, counts }, n) => {
    const isNewest = n === minutes.length - 1;
    return {
      endpointId,
      minute,
      requests: counts.reduce((sum, count) => sum + count, 0),
      arrivals: packed(counts),
      finished: isNewest && isKnown ? Math.round(finished) : 0,
      servedSeconds: isNewest && isKnown ? servedSeconds : 0,
    };
  });
};
