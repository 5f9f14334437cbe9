import type { Sample } from './sample.ts';

/** By whole second, oldest first, over all sources. */
export type Sums = Readonly<{
  /** In flight and waiting: the last word said in the second. */
  load: Float64Array;
  /** The most that was in flight and waiting while something waited; 0 when nothing did. */
  pressure: Float64Array;
  arrivals: Float64Array;
}>;

/** A source that had requests and says nothing for longer has left: its last word is no longer true. */
const STALE_AFTER_US = 5_000_000;
/**
 * A gateway without requests speaks every ten seconds only, but says within a second that one came. Its silence means that
 * nothing changed for longer.
 */
const QUIET_STALE_AFTER_US = 25_000_000;
const QUIET_SPEAKS_WITHIN_US = 1_000_000;

const at = (values: Float64Array, index: number): number => values[index] ?? 0;

const isQuiet = ({ inFlight, waiting }: Sample): boolean => inFlight + waiting === 0;

export const secondOf = (atUs: number): number => Math.floor(atUs / 1_000_000);

/**
 * What one source said of one endpoint, by whole second, for the last `retainedSeconds`.
 * Gauges hold until the next sample. A counter's increase is spread evenly over the time between two samples, so that a
 * sampling clock that drifts against ours does not look like a rate that trembles.
 */
export class Series {
  latest: Sample;
  private readonly stamps: Uint32Array;
  private readonly loads: Float64Array;
  private readonly pressures: Float64Array;
  private readonly arrivals: Float64Array;

  constructor(first: Sample, retainedSeconds: number) {
    this.latest = first;
    this.stamps = new Uint32Array(retainedSeconds);
    this.loads = new Float64Array(retainedSeconds);
    this.pressures = new Float64Array(retainedSeconds);
    this.arrivals = new Float64Array(retainedSeconds);
    this.write(first);
  }

  isLive(nowUs: number): boolean {
    return nowUs - this.latest.atUs <= (isQuiet(this.latest) ? QUIET_STALE_AFTER_US : STALE_AFTER_US);
  }

  /** The first second that may still get arrivals. A quiet source would have spoken of those before the last second. */
  unfinishedSecond(nowUs: number): number {
    const newest = secondOf(this.latest.atUs);
    return isQuiet(this.latest) ? Math.max(newest, secondOf(nowUs - QUIET_SPEAKS_WITHIN_US)) : newest;
  }

  /** True when requests came since the sample before. A sample older than the newest is ignored. */
  add(sample: Sample): boolean {
    const before = this.latest;
    if (sample.atUs < before.atUs) return false;
    // A total that fell is a source that began again from zero.
    const reset = sample.requestsTotal < before.requestsTotal;
    const arrived = reset ? sample.requestsTotal : sample.requestsTotal - before.requestsTotal;
    if (this.isLive(sample.atUs)) {
      this.carry(before, secondOf(sample.atUs));
      const sinceUs = isQuiet(before) ? sample.atUs - QUIET_SPEAKS_WITHIN_US : before.atUs;
      this.spread(arrived, Math.max(before.atUs, sinceUs), sample.atUs);
    }
    this.latest = sample;
    this.write(sample);
    return arrived > 0;
  }

  /**
   * Adds what it knows of the seconds from `first` on to the sums. A source that is still there keeps its last word until now;
   * arrivals are complete for seconds before its newest sample's.
   */
  addTo(sums: Sums, first: number, isLive: boolean): void {
    const { load } = sums;
    const newest = secondOf(this.latest.atUs) - first;
    let slot = first % this.stamps.length;
    for (let index = 0; index < load.length && index <= newest; index++) {
      if (this.stamps[slot] === first + index) this.addSecond(sums, index, slot);
      slot = slot + 1 === this.stamps.length ? 0 : slot + 1;
    }
    if (!isLive) return;
    const lastWord = this.latest.inFlight + this.latest.waiting;
    for (let index = newest < 0 ? 0 : newest + 1; index < load.length; index++)
      load[index] = at(load, index) + lastWord;
  }

  private addSecond({ load, pressure, arrivals }: Sums, index: number, slot: number): void {
    load[index] = at(load, index) + at(this.loads, slot);
    pressure[index] = at(pressure, index) + at(this.pressures, slot);
    if (index < arrivals.length) arrivals[index] = at(arrivals, index) + at(this.arrivals, slot);
  }

  private carry(before: Sample, until: number): void {
    for (let second = secondOf(before.atUs) + 1; second < until; second++)
      this.loads[this.slot(second)] = before.inFlight + before.waiting;
  }

  private spread(arrived: number, fromUs: number, toUs: number): void {
    if (arrived === 0) return;
    const lengthUs = Math.max(1, toUs - fromUs);
    for (let second = secondOf(fromUs); second <= secondOf(toUs); second++) {
      const overlapUs = Math.min(toUs, (second + 1) * 1_000_000) - Math.max(fromUs, second * 1_000_000);
      const slot = this.slot(second);
      const share = toUs === fromUs ? 1 : overlapUs / lengthUs;
      this.arrivals[slot] = at(this.arrivals, slot) + arrived * share;
    }
  }

  private write({ atUs, inFlight, waiting }: Sample): void {
    const slot = this.slot(secondOf(atUs));
    this.loads[slot] = inFlight + waiting;
    if (waiting > 0) this.pressures[slot] = Math.max(at(this.pressures, slot), inFlight + waiting);
  }

  /** The place of a second, emptied when it still held an older one. */
  private slot(second: number): number {
    const slot = second % this.stamps.length;
    if (this.stamps[slot] !== second) {
      this.stamps[slot] = second;
      this.loads[slot] = 0;
      this.pressures[slot] = 0;
      this.arrivals[slot] = 0;
    }
    return slot;
  }
}
