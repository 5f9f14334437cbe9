import {
  type AsyncSettings,
  committedUntilUs,
  type EndpointSpec,
  type EndpointState,
  type RequestTimeouts,
} from '@tidegate/contracts';
import { closedPathsOf, frameworkOf } from '@tidegate/frameworks';
import { type Limit, limitsOf } from '../limits/limit.ts';
import { hostName } from '../wire/host.ts';
import type { Replica } from './replica.ts';
import type { Rollout } from './rollout.ts';

/** What the gateway counts about one endpoint. */
export type Traffic = {
  /** Requests sent to replicas and not over. Changed by Slot alone. */
  inFlight: number;
  /** Requests held because no replica can take them. */
  waiting: number;
  /** Invocations that are due and wait for a replica, as far as this process is the one that says so. */
  backlog: number;
  /** Requests accepted since this process began. */
  requestsTotal: number;
  /** Requests that ended with a 5xx or without an answer since this process began; a caller who hung up is not an error. */
  errorsTotal: number;
  /**
   * Dispatches that are over since this process began: answered, cut off, or given up. One that never reached its replica
   * counts nothing, so a request that was tried elsewhere counts once, with the time at the replica that had it: time over
   * count is how long one request occupies a replica.
   */
  finishedTotal: number;
  /** The seconds from dispatch to the end, added up over those. */
  servedSecondsTotal: number;
  /**
   * Monotonic milliseconds until which one more request counts as waiting. A caller who would not wait still wants
   * a replica: if it were not counted, an endpoint whose callers only poll would never wake.
   */
  turnedAwayUntilMs: number;
  /** W3C trace context of the first of those who wait, or did last. */
  wokenBy: string | undefined;
};

/** How it is called asynchronously. `routes`: the paths at the replica that may be. */
export type Asynchronous = Readonly<Omit<AsyncSettings, 'routes'> & { routes: ReadonlySet<string> }>;

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
  /** Null: none of its paths may be called asynchronously. */
  async: Asynchronous | null;
  /** Paths at the replica that are the platform's own: whoever could call them would take it out of service. */
  closedPaths: ReadonlySet<string>;
  /** How many requests one replica gets at most while the queue drains. */
  releasePerReplica: number;
  /** How many requests one replica has at most, from all gateways; null: any number. */
  replicaPlaces: number | null;
  /** Null: none. */
  rateLimits: readonly Limit[] | null;
  /** Requests that begin alike go to the same replica. */
  isAffine: boolean;
  /** Reserved, and so beyond what a budget stops, until then; epoch microseconds, 0: not at all. */
  committedUntilUs: number;
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
  /** Its budget, its project’s, or the project’s credit is used up. */
  isSpendingStopped: boolean;
  /** Replicas that may get requests. */
  ready: Replica[];
  /** Monotonic milliseconds since when there has been a ready replica without a break. */
  readySinceMs: number;
  /** Monotonic milliseconds until which one of them or more may be left out because of its answers. */
  benchedUntilMs: number;
  /** Replicas that exist in any state, as the scaler decided. */
  desired: number;
  /** Smoothed milliseconds from asking for a replica to its being ready; null until one was measured. */
  startMs: number | null;
  readonly traffic: Traffic;
};

/** A dispatch is over after so many seconds. */
export const countServed = (traffic: Traffic, seconds: number): void => {
  traffic.finishedTotal++;
  traffic.servedSecondsTotal += seconds;
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

/** What it may have at a time, or twice what the owner means it to carry: enough to keep it busy, too little to flood it on waking. */
const releasePerReplica = ({ scaling, limits }: EndpointSpec): number => {
  if (limits.replicaConcurrency !== null) return limits.replicaConcurrency;
  const rule = scaling.rules.find(({ metric }) => metric === 'concurrency');
  return Math.ceil(2 * (rule?.target ?? DEFAULT_CONCURRENCY_TARGET));
};

const withSlash = (path: string): string => (path.startsWith('/') ? path : `/${path}`);

const closedPaths = ({ framework: id, image, sleepMode }: EndpointSpec): ReadonlySet<string> => {
  const framework = frameworkOf(id);
  const ownCommand = (image?.command ?? null) !== null;
  return new Set(framework === null ? [] : closedPathsOf(framework, { sleepMode, ownCommand }));
};

const configured = (endpointId: string, spec: EndpointSpec): Configured => ({
  model: spec.model,
  isPublic: spec.visibility === 'public',
  isInternalOnly: spec.internalOnly,
  securityGroups: spec.securityGroups,
  domains: new Set(spec.customDomains.map(hostName)),
  timeouts: spec.requestTimeouts,
  async: spec.async && { ...spec.async, routes: new Set(spec.async.routes.map(withSlash)) },
  closedPaths: closedPaths(spec),
  releasePerReplica: releasePerReplica(spec),
  replicaPlaces: spec.limits.replicaConcurrency,
  rateLimits: limitsOf(endpointId, spec.limits),
  isAffine: spec.balancing === 'prefix-affinity',
  committedUntilUs: committedUntilUs(spec.commitment),
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
  configured: configured(endpointId, spec),
  models: new Map([[revision, spec.model]]),
  rollout: undefined,
  isReplacing: false,
  state: 'building',
  isSpendingStopped: false,
  ready: [],
  readySinceMs: 0,
  benchedUntilMs: 0,
  desired: 0,
  startMs: null,
  traffic: {
    inFlight: 0,
    waiting: 0,
    backlog: 0,
    requestsTotal: 0,
    errorsTotal: 0,
    finishedTotal: 0,
    servedSecondsTotal: 0,
    turnedAwayUntilMs: 0,
    wokenBy: undefined,
  },
});

/** Replicas of older templates are gone long before so many newer ones came. */
const TEMPLATES = 16;

/** A new revision. `templateRevision` names the template in it, a new one or one that was there before. */
export const reconfigure = (endpoint: Endpoint, templateRevision: number, spec: EndpointSpec): void => {
  const { models, rollout } = endpoint;
  endpoint.configured = configured(endpoint.id, spec);
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
