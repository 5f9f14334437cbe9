import type { AnyEvent, Recorded } from '@tidegate/contracts';
import type { EndpointPlan } from './plan.ts';
import { BEGINNING_US, SECOND_US, type VirtualTime } from './virtual-time.ts';

/** How long a request takes: a draining replica finishes what it has within it. */
const REQUEST_US = 4 * SECOND_US;

const TAKES_REQUESTS: readonly AnyEvent['type'][] = ['ReplicaReady', 'ReplicaResumed'];
const LEAVES: readonly AnyEvent['type'][] = ['ReplicaDraining', 'ReplicaStopped'];
/** As seldom as still counts as being there: while there are requests, and while there is none. */
const REPORT_US = 4 * SECOND_US;
const QUIET_REPORT_US = 10 * SECOND_US;

/** A draining is over. */
const OVER: readonly AnyEvent['type'][] = ['ReplicaResumed', 'ReplicaSlept', 'ReplicaStopped'];

/** What the gateway says of an endpoint. */
type TrafficSaid = Readonly<{
  inFlight: number;
  waiting: number;
  requestsTotal: number;
  finishedTotal: number;
  servedSecondsTotal: number;
  replicasInFlight: null;
}>;

type Known = { readonly plan: EndpointPlan; readonly ready: Set<string> };

/** Everybody who calls endpoints, and the one gateway between them and the replicas. It knows what the log says, a little later. */
export class Callers {
  readonly #endpoints = new Map<string, Known>();
  readonly #drainingSince = new Map<string, number>();
  position = 0;

  constructor(private readonly time: VirtualTime) {}

  apply(event: Recorded<AnyEvent>): void {
    this.position = event.position;
    if (!('endpointId' in event.data)) return;
    const known = this.#endpoints.get(event.data.endpointId ?? '');
    if (!known) return;
    if ('replicaId' in event.data) this.#follow(known, event.type, event.data.replicaId ?? '');
  }

  #follow({ ready }: Known, type: AnyEvent['type'], replicaId: string): void {
    if (TAKES_REQUESTS.includes(type)) ready.add(replicaId);
    if (type === 'ReplicaDraining') this.#drainingSince.set(replicaId, this.time.nowUs);
    if (LEAVES.includes(type)) ready.delete(replicaId);
    if (OVER.includes(type)) this.#drainingSince.delete(replicaId);
  }

  know(endpointId: string, plan: EndpointPlan): void {
    this.#endpoints.set(endpointId, { plan, ready: new Set() });
  }

  /** Requests that callers want answered at a moment. */
  wanted(endpointId: string, atUs: number): number {
    const known = this.#endpoints.get(endpointId);
    const seconds = (atUs - BEGINNING_US) / SECOND_US;
    return known?.plan.load.findLast(({ fromSeconds }) => fromSeconds <= seconds)?.requests ?? 0;
  }

  /** Without a ready replica all of them wait. */
  traffic(endpointId: string, atUs: number): TrafficSaid {
    const requests = this.wanted(endpointId, atUs);
    const isServed = (this.#endpoints.get(endpointId)?.ready.size ?? 0) > 0;
    const total = this.#finished(endpointId, atUs);
    return {
      inFlight: isServed ? requests : 0,
      waiting: isServed ? 0 : requests,
      requestsTotal: total,
      finishedTotal: total,
      servedSecondsTotal: (total * REQUEST_US) / SECOND_US,
      replicasInFlight: null,
    };
  }

  /** All that were sent until then: so many at a time, each for as long as a request takes. */
  #finished(endpointId: string, atUs: number): number {
    const load = this.#endpoints.get(endpointId)?.plan.load ?? [];
    const seconds = (atUs - BEGINNING_US) / SECOND_US;
    const sent = load.reduce((sum, { fromSeconds, requests }, n) => {
      const until = Math.min(seconds, load[n + 1]?.fromSeconds ?? Infinity);
      return sum + requests * Math.max(0, until - fromSeconds);
    }, 0);
    return Math.floor((sent * SECOND_US) / REQUEST_US);
  }

  /** When the gateway speaks of an endpoint after a moment: when callers come and go, now and then, and now. */
  *reportsAtUs(endpointId: string, afterUs: number): Iterable<number> {
    const { nowUs } = this.time;
    const load = this.#endpoints.get(endpointId)?.plan.load ?? [];
    for (let atUs = afterUs; atUs < nowUs;) {
      const usualUs = atUs + (this.wanted(endpointId, atUs) > 0 ? REPORT_US : QUIET_REPORT_US);
      const seconds = (atUs - BEGINNING_US) / SECOND_US;
      const change = load.find(({ fromSeconds }) => fromSeconds > seconds);
      const changeUs = change ? BEGINNING_US + change.fromSeconds * SECOND_US : Infinity;
      atUs = Math.min(usualUs, changeUs, nowUs);
      yield atUs;
    }
  }

  /** Requests still in flight on draining replicas. */
  draining(): Record<string, number> {
    return Object.fromEntries(
      [...this.#drainingSince].map(([id, sinceUs]) => [id, this.time.nowUs - sinceUs < REQUEST_US ? 1 : 0]),
    );
  }
}
