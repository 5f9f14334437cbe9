import type { EndpointSpec, EndpointState } from '@tidegate/contracts';
import type { Replica } from './replica.ts';

/** What the gateway counts about one endpoint. */
export type Traffic = {
  /** Requests sent to replicas and not over. Changed by Slot alone. */
  inFlight: number;
  /** Requests held because no replica can take them. */
  waiting: number;
  /** Requests accepted since this process began. */
  requestsTotal: number;
  /** Requests that ended with a 5xx or without an answer since this process began; a caller who hung up is not an error. */
  errorsTotal: number;
  /**
   * Monotonic milliseconds until which one more request counts as waiting. A caller who would not wait still wants
   * a replica: if it were not counted, an endpoint whose callers only poll would never wake.
   */
  turnedAwayUntilMs: number;
};

/** An endpoint as the gateway knows it from the log, with its counters. */
export type Endpoint = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  /** What its engine calls the model. */
  readonly model: string;
  readonly isPublic: boolean;
  readonly createdAtSeconds: number;
  /** How many requests one replica gets at most while the queue drains. */
  readonly releasePerReplica: number;
  state: EndpointState;
  /** Replicas that may get requests. */
  ready: Replica[];
  /** Monotonic milliseconds since when there has been a ready replica without a break. */
  readySinceMs: number;
  /** Replicas that exist in any state, as the scaler decided. */
  desired: number;
  /** Smoothed milliseconds from asking for a replica to its being ready; null until one was measured. */
  startMs: number | null;
  readonly traffic: Traffic;
};

const CLOSED: ReadonlySet<EndpointState> = new Set([
  'stopping',
  'stopped',
  'build_failed',
  'deploy_failed',
  'runtime_error',
  'disabled',
  'deleted',
]);

/** A closed endpoint takes no request and lets none wait. */
export const isClosed = (endpoint: Endpoint): boolean => CLOSED.has(endpoint.state);

const DEFAULT_CONCURRENCY_TARGET = 8;

/** Twice what the owner means one replica to carry: enough to keep it busy, too little to flood it on waking. */
const releasePerReplica = ({ scaling }: EndpointSpec): number => {
  const rule = scaling.rules.find(({ metric }) => metric === 'concurrency');
  return Math.ceil(2 * (rule?.target ?? DEFAULT_CONCURRENCY_TARGET));
};

export const newEndpoint = (
  { endpointId, projectId, spec }: { endpointId: string; projectId: string; spec: EndpointSpec },
  createdAt: Date,
): Endpoint => ({
  id: endpointId,
  projectId,
  name: spec.name,
  model: spec.model,
  isPublic: spec.visibility === 'public',
  createdAtSeconds: Math.floor(createdAt.getTime() / 1000),
  releasePerReplica: releasePerReplica(spec),
  state: 'building',
  ready: [],
  readySinceMs: 0,
  desired: 0,
  startMs: null,
  traffic: { inFlight: 0, waiting: 0, requestsTotal: 0, errorsTotal: 0, turnedAwayUntilMs: 0 },
});
