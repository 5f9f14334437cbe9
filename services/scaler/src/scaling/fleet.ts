import type {
  AnyEvent,
  EndpointState,
  EventNamed,
  Recorded,
  ScalingInputs,
  ScalingSpec,
} from '@tidegate/contracts';
import type { Observation } from '../observation/window.ts';
import type { Wish } from './decide.ts';
import { type Formula, formula as present } from './formula.ts';

/** What a decision changes: known from the log, or at once to whoever appended it. */
export type Decided = Readonly<{
  version: number;
  from: number;
  to: number;
  cause: EventNamed<'ScaleDecided'>['data']['cause'];
  atUs: number;
}>;

/** One endpoint, as far as its count is concerned. */
export type Tracked = {
  readonly endpointId: string;
  readonly projectId: string;
  revision: number;
  scaling: ScalingSpec;
  wish: Wish;
  /** The event that started it while its stop was still to be decided; null: there is none. */
  startsNext: Tracked['wishedBy'] | null;
  /** The event that last changed the wish: the cause of the decision it leads to. */
  wishedBy: Readonly<{ id: string; correlationId: string }>;
  /** Replicas asked for, and the version of the stream that says so. */
  current: number;
  version: number;
  wokenAtUs: number | null;
  /** Ready replicas, and since when there has been at least one. */
  readonly ready: Set<string>;
  readySinceUs: number | null;
  /** What the log says of whether its traffic is seen, and the version of the stream that says so. */
  traffic: Readonly<{ visible: boolean; version: number }>;
};

/** Every endpoint that has, or may get, replicas: a fold of the log. The same events give the same fleet. */
export class Fleet {
  private readonly endpoints = new Map<string, Tracked>();

  get(endpointId: string): Tracked | undefined {
    return this.endpoints.get(endpointId);
  }

  all(): Iterable<Tracked> {
    return this.endpoints.values();
  }

  get size(): number {
    return this.endpoints.size;
  }

  /** Everything as plain JSON, for a start that need not read the whole log. */
  snapshot(): unknown {
    return [...this.endpoints.values()].map((tracked) => ({ ...tracked, ready: [...tracked.ready] }));
  }

  restore(snapshot: unknown): void {
    this.endpoints.clear();
    for (const tracked of snapshot as (Omit<Tracked, 'ready'> & { ready: string[] })[])
      this.endpoints.set(tracked.endpointId, { ...tracked, ready: new Set(tracked.ready) });
  }

  /** Of two messages about the same decision the second changes nothing. */
  decided(endpointId: string, decision: Decided): void {
    const tracked = this.endpoints.get(endpointId);
    if (tracked) setCount(tracked, decision);
  }

  /** Likewise of a message about its traffic. */
  seen(endpointId: string, traffic: Tracked['traffic']): void {
    const tracked = this.endpoints.get(endpointId);
    if (tracked && traffic.version > tracked.traffic.version) tracked.traffic = traffic;
  }

  /** Takes the log's next event. Returns the endpoint whose count may have to change. */
  apply(event: Recorded<AnyEvent>): Tracked | undefined {
    if (event.type === 'EndpointRequested') return this.accept(event);
    if (!('endpointId' in event.data)) return undefined;
    const tracked = this.endpoints.get(event.data.endpointId);
    if (!tracked) return undefined;
    this.take(tracked, event);
    if (tracked.wish === 'delete' && tracked.current === 0) this.endpoints.delete(tracked.endpointId);
    return tracked;
  }

  private take(tracked: Tracked, event: Recorded<AnyEvent>): void {
    const { version } = event;
    switch (event.type) {
      case 'ScaleDecided':
        setCount(tracked, { ...event.data, version, atUs: event.occurredAt.getTime() * 1000 });
        break;
      case 'TrafficVisibilityChanged':
        this.seen(tracked.endpointId, { visible: event.data.visible, version });
        break;
      case 'EndpointUpdated':
        // A rollout needs nothing more: it replaces replicas, and their number is decided as ever.
        tracked.revision = event.data.revision;
        tracked.scaling = event.data.spec.scaling;
        break;
      default:
        if (event.type.startsWith('Replica')) replicaChanged(tracked, event);
        else wished(tracked, event);
    }
  }

  private accept(event: Recorded<EventNamed<'EndpointRequested'>>): Tracked {
    const { endpointId, projectId, revision, spec } = event.data;
    const known = this.endpoints.get(endpointId);
    if (known) {
      known.revision = revision;
      known.scaling = spec.scaling;
      return known;
    }
    const tracked: Tracked = {
      endpointId,
      projectId,
      revision,
      scaling: spec.scaling,
      wish: 'build',
      wishedBy: { id: event.id, correlationId: event.correlationId },
      startsNext: null,
      current: 0,
      version: 0,
      wokenAtUs: null,
      ready: new Set(),
      readySinceUs: null,
      traffic: { visible: true, version: 0 },
    };
    this.endpoints.set(endpointId, tracked);
    return tracked;
  }
}

const OFF: ReadonlySet<string> = new Set(['stop', 'failed', 'delete']);

const setCount = (tracked: Tracked, { version, from, to, cause, atUs }: Decided): void => {
  if (version <= tracked.version) return;
  tracked.version = version;
  tracked.current = to;
  if (from === 0) tracked.wokenAtUs = atUs;
  if (to === 0 && tracked.startsNext) {
    tracked.wish = 'start';
    tracked.wishedBy = tracked.startsNext;
    tracked.startsNext = null;
    return;
  }
  // A decision to switch off was made before the start was seen: the start still stands.
  if (!OFF.has(tracked.wish) && !OFF.has(cause)) tracked.wish = 'serve';
};

const FAILED: ReadonlySet<string> = new Set(['build_failed', 'deploy_failed', 'runtime_error']);

const wished = (tracked: Tracked, event: Recorded<AnyEvent>): void => {
  const wish = wishOf(tracked.wish, event);
  // What was deleted never comes back.
  if (wish === null || tracked.wish === 'delete') return;
  const by = { id: event.id, correlationId: event.correlationId };
  // A stop that nobody has decided on yet is decided first: whoever starts anew begins with nothing.
  tracked.startsNext = wish === 'start' && OFF.has(tracked.wish) && tracked.current > 0 ? by : null;
  if (tracked.startsNext) return;
  tracked.wish = wish;
  tracked.wishedBy = by;
};

const wishOf = (before: Wish, event: Recorded<AnyEvent>): Wish | null => {
  if (event.type === 'EndpointStopRequested' || event.type === 'EndpointDisabled') return 'stop';
  if (event.type === 'EndpointStartRequested') return 'start';
  if (event.type === 'EndpointDeleted') return 'delete';
  return event.type === 'EndpointStateChanged' ? wishIn(event.data.to, before) : null;
};

/** States that follow from the count change nothing. */
const wishIn = (state: EndpointState, before: Wish): Wish | null => {
  if (FAILED.has(state)) return 'failed';
  if (state === 'disabled') return 'stop';
  if (state === 'deleted') return 'delete';
  if (state !== 'deploying') return null;
  if (before === 'build') return 'deploy';
  return OFF.has(before) ? 'start' : null;
};

const replicaChanged = (tracked: Tracked, event: Recorded<AnyEvent>): void => {
  if (event.type === 'ReplicaReady') {
    if (tracked.ready.size === 0) tracked.readySinceUs = event.data.readyAtUs;
    tracked.ready.add(event.data.replicaId);
  } else if (event.type === 'ReplicaDraining' || event.type === 'ReplicaStopped') {
    tracked.ready.delete(event.data.replicaId);
    if (tracked.ready.size === 0) tracked.readySinceUs = null;
  }
};

const secondsSince = (thenUs: number | null, nowUs: number): number | null =>
  thenUs === null ? null : Math.max(0, nowUs - thenUs) / 1_000_000;

/** The facts of this moment, as a decision records them. */
export const inputsOf = (
  { scaling, current, ready, readySinceUs, wokenAtUs }: Tracked,
  observation: Observation,
  policy: Formula = present,
): ScalingInputs => {
  const { atUs, inFlight, waiting, idleSeconds, observedSeconds, stale, arrivals } = observation;
  const lately = arrivals.slice(-6);
  return {
    inFlight,
    waiting,
    requestsPerSecond: lately.reduce((sum, count) => sum + count, 0) / Math.max(1, lately.length),
    current,
    ready: ready.size,
    idleSeconds,
    observedSeconds,
    readySeconds: secondsSince(readySinceUs, atUs),
    secondsSinceWake: secondsSince(wokenAtUs, atUs),
    stale,
    ...policy.measure(observation, scaling, current),
  };
};
