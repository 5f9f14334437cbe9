import { type EventNamed, type EventType, type Recorded, SpendingStops } from '@tidegate/contracts';
import { hostName } from '../wire/host.ts';
import { BoundedMap } from './bounded-map.ts';
import { type DomainEvent, DomainTable, DOMAIN_TYPES } from './domain-table.ts';
import { type Endpoint, isClosed, newEndpoint, reconfigure } from './endpoint.ts';
import { type Replica, newReplica } from './replica.ts';
import { type RolloutEvent, ROLLOUT_TYPES, rolloutAfter } from './rollout.ts';
import { isStopped, type SpendingEvent, SPENDING_TYPES, takeSpending } from './spending.ts';

/** The events that the table is made of. */
export const ROUTING_TYPES = [
  'EndpointRequested',
  'EndpointUpdated',
  ...ROLLOUT_TYPES,
  ...DOMAIN_TYPES,
  ...SPENDING_TYPES,
  'EndpointStateChanged',
  'EndpointStopRequested',
  'EndpointStartRequested',
  'EndpointDeleted',
  'ScaleDecided',
  'ReplicaRequested',
  'ReplicaReady',
  'ReplicaDraining',
  'ReplicaResumed',
  'ReplicaSlept',
  'ReplicaWakeRequested',
  'ReplicaStopped',
] as const satisfies readonly EventType[];

type RoutingType = (typeof ROUTING_TYPES)[number];
export type RoutingEvent = { [Type in RoutingType]: Recorded<EventNamed<Type>> }[RoutingType];

type ReplicaEvent = Extract<RoutingEvent, { data: { replicaId: string } }>;
const isOfReplica = (event: RoutingEvent): event is ReplicaEvent => 'replicaId' in event.data;
const isOneOf = (types: readonly EventType[], event: RoutingEvent): boolean => types.includes(event.type);
const isOfRollout = (event: RoutingEvent): event is RolloutEvent => isOneOf(ROLLOUT_TYPES, event);
const isOfDomain = (event: RoutingEvent): event is DomainEvent => isOneOf(DOMAIN_TYPES, event);
const isOfSpending = (event: RoutingEvent): event is Extract<RoutingEvent, { type: SpendingEvent['type'] }> =>
  isOneOf(SPENDING_TYPES, event);
type LifeEvent = Exclude<
  RoutingEvent,
  ReplicaEvent | RolloutEvent | DomainEvent | { type: SpendingEvent['type'] }
>;

/** What the shell has to do because of an event. */
export type RoutingChange =
  | Readonly<{ kind: 'replica_ready'; endpoint: Endpoint }>
  /** Limits may be wider than before. */
  | Readonly<{ kind: 'endpoint_updated'; endpoint: Endpoint }>
  | Readonly<{ kind: 'replica_left'; replica: Replica }>
  | Readonly<{ kind: 'endpoint_closed'; endpoint: Endpoint }>
  | Readonly<{ kind: 'spending_stopped'; endpoints: readonly Endpoint[] }>;

/** A tombstone: enough to answer 410 to whom the endpoint once was visible. */
export type Deleted = Readonly<{ projectId: string; isPublic: boolean; isInternalOnly: boolean }>;

const TOMBSTONES = 10_000;
const NEVER_READY = 10_000;
/** How much the newest measured start counts against all before it. */
const NEWEST_START = 0.3;

/**
 * Endpoints and their replicas, from the log alone. Feed it events in order; ask it about ids and names.
 * It holds what exists now: stopped replicas and deleted endpoints are forgotten, but for a bounded set of deleted ids.
 */
export class RoutingTable {
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #names = new Map<string, Map<string, Endpoint>>();
  readonly #replicas = new Map<string, Replica>();
  /** When replicas that are not ready yet were asked for, epoch milliseconds. */
  readonly #asked = new Map<string, number>();
  /** Told to go before they were ready: word of their being ready may still come, and must not bring them requests. */
  readonly #unwanted = new BoundedMap<string, true>(NEVER_READY);
  readonly #deleted = new BoundedMap<string, Deleted>(TOMBSTONES);
  readonly #domains = new DomainTable();
  readonly #stops = new SpendingStops();

  endpoint(id: string): Endpoint | undefined {
    return this.#endpoints.get(id);
  }

  named(projectId: string, name: string): Endpoint | undefined {
    return this.#names.get(projectId)?.get(name);
  }

  /** The endpoint that is reached by this host, port and case aside. */
  ofHost(host: string): Endpoint | undefined {
    if (this.#domains.size === 0) return undefined;
    const domain = hostName(host);
    const endpoint = this.#endpoints.get(this.#domains.ownerOf(domain) ?? '');
    return endpoint?.configured.domains.has(domain) === true ? endpoint : undefined;
  }

  ofProject(projectId: string): Endpoint[] {
    return [...(this.#names.get(projectId)?.values() ?? [])];
  }

  deleted(id: string): Deleted | undefined {
    return this.#deleted.get(id);
  }

  endpoints(): IterableIterator<Endpoint> {
    return this.#endpoints.values();
  }

  *draining(): Generator<Replica> {
    for (const replica of this.#replicas.values()) if (replica.state === 'draining') yield replica;
  }

  /** `nowMs` is the monotonic moment at which the event was applied. */
  apply(event: RoutingEvent, nowMs: number): RoutingChange | undefined {
    if (isOfReplica(event)) return this.#ofReplica(event, nowMs);
    if (isOfSpending(event)) {
      const endpoints = takeSpending(this.#stops, event, this.ofProject(event.data.projectId));
      return { kind: 'spending_stopped', endpoints };
    }
    if (isOfDomain(event)) this.#domains.apply(event);
    else if (isOfRollout(event)) this.#rollOut(event);
    else return this.#ofLife(event);
    return undefined;
  }

  #ofLife(event: LifeEvent): RoutingChange | undefined {
    switch (event.type) {
      case 'EndpointRequested':
        this.#add(newEndpoint(event.data, event.occurredAt));
        return undefined;
      case 'EndpointUpdated':
        return this.#update(event.data);
      case 'EndpointStateChanged':
        return this.#enter(event.data.endpointId, event.data.to);
      case 'EndpointStopRequested':
        return this.#enter(event.data.endpointId, 'stopping');
      case 'EndpointStartRequested':
        return this.#enter(event.data.endpointId, 'deploying');
      case 'EndpointDeleted':
        return this.#delete(event.data.endpointId);
      case 'ScaleDecided':
        this.#scale(event.data.endpointId, event.data.to);
        return undefined;
    }
  }

  #ofReplica(event: ReplicaEvent, nowMs: number): RoutingChange | undefined {
    switch (event.type) {
      case 'ReplicaRequested': {
        this.#ask(event);
        return;
      }
      case 'ReplicaWakeRequested':
        // It may be woken before it has said that it fell asleep: from here on it is one that starts.
        this.#leave(event.data.replicaId, 'stopped');
        {
          this.#ask(event);
          return;
        }
      case 'ReplicaReady':
        return this.#ready(event, nowMs);
      case 'ReplicaDraining':
        return this.#leave(event.data.replicaId, 'draining');
      case 'ReplicaResumed':
        return this.#return(event.data.replicaId, nowMs);
      case 'ReplicaSlept':
      case 'ReplicaStopped':
        return this.#leave(event.data.replicaId, 'stopped');
    }
  }

  #ask({
    data,
    occurredAt,
  }: Extract<ReplicaEvent, { type: 'ReplicaRequested' | 'ReplicaWakeRequested' }>): undefined {
    if (this.#endpoints.has(data.endpointId)) this.#asked.set(data.replicaId, occurredAt.getTime());
  }

  #add(endpoint: Endpoint): void {
    this.#endpoints.set(endpoint.id, endpoint);
    endpoint.isSpendingStopped = isStopped(this.#stops, endpoint);
    const names = this.#names.get(endpoint.projectId) ?? new Map<string, Endpoint>();
    this.#names.set(endpoint.projectId, names.set(endpoint.name, endpoint));
  }

  #update({
    endpointId,
    templateRevision,
    spec,
  }: EventNamed<'EndpointUpdated'>['data']): RoutingChange | undefined {
    const endpoint = this.#endpoints.get(endpointId);
    if (!endpoint) return undefined;
    reconfigure(endpoint, templateRevision, spec);
    return { kind: 'endpoint_updated', endpoint };
  }

  #rollOut(event: RolloutEvent): void {
    const endpoint = this.#endpoints.get(event.data.endpointId);
    if (!endpoint) return;
    endpoint.rollout = rolloutAfter(endpoint.rollout, event);
    endpoint.isReplacing = isReplacing(endpoint);
  }

  #enter(id: string, state: Endpoint['state']): RoutingChange | undefined {
    const endpoint = this.#endpoints.get(id);
    if (!endpoint) return undefined;
    endpoint.state = state;
    return isClosed(endpoint) ? { kind: 'endpoint_closed', endpoint } : undefined;
  }

  #delete(id: string): RoutingChange | undefined {
    const endpoint = this.#endpoints.get(id);
    if (!endpoint) return undefined;
    endpoint.state = 'deleted';
    this.#endpoints.delete(id);
    this.#domains.forget(id);
    const { isPublic, isInternalOnly } = endpoint.configured;
    this.#deleted.set(id, { projectId: endpoint.projectId, isPublic, isInternalOnly });
    const names = this.#names.get(endpoint.projectId);
    // The name may have been taken by a later endpoint.
    if (names?.get(endpoint.name) === endpoint) names.delete(endpoint.name);
    if (names?.size === 0) this.#names.delete(endpoint.projectId);
    return { kind: 'endpoint_closed', endpoint };
  }

  #scale(id: string, to: number): void {
    const endpoint = this.#endpoints.get(id);
    if (endpoint) endpoint.desired = to;
  }

  #ready(
    { data, meta }: Extract<ReplicaEvent, { type: 'ReplicaReady' }>,
    nowMs: number,
  ): RoutingChange | undefined {
    const endpoint = this.#endpoints.get(data.endpointId);
    if (!endpoint || this.#replicas.has(data.replicaId)) return undefined;
    if (this.#unwanted.get(data.replicaId)) return undefined;
    const replica = newReplica(endpoint, data, meta.traceparent);
    this.#replicas.set(replica.id, replica);
    this.#measureStart(endpoint, replica.id, data.readyAtUs / 1000);
    return this.#serve(replica, nowMs);
  }

  #serve(replica: Replica, nowMs: number): RoutingChange {
    const { endpoint } = replica;
    if (endpoint.ready.length === 0) endpoint.readySinceMs = nowMs;
    endpoint.ready = [...endpoint.ready, replica];
    endpoint.isReplacing = isReplacing(endpoint);
    return { kind: 'replica_ready', endpoint };
  }

  /** It was about to go, and takes requests again; those that it has had meanwhile are still its own. */
  #return(replicaId: string, nowMs: number): RoutingChange | undefined {
    this.#unwanted.delete(replicaId);
    const replica = this.#replicas.get(replicaId);
    if (replica?.state !== 'draining') return undefined;
    replica.state = 'ready';
    // A closed or deleted endpoint's replicas are still drained, and never taken back.
    return this.#endpoints.get(replica.endpoint.id) === replica.endpoint
      ? this.#serve(replica, nowMs)
      : undefined;
  }

  #measureStart(endpoint: Endpoint, replicaId: string, readyAtMs: number): void {
    const askedAtMs = this.#asked.get(replicaId);
    this.#asked.delete(replicaId);
    if (askedAtMs === undefined) return;
    const tookMs = Math.max(0, readyAtMs - askedAtMs);
    endpoint.startMs =
      endpoint.startMs === null ? tookMs : endpoint.startMs * (1 - NEWEST_START) + tookMs * NEWEST_START;
  }

  #leave(replicaId: string, state: 'draining' | 'stopped'): RoutingChange | undefined {
    this.#asked.delete(replicaId);
    const replica = this.#replicas.get(replicaId);
    if (state === 'stopped') this.#unwanted.delete(replicaId);
    else if (!replica) this.#unwanted.set(replicaId, true);
    if (!replica) return undefined;
    replica.state = state;
    replica.endpoint.ready = replica.endpoint.ready.filter((other) => other !== replica);
    if (state === 'stopped') this.#replicas.delete(replicaId);
    return { kind: 'replica_left', replica };
  }
}

/** Until the rollout is over and a replica is ready: one that was aborted may have left none. */
const isReplacing = ({ rollout, ready, isReplacing: before }: Endpoint): boolean =>
  rollout ? rollout.percent === 100 : before && ready.length === 0;
