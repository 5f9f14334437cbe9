import type { Sample } from './sample.ts';
import { secondOf, Series, type Sums } from './series.ts';

/** More gateways than this report one endpoint: the one silent for longest is forgotten. */
const MAX_SOURCES = 64;

/**
 * What is known of an endpoint's traffic at a moment. The last element of `load` and `pressure` is the present second, that of
 * `arrivals` the newest second which every source has finished.
 */
export type Observation = Sums &
  Readonly<{
    /** The moment it speaks of, epoch microseconds. */
    atUs: number;
    /** No source speaks any more: nothing below may be read as "no traffic". */
    stale: boolean;
    /** Now, over all sources. */
    inFlight: number;
    waiting: number;
    /** For how long at least one source has spoken without a break. */
    observedSeconds: number;
    /** Since a request was last in flight, waiting or accepted; null when none was ever seen. */
    idleSeconds: number | null;
  }>;

const NOTHING = new Float64Array(0);
/** What is known while nobody speaks, or while what is said does not arrive. */
export const unobserved = (atUs: number): Observation => ({
  atUs,
  stale: true,
  inFlight: 0,
  waiting: 0,
  observedSeconds: 0,
  idleSeconds: null,
  load: NOTHING,
  pressure: NOTHING,
  arrivals: NOTHING,
});

/** The samples of one endpoint. Sources add up; a source that is silent leaves, its past stays. */
export class Window {
  private readonly sources = new Map<string, Series>();
  private readonly retainedSeconds: number;
  private unbrokenSinceUs = 0;
  private busyAtUs: number | null = null;

  constructor(retainedSeconds: number) {
    this.retainedSeconds = retainedSeconds;
  }

  add(sample: Sample): void {
    if (this.isStale(sample.atUs)) this.unbrokenSinceUs = sample.atUs;
    const series = this.sources.get(sample.source);
    const arrived = series?.add(sample) ?? false;
    if (!series) this.join(sample);
    if (arrived || sample.inFlight + sample.waiting > 0)
      this.busyAtUs = Math.max(this.busyAtUs ?? 0, sample.atUs);
  }

  /** Nobody speaks any more. */
  isStale(nowUs: number): boolean {
    return ![...this.sources.values()].some((series) => series.isLive(nowUs));
  }

  observe(nowUs: number): Observation {
    const live = [...this.sources.values()].filter((series) => series.isLive(nowUs));
    const idleSeconds = this.busyAtUs === null ? null : secondsBetween(this.busyAtUs, nowUs);
    if (live.length === 0) return { ...unobserved(nowUs), idleSeconds };
    const first = Math.max(secondOf(this.unbrokenSinceUs), secondOf(nowUs) - this.retainedSeconds + 2);
    return {
      atUs: nowUs,
      stale: false,
      inFlight: live.reduce((sum, series) => sum + series.latest.inFlight, 0),
      waiting: live.reduce((sum, series) => sum + series.latest.waiting, 0),
      observedSeconds: secondsBetween(this.unbrokenSinceUs, nowUs),
      idleSeconds,
      ...this.seriesFrom(first, nowUs, live),
    };
  }

  private seriesFrom(first: number, nowUs: number, live: readonly Series[]): Sums {
    const length = Math.max(0, secondOf(nowUs) - first + 1);
    const finished = Math.min(...live.map((series) => series.unfinishedSecond(nowUs))) - first;
    const load = new Float64Array(length);
    const pressure = new Float64Array(length);
    const arrivals = new Float64Array(Math.min(length, Math.max(0, finished)));
    for (const series of this.sources.values())
      series.addTo({ load, pressure, arrivals }, first, series.isLive(nowUs));
    // Where one source made requests wait, what the others had in flight pressed as well.
    if (this.sources.size > 1)
      for (let index = 0; index < length; index++)
        if (pressure[index] !== 0 && (load[index] ?? 0) > (pressure[index] ?? 0))
          pressure[index] = load[index] ?? 0;
    return { load, pressure, arrivals };
  }

  private join(sample: Sample): void {
    const forgetBeforeUs = sample.atUs - this.retainedSeconds * 1_000_000;
    const silentFirst = [...this.sources].sort(([, a], [, b]) => a.latest.atUs - b.latest.atUs);
    for (const [source, series] of silentFirst)
      if (series.latest.atUs < forgetBeforeUs || this.sources.size >= MAX_SOURCES)
        this.sources.delete(source);
    this.sources.set(sample.source, new Series(sample, this.retainedSeconds));
  }
}

const secondsBetween = (fromUs: number, toUs: number): number => Math.max(0, toUs - fromUs) / 1_000_000;
