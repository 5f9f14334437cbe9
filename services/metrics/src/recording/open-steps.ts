import { type Gauge, mergedGauge, seenOnce } from '../numbers/gauge.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { bucketOf } from '../numbers/times.ts';
import { type Series, keyOf } from './series.ts';

export const STEP_US = 10_000_000;
export const stepOf = (us: number): number => us - (us % STEP_US);

/** What one series has in one step. */
export type StepRow = Series & Readonly<{ atUs: number; numbers: Numbers }>;

type Draft = Series & {
  counts: Record<string, number>;
  gauges: Record<string, Gauge>;
  times: Record<string, { sumUs: number; buckets: Record<string, number> }>;
};

/** Series in one step at most: beyond, new ones are not taken. */
const MOST_SERIES = 20_000;
/** Names of one kind in one series. */
const MOST_NAMES = 200;

/**
 * Steps that may still grow. What comes for one that is closed counts in the oldest that is open: nothing that was counted is lost
 * for being late.
 */
export class OpenSteps {
  readonly #steps = new Map<number, Map<string, Draft>>();
  #leftOut = 0;

  /** @param openFromUs the beginning of the oldest step that may be written to */
  constructor(private openFromUs: number) {}

  /** Numbers that found no room, since the beginning. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get fromUs(): number {
    return this.openFromUs;
  }

  count(series: Series, atUs: number, name: string, by = 1): void {
    const counts = this.#draft(series, atUs)?.counts;
    if (counts && by > 0 && this.#hasRoom(counts, name)) counts[name] = (counts[name] ?? 0) + by;
  }

  see(series: Series, atUs: number, name: string, value: number): void {
    const gauges = Number.isFinite(value) ? this.#draft(series, atUs)?.gauges : undefined;
    if (gauges && this.#hasRoom(gauges, name))
      gauges[name] = mergedGauge(gauges[name], seenOnce(value, atUs));
  }

  time(series: Series, atUs: number, name: string, us: number): void {
    const times = this.#draft(series, atUs)?.times;
    if (!times || !this.#hasRoom(times, name)) return;
    const measured = (times[name] ??= { sumUs: 0, buckets: {} });
    const bucket = bucketOf(us);
    measured.sumUs += us;
    measured.buckets[bucket] = (measured.buckets[bucket] ?? 0) + 1;
  }

  /** Ends every step that is over by then, oldest first. */
  close(untilUs: number): StepRow[] {
    this.openFromUs = Math.max(this.openFromUs, stepOf(untilUs));
    const ended = [...this.#steps.keys()].filter((atUs) => atUs < this.openFromUs).sort((a, b) => a - b);
    return ended.flatMap((atUs) => this.#take(atUs));
  }

  /** What open steps hold so far, which they then no longer do. */
  drain(): StepRow[] {
    return [...this.#steps.keys()].sort((a, b) => a - b).flatMap((atUs) => this.#take(atUs));
  }

  #take(atUs: number): StepRow[] {
    const drafts = this.#steps.get(atUs);
    this.#steps.delete(atUs);
    return [...(drafts?.values() ?? [])].map(({ ownerId, replicaId, ...numbers }) => ({
      ownerId,
      replicaId,
      atUs,
      numbers,
    }));
  }

  #draft(series: Series, atUs: number): Draft | undefined {
    const step = Math.max(stepOf(atUs), this.openFromUs);
    const drafts = this.#steps.get(step) ?? new Map<string, Draft>();
    this.#steps.set(step, drafts);
    const key = keyOf(series);
    const known = drafts.get(key);
    if (known) return known;
    if (drafts.size >= MOST_SERIES) {
      this.#leftOut++;
      return undefined;
    }
    const draft: Draft = { ...series, counts: {}, gauges: {}, times: {} };
    drafts.set(key, draft);
    return draft;
  }

  #hasRoom(names: object, name: string): boolean {
    if (Object.hasOwn(names, name) || Object.keys(names).length < MOST_NAMES) return true;
    this.#leftOut++;
    return false;
  }
}
