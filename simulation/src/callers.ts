import type { AnyEvent, Recorded } from '@tidegate/contracts';
import type { EndpointPlan } from './plan.ts';
import { BEGINNING_US, SECOND_US, type VirtualTime } from './virtual-time.ts';

/** How long a request takes: a draining replica finishes what it has within it. */
const REQUEST_US = 4 * SECOND_US;

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
    const known = this.#endpoints.get(event.data.endpointId);
    if (!known) return;
    if (event.type === 'ReplicaReady') known.ready.add(event.data.replicaId);
    if (event.type === 'ReplicaDraining') this.#drainingSince.set(event.data.replicaId, this.time.nowUs);
    if (event.type === 'ReplicaDraining' || event.type === 'ReplicaStopped')
      known.ready.delete(event.data.replicaId);
    if (event.type === 'ReplicaStopped') this.#drainingSince.delete(event.data.replicaId);
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
  traffic(endpointId: string, atUs: number): { inFlight: number; waiting: number; requestsTotal: number } {
    const requests = this.wanted(endpointId, atUs);
    const isServed = (this.#endpoints.get(endpointId)?.ready.size ?? 0) > 0;
    const requestsTotal = this.#finished(endpointId, atUs);
    return isServed
      ? { inFlight: requests, waiting: 0, requestsTotal }
      : { inFlight: 0, waiting: requests, requestsTotal };
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

  /** Requests still in flight on draining replicas. */
  draining(): Record<string, number> {
    return Object.fromEntries(
      [...this.#drainingSince].map(([id, sinceUs]) => [id, this.time.nowUs - sinceUs < REQUEST_US ? 1 : 0]),
    );
  }
}
