import {
  type Decision,
  decide,
  type EndpointState,
  newState,
  type Signals,
  startsOf,
  watch,
} from '@tidegate/scaling';
import type { Tracked } from '../scaling/fleet.ts';
import { RuntimeMetrics, type RuntimeSample } from '../runtime-metrics/runtime-metrics.ts';
import { Shown } from '../idleness/shown.ts';
import { type Before, Gateways, type Observation } from './gateways.ts';
import type { Sample } from './sample.ts';

/** Everything that is seen and remembered of one endpoint's load. */
export class EndpointWatch {
  #gateways: Gateways;
  #shown = new Shown();
  readonly #runtime = new RuntimeMetrics();
  #state: EndpointState | null;
  /** What samples of before say is in the state already, or nobody's. */
  #countsFromUs: number;
  #last: Decision | null = null;
  #scaling: Tracked['scaling'] | null = null;

  /** @param remembered from an earlier life */
  constructor(remembered: EndpointState | null = null) {
    this.#state = remembered;
    this.#gateways = new Gateways(remembered ? before(remembered) : undefined);
    this.#countsFromUs = remembered ? (remembered.traffic.second + 1) * 1_000_000 : -Infinity;
  }

  get gateways(): Gateways {
    return this.#gateways;
  }

  /** What proves when there was nothing to do. */
  get shown(): Shown {
    return this.#shown;
  }

  get state(): EndpointState | null {
    return this.#state;
  }

  /** The latest look's. */
  get last(): Decision | null {
    return this.#last;
  }

  add(sample: Sample): void {
    this.gateways.add(sample, sample.atUs >= this.#countsFromUs);
    this.#shown.add(sample);
  }

  /** What a replica's runtime says of itself, or its agent of it. */
  hear(tracked: Tracked, said: RuntimeSample, nowUs: number): void {
    this.#keepMetrics(tracked);
    this.#runtime.add(said, nowUs);
  }

  /** Takes the past into the windows, without a decision: `atUs` is when it was so. */
  relive(tracked: Tracked, atUs: number): void {
    const signals = this.#signals(tracked, atUs, this.gateways.observe(atUs));
    if (!signals.stale) watch(this.#stateFor(tracked, signals), tracked.scaling, signals);
  }

  /**
   * @param isSeen false: what is said of it does not arrive now
   * @param isStopped nothing may be spent on it
   */
  look(tracked: Tracked, nowUs: number, isSeen: boolean, isStopped = false): Decision {
    this.#forgetTheFuture(nowUs);
    const observed = this.gateways.observe(nowUs);
    // Of an endpoint without replicas gateways speak when somebody calls it, and are silent else.
    const stale = !isSeen || (observed.stale && tracked.current > 0);
    const seen = this.#signals(tracked, nowUs, { ...observed, stale });
    const signals = isStopped ? { ...seen, ceilings: [...seen.ceilings, NO_MONEY] } : seen;
    this.#last = decide(this.#stateFor(tracked, signals), tracked.scaling, signals);
    return this.#last;
  }

  /** Who is to go first when so many must: of the ready ones the least busy, of these the youngest. Empty: it is not known. */
  spare(tracked: Tracked, count: number, nowUs: number): string[] {
    const busy = this.gateways.inFlightByReplica(nowUs);
    if (busy === null || count <= 0) return [];
    return tracked.replicas
      .ready()
      .toSorted(
        (a, b) =>
          (busy.get(a.replicaId) ?? 0) - (busy.get(b.replicaId) ?? 0) ||
          b.askedAtUs - a.askedAtUs ||
          (a.replicaId < b.replicaId ? 1 : -1),
      )
      .slice(0, count)
      .map(({ replicaId }) => replicaId);
  }

  /** A look that sees nobody begins no memory: the past may still be about to be lived through. */
  #stateFor({ replicas }: Tracked, signals: Signals): EndpointState {
    const state = this.#state ?? newState(signals);
    const { startSeconds } = replicas;
    if (startSeconds.length > 0 && state.starts.seconds.at(-1) !== startSeconds.at(-1))
      state.starts = startsOf(startSeconds);
    if (!this.#state && !signals.stale) {
      this.#state = state;
      this.#countsFromUs = signals.atSeconds * 1_000_000;
    }
    return state;
  }

  /** A clock was set back: what is remembered would be the newest until that time comes again, and stop all learning. */
  #forgetTheFuture(nowUs: number): void {
    if (!this.#state || this.#state.traffic.second * 1_000_000 - nowUs < MOST_AHEAD_US) return;
    this.#state = null;
    this.#gateways = new Gateways();
    this.#shown = new Shown();
  }

  /** Only what rules name is kept. */
  #keepMetrics({ scaling, framework }: Tracked): void {
    if (this.#scaling === scaling) return;
    this.#scaling = scaling;
    const names = scaling.rules.map(({ metric }) => metric).filter((metric) => !OWN_METRICS.has(metric));
    this.#runtime.keepOnly(names, framework);
  }

  #signals(tracked: Tracked, nowUs: number, observed: Observation): Signals {
    const { current, wokenAtUs, readySinceUs, replicas, scaling, framework } = tracked;
    this.#keepMetrics(tracked);
    const ready = Math.min(replicas.readyCount, current);
    const readyIds = (): ReadonlySet<string> => new Set(replicas.ready().map(({ replicaId }) => replicaId));
    const values = scaling.rules.map((rule) =>
      OWN_METRICS.has(rule.metric)
        ? null
        : this.#runtime.value(rule, { framework, ready: readyIds(), nowUs }),
    );
    const delayed = replicas.delayedCount;
    return {
      ...observed,
      atSeconds: nowUs / 1_000_000,
      ready,
      startingSeconds: startingSeconds(tracked, current - ready, nowUs),
      readySeconds: secondsSince(readySinceUs, nowUs),
      secondsSinceWake: secondsSince(wokenAtUs, nowUs),
      values,
      ceilings: delayed > 0 ? [{ reason: 'capacity', replicas: Math.max(0, current - delayed) }] : [],
    };
  }
}

const NO_MONEY = { reason: 'budget', replicas: 0 } as const;

/** Clocks are set right by less than this without harm. */
const MOST_AHEAD_US = 10_000_000;

/** The platform's own, which the policy knows by itself. */
const OWN_METRICS: ReadonlySet<string> = new Set(['concurrency', 'requestsPerSecond']);

/**
 * How long each replica that was asked for and is not ready has been awaited. Of those whose request has not come back from the log
 * yet only the decision is known; what a rollout has too many of is nobody's.
 */
const startingSeconds = ({ replicas, decidedAtUs }: Tracked, count: number, nowUs: number): number[] => {
  const ages = replicas.startingSinceUs().slice(0, count);
  const sinceDecision = Math.max(0, nowUs - decidedAtUs) / 1_000_000;
  return Array.from({ length: count }, (_, n) => {
    const sinceUs = ages[n];
    return sinceUs === undefined ? sinceDecision : Math.max(0, nowUs - sinceUs) / 1_000_000;
  });
};

const secondsSince = (thenUs: number | null, nowUs: number): number | null =>
  thenUs === null ? null : Math.max(0, nowUs - thenUs) / 1_000_000;

/** Totals go on where the state has them: no request is missed or counted again, and none ends a gap that goes on. */
const before = (state: EndpointState): Before => ({
  requestsTotal: state.gaps.requestsTotal,
  finishedTotal: state.traffic.finishedTotal,
  servedSecondsTotal: state.traffic.servedSecondsTotal,
  busyAtUs: busyAtUsOf(state),
});

/** When there was last something to do, as the state remembers it. */
const busyAtUsOf = ({ gaps, traffic }: EndpointState): number | null =>
  gaps.idleAt === null
    ? traffic.arrived > 0
      ? traffic.second * 1_000_000
      : null
    : Math.round((gaps.idleAt - gaps.idleSeconds) * 1_000_000);
