import { seedOf } from './affinity.ts';
import type { Endpoint } from './endpoint.ts';

/** One running copy of an endpoint, as far as it matters to who calls it. Objects live on in their running requests after the table forgot them. */
export type Replica = {
  readonly id: string;
  readonly endpoint: Endpoint;
  /** The template it runs. */
  readonly template: number;
  /** What its engine calls the model. */
  readonly model: string;
  /** `http://host:port`. */
  readonly origin: string;
  state: 'ready' | 'draining' | 'stopped';
  /** Requests sent and not over. Changed by Slot alone. */
  inFlight: number;
  /** Connection failures since the last answer. */
  failures: number;
  /** Monotonic milliseconds until which it gets no request because connecting failed. */
  ejectedUntilMs: number;
  /** Answers in a row that were 5xx, cut or too late. */
  strikes: number;
  /** How often it was left out for that since its last good answer. */
  benches: number;
  /** Monotonic milliseconds until which it gets no request because of its answers. */
  benchedUntilMs: number;
  /** Of the requests it may have at a time, how many are other gateways'. */
  elsewhere: number;
  /** What its rank among other replicas is drawn from. */
  readonly seed: number;
  /** W3C trace context of the event that it was ready. */
  readonly startedBy: string | undefined;
};

const FIRST_EJECTION_MS = 250;
const LONGEST_EJECTION_MS = 8000;

type Started = Readonly<{ replicaId: string; revision: number; host: string; port: number }>;

export const newReplica = (
  endpoint: Endpoint,
  { replicaId, revision, host, port }: Started,
  startedBy?: string,
): Replica => ({
  id: replicaId,
  endpoint,
  template: revision,
  model: endpoint.models.get(revision) ?? endpoint.configured.model,
  // An IPv6 address needs its brackets before a port can follow it.
  origin: `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`,
  state: 'ready',
  inFlight: 0,
  failures: 0,
  ejectedUntilMs: 0,
  strikes: 0,
  benches: 0,
  benchedUntilMs: 0,
  elsewhere: 0,
  seed: seedOf(replicaId),
  startedBy,
});

/** Connecting failed: left out for 250 ms, twice as long each time in a row, 8 s at most. The scheduler hears of its death by other ways. */
export const eject = (replica: Replica, nowMs: number): void => {
  replica.ejectedUntilMs = nowMs + Math.min(FIRST_EJECTION_MS * 2 ** replica.failures, LONGEST_EJECTION_MS);
  // Beyond six doublings the limit holds anyway.
  replica.failures = Math.min(replica.failures + 1, 6);
};

export const answered = (replica: Replica): void => {
  replica.failures = 0;
  replica.ejectedUntilMs = 0;
};
