import {
  type EndpointEvent,
  INTENDED_STOPS,
  type ReplicaEvent,
  type ScalingEvent,
} from '@tidegate/contracts';
import type { ReplicaFacts } from '../endpoints/replica-facts.ts';

type Stage = 'waiting' | 'starting' | 'ready' | 'draining';
type Counted = Readonly<{ stage: Stage; attempt: number; readyAtUs: number | null }>;

/** All that is remembered about the replicas of one endpoint: those that live, and how the last ones ended. */
export type Tally = Readonly<{
  projectId: string;
  attempt: number;
  scale: ReplicaFacts['scale'];
  replicas: Readonly<Record<string, Counted>>;
  /** Replicas in a row that ended by themselves and were never ready. */
  startsFailedInARow: number;
  /** When replicas ended by themselves soon after they were ready, within CRASH_WINDOW_US. */
  crashedAtUs: readonly number[];
  failure: ReplicaFacts['failure'];
}>;

const MINUTE_US = 60_000_000;
/** A replica that served longer than this is no sign of a loop: it is replaced like any other. */
const SHORT_LIFE_US = 10 * MINUTE_US;
/** Restarts back off to some minutes, so five of them in a loop spread over a quarter of an hour. */
const CRASH_WINDOW_US = 30 * MINUTE_US;
const CRASHES_KEPT = 20;

export type TalliedEvent =
  | Extract<EndpointEvent, { type: 'EndpointStartRequested' | 'EndpointStateChanged' }>
  | ScalingEvent
  | ReplicaEvent;

export const opened = (projectId: string): Tally => ({
  projectId,
  attempt: 1,
  scale: null,
  replicas: {},
  startsFailedInARow: 0,
  crashedAtUs: [],
  failure: null,
});

/** One event later. `failure` speaks of the last event only. */
export const tallied = (tally: Tally, event: TalliedEvent): Tally => {
  const next = { ...tally, failure: null };
  switch (event.type) {
    case 'EndpointStateChanged':
      return next;
    case 'EndpointStartRequested':
      return { ...next, attempt: tally.attempt + 1, scale: null, startsFailedInARow: 0, crashedAtUs: [] };
    case 'ScaleDecided': {
      const { to, cause, text } = event.data;
      return { ...next, scale: { desired: to, cause, text } };
    }
    case 'ReplicaRequested':
      return { ...next, replicas: { ...tally.replicas, [event.data.replicaId]: asked(tally.attempt) } };
    case 'ReplicaPlaced':
      return next;
    case 'ReplicaStarted':
      return moved(next, event.data.replicaId, { stage: 'starting' });
    case 'ReplicaReady':
      return ready(next, event.data.replicaId, event.data.readyAtUs);
    case 'ReplicaDraining':
      return moved(next, event.data.replicaId, { stage: 'draining' });
    case 'ReplicaStopped':
      return ended(next, event.data);
  }
};

const asked = (attempt: number): Counted => ({ stage: 'waiting', attempt, readyAtUs: null });

const moved = (tally: Tally, replicaId: string, change: Partial<Counted>): Tally => {
  const replica = tally.replicas[replicaId] ?? asked(tally.attempt);
  return { ...tally, replicas: { ...tally.replicas, [replicaId]: { ...replica, ...change } } };
};

const ready = (tally: Tally, replicaId: string, readyAtUs: number): Tally => {
  const next = moved(tally, replicaId, { stage: 'ready', readyAtUs });
  return next.replicas[replicaId]?.attempt === tally.attempt ? { ...next, startsFailedInARow: 0 } : next;
};

type Stopped = Extract<ReplicaEvent, { type: 'ReplicaStopped' }>['data'];

const ended = (tally: Tally, stopped: Stopped): Tally => {
  const { [stopped.replicaId]: replica = asked(tally.attempt), ...replicas } = tally.replicas;
  const next = { ...tally, replicas };
  const intended = replica.stage === 'draining' || INTENDED_STOPS.includes(stopped.cause);
  if (intended || replica.attempt !== tally.attempt) return next;
  const startsFailedInARow = tally.startsFailedInARow + (replica.readyAtUs === null ? 1 : 0);
  const crashedAtUs = crashesWith(tally.crashedAtUs, stopped.stoppedAtUs, replica.readyAtUs);
  return {
    ...next,
    startsFailedInARow,
    crashedAtUs,
    failure: {
      cause: stopped.cause,
      exitCode: stopped.exitCode,
      lastLine: stopped.lastLines.findLast((line) => line.trim() !== '') ?? null,
      startsFailedInARow,
      recentCrashes: crashedAtUs.length,
    },
  };
};

const crashesWith = (before: readonly number[], atUs: number, readyAtUs: number | null): number[] => {
  const recent = before.filter((crashUs) => crashUs > atUs - CRASH_WINDOW_US);
  const isCrash = readyAtUs !== null && atUs - readyAtUs < SHORT_LIFE_US;
  return (isCrash ? [...recent, atUs] : recent).slice(-CRASHES_KEPT);
};

/** What the decider is told. Replicas of an earlier attempt are on their way out, whatever they say of themselves. */
export const factsOf = ({ attempt, scale, replicas, failure }: Tally): ReplicaFacts => {
  const counts = { waiting: 0, starting: 0, ready: 0, draining: 0 };
  for (const replica of Object.values(replicas))
    counts[replica.attempt === attempt ? replica.stage : 'draining']++;
  return { attempt, scale, ...counts, failure };
};
