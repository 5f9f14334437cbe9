import {
  type AnyEvent,
  committedUntilUs,
  type EndpointSpec,
  type EndpointState,
  type EventNamed,
  type Recorded,
  type ScalingSpec,
  type SpendingStop,
  SpendingStops,
} from '@tidegate/contracts';
import { type Load, loadAfter, NEVER_IDLE } from '../idleness/load.ts';
import type { Wish } from './decide.ts';
import { replicaChanged } from './replica-events.ts';
import { Replicas } from './replicas.ts';

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
  framework: string;
  /** Reserved, and so beyond what a budget stops, until then; epoch microseconds, 0: not at all. */
  committedUntilUs: number;
  wish: Wish;
  /** The event that started it while its stop was still to be decided; null: there is none. */
  startsNext: Tracked['wishedBy'] | null;
  /** The event that last changed the wish: the cause of the decision it leads to. */
  wishedBy: Readonly<{ id: string; correlationId: string; traceparent?: string }>;
  /** Replicas asked for, and the version of the stream that says so. */
  current: number;
  version: number;
  decidedAtUs: number;
  /** The last decision was that nothing may be spent. */
  isStarved: boolean;
  wokenAtUs: number | null;
  readonly replicas: Replicas;
  /** Since when there has been at least one that is ready. */
  readySinceUs: number | null;
  /** What the log says of whether its traffic is seen, and the version of the stream that says so. */
  traffic: Readonly<{ visible: boolean; version: number }>;
  /** What the log says of whether it is idle. */
  load: Load;
};

type Kept = Omit<Tracked, 'replicas'> & { replicas: ReturnType<Replicas['toJSON']> };

/** Every endpoint that has, or may get, replicas: a fold of the log. The same events give the same fleet. */
export class Fleet {
  private readonly endpoints = new Map<string, Tracked>();
  private stops = new SpendingStops();

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
    const endpoints = [...this.endpoints.values()].map((tracked) => ({
      ...tracked,
      replicas: tracked.replicas.toJSON(),
    }));
    return { endpoints, stops: this.stops };
  }

  restore(snapshot: unknown): void {
    const { endpoints, stops } = snapshot as { endpoints: Kept[]; stops: SpendingStop[] };
    this.stops = new SpendingStops(stops);
    this.endpoints.clear();
    for (const tracked of endpoints)
      this.endpoints.set(tracked.endpointId, { ...tracked, replicas: new Replicas(tracked.replicas) });
  }

  /** Why nothing may be spent on it; null: it may, or it is reserved. */
  stopOf(tracked: Tracked, nowUs: number): SpendingStop | null {
    return (nowUs >= tracked.committedUntilUs && this.stops.of(tracked)) || null;
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

  /** Likewise of a message about its being idle. */
  loaded(endpointId: string, load: Load): void {
    const tracked = this.endpoints.get(endpointId);
    if (tracked && load.version > tracked.load.version) tracked.load = load;
  }

  /** Takes the log's next event. Returns the endpoint whose count may have to change. */
  apply(event: Recorded<AnyEvent>): Tracked | undefined {
    if (event.type === 'EndpointRequested') return this.accept(event);
    if (this.stopOrResume(event) || !('endpointId' in event.data)) return undefined;
    const tracked = this.endpoints.get(event.data.endpointId ?? '');
    if (!tracked) return undefined;
    this.take(tracked, event);
    if (tracked.wish === 'delete' && tracked.current === 0) this.endpoints.delete(tracked.endpointId);
    return tracked;
  }

  /** The next look at all endpoints finds those that it concerns. */
  private stopOrResume({ type, data }: Recorded<AnyEvent>): boolean {
    if (type === 'SpendingStopped') this.stops.stopped(data);
    else if (type === 'SpendingResumed') this.stops.resumed(data);
    else return false;
    return true;
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
      case 'EndpointIdled':
      case 'EndpointOccupied':
        this.loaded(tracked.endpointId, loadAfter(tracked.load, event));
        break;
      case 'EndpointUpdated':
        // A rollout needs nothing more: it replaces replicas, and their number is decided as ever.
        Object.assign(tracked, configured(event.data));
        break;
      default:
        if (event.type.startsWith('Replica')) replicaChanged(tracked, event);
        else wished(tracked, event);
    }
  }

  private accept(event: Recorded<EventNamed<'EndpointRequested'>>): Tracked {
    const { endpointId, projectId } = event.data;
    const known = this.endpoints.get(endpointId);
    if (known) return Object.assign(known, configured(event.data));
    const tracked: Tracked = {
      endpointId,
      projectId,
      ...configured(event.data),
      wish: 'build',
      wishedBy: causeIn(event),
      startsNext: null,
      current: 0,
      version: 0,
      decidedAtUs: 0,
      isStarved: false,
      wokenAtUs: null,
      replicas: new Replicas(),
      readySinceUs: null,
      traffic: { visible: true, version: 0 },
      load: NEVER_IDLE,
    };
    this.endpoints.set(endpointId, tracked);
    return tracked;
  }
}

const causeIn = ({ id, correlationId, meta: { traceparent } }: Recorded<AnyEvent>): Tracked['wishedBy'] => ({
  id,
  correlationId,
  ...(traceparent !== undefined && { traceparent }),
});

type Configuration = Pick<Tracked, 'revision' | 'scaling' | 'framework' | 'committedUntilUs'>;

const configured = ({
  revision,
  spec,
}: Readonly<{ revision: number; spec: EndpointSpec }>): Configuration => ({
  revision,
  scaling: spec.scaling,
  framework: spec.framework,
  committedUntilUs: committedUntilUs(spec.commitment),
});

const OFF: ReadonlySet<string> = new Set(['stop', 'failed', 'delete']);

const setCount = (tracked: Tracked, { version, from, to, cause, atUs }: Decided): void => {
  if (version <= tracked.version) return;
  tracked.version = version;
  tracked.current = to;
  tracked.decidedAtUs = atUs;
  tracked.isStarved = cause === 'budget' && to === 0;
  if (from === 0 && to > 0) tracked.wokenAtUs = atUs;
  if (to === 0 && tracked.startsNext) {
    tracked.wish = 'start';
    tracked.wishedBy = tracked.startsNext;
    tracked.startsNext = null;
    return;
  }
  // A decision to switch off was made before the start was seen: the start still stands.
  // A first start that nothing may be spent on is still to come.
  if (!OFF.has(tracked.wish) && !OFF.has(cause) && cause !== 'budget') tracked.wish = 'serve';
};

const FAILED: ReadonlySet<string> = new Set(['build_failed', 'deploy_failed', 'runtime_error']);

const wished = (tracked: Tracked, event: Recorded<AnyEvent>): void => {
  const wish = wishOf(tracked.wish, event);
  // What was deleted never comes back.
  if (wish === null || tracked.wish === 'delete') return;
  const by = causeIn(event);
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
