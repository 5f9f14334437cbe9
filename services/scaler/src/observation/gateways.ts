import type { Sample } from './sample.ts';

/** More gateways than this report one endpoint: the one silent for longest is forgotten. */
const MAX_SOURCES = 64;
/** A source that had requests and says nothing for longer has left: its last word is no longer true. */
const STALE_AFTER_US = 5_000_000;
/**
 * A gateway without requests speaks every ten seconds only, but says within a second that one came. Its silence means that
 * nothing changed for longer.
 */
const QUIET_STALE_AFTER_US = 25_000_000;

/** What all gateways together say of an endpoint at a moment. */
export type Observation = Readonly<{
  /** No gateway speaks any more: nothing below may be read as "no traffic". */
  stale: boolean;
  inFlight: number;
  waiting: number;
  /** Since the first word of each gateway: what it counted before that is nobody's. */
  requestsTotal: number;
  finishedTotal: number;
  servedSecondsTotal: number;
  /** Since a request was last in flight, waiting or accepted; null when none was ever seen. */
  idleSeconds: number | null;
}>;

const COUNTED = ['requestsTotal', 'finishedTotal', 'servedSecondsTotal'] as const;
type Totals = Record<(typeof COUNTED)[number], number>;

/** What an earlier life has counted, and when it last saw a request (null: never): totals go on from there. */
export type Before = Readonly<Totals & { busyAtUs: number | null }>;
const NOTHING: Before = { requestsTotal: 0, finishedTotal: 0, servedSecondsTotal: 0, busyAtUs: null };

/** The samples of one endpoint. The last words of its gateways add up; one that is silent leaves, what it counted stays. */
export class Gateways {
  readonly #sources = new Map<string, Sample>();
  readonly #totals: Totals;
  #busyAtUs: number | null;

  constructor({ busyAtUs, ...totals }: Before = NOTHING) {
    this.#totals = totals;
    this.#busyAtUs = busyAtUs;
  }

  /** @param counts false: it was counted before. A sample older than the newest of its source is ignored. */
  add(sample: Sample, counts = true): void {
    const before = this.#sources.get(sample.source);
    if (before && sample.atUs < before.atUs) return;
    if (!before) this.#makeRoom();
    else if (counts) this.#count(before, sample);
    this.#sources.set(sample.source, sample);
    const wasCalled = before && grown(before.requestsTotal, sample.requestsTotal) > 0;
    if (wasCalled || !isQuiet(sample)) this.#busyAtUs = Math.max(this.#busyAtUs ?? 0, sample.atUs);
  }

  isStale(nowUs: number): boolean {
    for (const sample of this.#sources.values()) if (isLive(sample, nowUs)) return false;
    return true;
  }

  observe(nowUs: number): Observation {
    let [inFlight, waiting, stale] = [0, 0, true];
    for (const sample of this.#sources.values())
      if (isLive(sample, nowUs)) {
        stale = false;
        inFlight += sample.inFlight;
        waiting += sample.waiting;
      }
    const idleSeconds = this.#busyAtUs === null ? null : Math.max(0, nowUs - this.#busyAtUs) / 1_000_000;
    return { stale, inFlight, waiting, ...this.#totals, idleSeconds };
  }

  /** Requests in flight by replica; null when a gateway that has some does not say where. */
  inFlightByReplica(nowUs: number): ReadonlyMap<string, number> | null {
    const sums = new Map<string, number>();
    for (const sample of this.#sources.values()) {
      if (!isLive(sample, nowUs)) continue;
      if (sample.replicasInFlight === null && sample.inFlight > 0) return null;
      for (const [replicaId, count] of Object.entries(sample.replicasInFlight ?? {}))
        sums.set(replicaId, (sums.get(replicaId) ?? 0) + count);
    }
    return sums;
  }

  #count(before: Sample, sample: Sample): void {
    for (const name of COUNTED) this.#totals[name] += grown(before[name], sample[name]);
  }

  #makeRoom(): void {
    if (this.#sources.size < MAX_SOURCES) return;
    let oldest: Sample | null = null;
    for (const sample of this.#sources.values()) if (!oldest || sample.atUs < oldest.atUs) oldest = sample;
    if (oldest) this.#sources.delete(oldest.source);
  }
}

/** A total that fell is a source that began again from zero. */
const grown = (before: number, now: number): number => (now >= before ? now - before : now);

const isQuiet = ({ inFlight, waiting }: Sample): boolean => inFlight + waiting === 0;

const isLive = (sample: Sample, nowUs: number): boolean =>
  nowUs - sample.atUs <= (isQuiet(sample) ? QUIET_STALE_AFTER_US : STALE_AFTER_US);
