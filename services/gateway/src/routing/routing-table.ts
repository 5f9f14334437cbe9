import type { EventNamed, EventType, Recorded } from '@tidegate/contracts';
import { BoundedMap } from './bounded-map.ts';
import { type Endpoint, isClosed, newEndpoint } from './endpoint.ts';
import { type Replica, newReplica } from './replica.ts';

/** The events that the table is made of. */
export const ROUTING_TYPES = [
  'EndpointRequested',
  'EndpointStateChanged',
  'EndpointStopRequested',
  'EndpointStartRequested',
  'EndpointDeleted',
  'ScaleDecided',
  'ReplicaRequested',
  'ReplicaReady',
  'ReplicaDraining',
  'ReplicaStopped',
] as const satisfies readonly EventType[];

type RoutingType = (typeof ROUTING_TYPES)[number];
export type RoutingEvent = { [Type in RoutingType]: Recorded<EventNamed<Type>> }[RoutingType];

type ReplicaEvent = Extract<RoutingEvent, { data: { replicaId: string } }>;
const isOfReplica = (event: RoutingEvent): event is ReplicaEvent => 'replicaId' in event.data;

/** What the shell has to do because of an event. */
export type RoutingChange =
  | Readonly<{ kind: 'replica_ready'; endpoint: Endpoint }>
  | Readonly<{ kind: 'replica_left'; replica: Replica }>
  | Readonly<{ kind: 'endpoint_closed'; endpoint: Endpoint }>;

/** A tombstone: enough to answer 410 to whom the endpoint once was visible. */
export type Deleted = Readonly<{ projectId: string; isPublic: boolean }>;

const TOMBSTONES = 10_000;
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
  readonly #deleted = new BoundedMap<string, Deleted>(TOMBSTONES);

  endpoint(id: string): Endpoint | undefined {
    return this.#endpoints.get(id);
  }

  named(projectId: string, name: string): Endpoint | undefined {
    return this.#names.get(projectId)?.get(name);
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
    switch (event.type) {
      case 'EndpointRequested':
        this.#add(newEndpoint(event.data, event.occurredAt));
        return undefined;
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
      case 'ReplicaRequested':
        if (this.#endpoints.has(event.data.endpointId))
          this.#asked.set(event.data.replicaId, event.occurredAt.getTime());
        return undefined;
      case 'ReplicaReady':
        return this.#ready(event.data, nowMs);
      case 'ReplicaDraining':
        return this.#leave(event.data.replicaId, 'draining');
      case 'ReplicaStopped':
        return this.#leave(event.data.replicaId, 'stopped');
    }
  }

  #add(endpoint: Endpoint): void {
    this.#endpoints.set(endpoint.id, endpoint);
    const names = this.#names.get(endpoint.projectId) ?? new Map<string, Endpoint>();
    this.#names.set(endpoint.projectId, names.set(endpoint.name, endpoint));
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
    this.#deleted.set(id, { projectId: endpoint.projectId, isPublic: endpoint.isPublic });
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

  #ready(data: EventNamed<'ReplicaReady'>['data'], nowMs: number): RoutingChange | undefined {
    const endpoint = this.#endpoints.get(data.endpointId);
    if (!endpoint || this.#replicas.has(data.replicaId)) return undefined;
    const replica = newReplica(data.replicaId, endpoint, data.host, data.port);
    if (endpoint.ready.length === 0) endpoint.readySinceMs = nowMs;
    this.#replicas.set(replica.id, replica);
    endpoint.ready = [...endpoint.ready, replica];
    this.#measureStart(endpoint, replica.id, data.readyAtUs / 1000);
    return { kind: 'replica_ready', endpoint };
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
    if (!replica) return undefined;
    replica.state = state;
    replica.endpoint.ready = replica.endpoint.ready.filter((other) => other !== replica);
    if (state === 'stopped') this.#replicas.delete(replicaId);
    return { kind: 'replica_left', replica };
  }
}
