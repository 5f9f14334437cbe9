import type { EndpointSpec, EndpointState, RequestTimeouts } from '@tidegate/contracts';
import { hostName } from '../wire/host.ts';
import type { Replica } from './replica.ts';
import type { Rollout } from './rollout.ts';

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

/** What the newest revision says about requests. It applies to every request that comes after it. */
export type Configured = Readonly<{
  /** What engines of the newest template call the model. */
  model: string;
  isPublic: boolean;
  /** Reached by the internal listener only. */
  isInternalOnly: boolean;
  /** Callers must be allowed by one of these; none: from anywhere. */
  securityGroups: readonly string[];
  /** Hosts that it wants to be reached by, as `hostName` writes them. */
  domains: ReadonlySet<string>;
  timeouts: RequestTimeouts;
  /** Paths at the replica that may be called asynchronously; null: any. */
  asyncRoutes: ReadonlySet<string> | null;
  /** How many requests one replica gets at most while the queue drains. */
  releasePerReplica: number;
}>;

/** An endpoint as the gateway knows it from the log, with its counters. */
export type Endpoint = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly createdAtSeconds: number;
  configured: Configured;
  /** By template, what its engines call the model. */
  readonly models: Map<number, string>;
  rollout: Rollout | undefined;
  /** Replicas are being replaced, or were and none is ready again: who comes between two of them waits longer. */
  isReplacing: boolean;
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

const withSlash = (path: string): string => (path.startsWith('/') ? path : `/${path}`);

const configured = (spec: EndpointSpec): Configured => ({
  model: spec.model,
  isPublic: spec.visibility === 'public',
  isInternalOnly: spec.internalOnly,
  securityGroups: spec.securityGroups,
  domains: new Set(spec.customDomains.map(hostName)),
  timeouts: spec.requestTimeouts,
  asyncRoutes: spec.async && new Set(spec.async.routes.map(withSlash)),
  releasePerReplica: releasePerReplica(spec),
});

type Requested = Readonly<{ endpointId: string; projectId: string; revision: number; spec: EndpointSpec }>;

export const newEndpoint = (
  { endpointId, projectId, revision, spec }: Requested,
  createdAt: Date,
): Endpoint => ({
  id: endpointId,
  projectId,
  name: spec.name,
  createdAtSeconds: Math.floor(createdAt.getTime() / 1000),
  configured: configured(spec),
  models: new Map([[revision, spec.model]]),
  rollout: undefined,
  isReplacing: false,
  state: 'building',
  ready: [],
  readySinceMs: 0,
  desired: 0,
  startMs: null,
  traffic: { inFlight: 0, waiting: 0, requestsTotal: 0, errorsTotal: 0, turnedAwayUntilMs: 0 },
});

/** Replicas of older templates are gone long before so many newer ones came. */
const TEMPLATES = 16;

/** A new revision. `templateRevision` names the template in it, a new one or one that was there before. */
export const reconfigure = (endpoint: Endpoint, templateRevision: number, spec: EndpointSpec): void => {
  const { models, rollout } = endpoint;
  endpoint.configured = configured(spec);
  // What replicas were started for under this number does not change with a later revision of it.
  models.set(templateRevision, models.get(templateRevision) ?? spec.model);
  if (models.size <= TEMPLATES) return;
  const inUse = new Set([templateRevision, rollout?.from, rollout?.to]);
  for (const template of models.keys()) {
    if (inUse.has(template)) continue;
    models.delete(template);
    return;
  }
};
