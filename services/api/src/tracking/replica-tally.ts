import {
  type EndpointEvent,
  INTENDED_STOPS,
  type ReplicaEvent,
  type ScalingEvent,
  type StopCause,
} from '@tidegate/contracts';
import type { ReplicaFacts, Stage, TemplateFacts } from '../life-cycle/replica-facts.ts';

type Counted = Readonly<{
  stage: Stage;
  attempt: number;
  template: number;
  readyAtUs: number | null;
  /** What was said when no node had room for it; null: it waits for nothing but its turn. */
  delay: string | null;
}>;

/** How the last replicas of one template ended. */
type Failures = Readonly<{
  /** Replicas in a row that ended by themselves and were never ready. */
  startsFailedInARow: number;
  /** When replicas ended by themselves soon after they were ready, within CRASH_WINDOW_US. */
  crashedAtUs: readonly number[];
}>;

/** All that is remembered about the replicas of one endpoint: those that live, and how the last ones ended. */
export type Tally = Readonly<{
  projectId: string;
  attempt: number;
  scale: ReplicaFacts['scale'];
  replicas: Readonly<Record<string, Counted>>;
  /** By template. Of templates that are neither served nor rolled out nothing is remembered. */
  failures: Readonly<Record<string, Failures>>;
  trafficVisible: boolean;
  ended: ReplicaFacts['ended'];
}>;

const MINUTE_US = 60_000_000;
/** A replica that served longer than this is no sign of a loop: it is replaced like any other. */
const SHORT_LIFE_US = 10 * MINUTE_US;
/** Restarts back off to some minutes, so five of them in a loop spread over a quarter of an hour. */
const CRASH_WINDOW_US = 30 * MINUTE_US;
const CRASHES_KEPT = 20;

/** The platform or its user wanted it gone. What is lost with its node was not wanted, though it is nobody’s failure. */
const TOLD_TO_GO: readonly StopCause[] = [
  'scaled_down',
  'endpoint_stopped',
  'endpoint_deleted',
  'endpoint_failed',
  'replaced',
  'rollout_aborted',
];

type Own =
  | 'EndpointStartRequested'
  | 'EndpointStateChanged'
  | 'EndpointUpdated'
  | 'RolloutStarted'
  | 'RolloutShifted'
  | 'RolloutFinished';
type Scaled = Exclude<ScalingEvent, { type: 'EndpointIdled' | 'EndpointOccupied' }>;
export type TalliedEvent = Extract<EndpointEvent, { type: Own }> | Scaled | ReplicaEvent;

export const opened = (projectId: string): Tally => ({
  projectId,
  attempt: 1,
  scale: null,
  replicas: {},
  failures: {},
  trafficVisible: true,
  ended: null,
});

/** One event later. `ended` speaks of the last event only. */
export const tallied = (tally: Tally, event: TalliedEvent): Tally => {
  const next = { ...tally, ended: null };
  switch (event.type) {
    case 'EndpointStartRequested':
      return { ...next, attempt: tally.attempt + 1, scale: null, failures: {} };
    case 'RolloutStarted':
      return remembering(next, [event.data.from, event.data.to]);
    case 'RolloutFinished': {
      const { outcome, from, to } = event.data;
      return remembering(next, [outcome === 'promoted' ? to : from]);
    }
    case 'EndpointStateChanged':
    case 'EndpointUpdated':
    case 'RolloutShifted':
      return next;
    case 'ScaleDecided': {
      const { to, cause, text } = event.data;
      return { ...next, scale: { desired: to, cause, text } };
    }
    case 'TrafficVisibilityChanged':
      return { ...next, trafficVisible: event.data.visible };
    default:
      return ofReplica(next, event);
  }
};

const ofReplica = (tally: Tally, event: ReplicaEvent): Tally => {
  if (isPutAside(event)) return moved(tally, event.data, PUT_ASIDE[event.type]);
  switch (event.type) {
    case 'ReplicaRequested':
      return moved(tally, event.data, { stage: 'waiting' });
    case 'ReplicaDelayed':
      return moved(tally, event.data, { delay: event.data.message });
    case 'ReplicaPlaced':
      // Its hardware may still be waited for, but not a place.
      return tally.replicas[event.data.replicaId] ? moved(tally, event.data, { delay: null }) : tally;
    case 'ReplicaStarted':
      return moved(tally, event.data, { stage: 'starting', delay: null });
    case 'ReplicaReady':
      return ready(tally, event.data);
    case 'ReplicaStopped':
      return ended(tally, event.data);
  }
};

/** One that sleeps is on its way out, as far as its endpoint is concerned, until it is woken. */
const PUT_ASIDE = {
  ReplicaDraining: { stage: 'draining', delay: null },
  ReplicaResumed: { stage: 'ready' },
  ReplicaSlept: { stage: 'draining' },
  ReplicaWakeRequested: { stage: 'starting', readyAtUs: null },
} as const satisfies Partial<Record<ReplicaEvent['type'], Partial<Counted>>>;

const isPutAside = (event: ReplicaEvent): event is Extract<ReplicaEvent, { type: keyof typeof PUT_ASIDE }> =>
  Object.hasOwn(PUT_ASIDE, event.type);

type Whose = Readonly<{ replicaId: string; revision: number }>;

const knownAs = (tally: Tally, { replicaId, revision }: Whose): Counted =>
  tally.replicas[replicaId] ?? {
    stage: 'waiting',
    attempt: tally.attempt,
    template: revision,
    readyAtUs: null,
    delay: null,
  };

const moved = (tally: Tally, whose: Whose, change: Partial<Counted>): Tally => ({
  ...tally,
  replicas: { ...tally.replicas, [whose.replicaId]: { ...knownAs(tally, whose), ...change } },
});

const failuresOf = ({ failures }: Tally, template: number): Failures =>
  failures[String(template)] ?? { startsFailedInARow: 0, crashedAtUs: [] };

const remembering = (tally: Tally, templates: readonly number[]): Tally => ({
  ...tally,
  failures: Object.fromEntries(
    Object.entries(tally.failures).filter(([template]) => templates.includes(Number(template))),
  ),
});

const ready = (tally: Tally, data: Whose & Readonly<{ readyAtUs: number }>): Tally => {
  const next = moved(tally, data, { stage: 'ready', readyAtUs: data.readyAtUs, delay: null });
  const { attempt, template } = knownAs(next, data);
  if (attempt !== tally.attempt) return next;
  const { crashedAtUs } = failuresOf(tally, template);
  return { ...next, failures: { ...tally.failures, [template]: { startsFailedInARow: 0, crashedAtUs } } };
};

type Stopped = Extract<ReplicaEvent, { type: 'ReplicaStopped' }>['data'];

const ended = (tally: Tally, stopped: Stopped): Tally => {
  const replica = knownAs(tally, stopped);
  const others = Object.entries(tally.replicas).filter(([replicaId]) => replicaId !== stopped.replicaId);
  const next = { ...tally, replicas: Object.fromEntries(others) };
  const { template } = replica;
  const wasWanted = replica.stage !== 'draining' && !TOLD_TO_GO.includes(stopped.cause);
  if (!wasWanted || replica.attempt !== tally.attempt) return next;
  const byItself = !INTENDED_STOPS.includes(stopped.cause);
  return {
    ...next,
    failures: byItself
      ? { ...tally.failures, [template]: failuresWith(failuresOf(tally, template), stopped, replica) }
      : tally.failures,
    ended: {
      cause: stopped.cause,
      exitCode: stopped.exitCode,
      lastLine: stopped.lastLines.findLast((line) => line.trim() !== '') ?? null,
      template,
      byItself,
    },
  };
};

const failuresWith = (
  before: Failures,
  { stoppedAtUs }: Stopped,
  { readyAtUs }: Pick<Counted, 'readyAtUs'>,
): Failures => {
  const recent = before.crashedAtUs.filter((crashUs) => crashUs > stoppedAtUs - CRASH_WINDOW_US);
  const isCrash = readyAtUs !== null && stoppedAtUs - readyAtUs < SHORT_LIFE_US;
  return {
    startsFailedInARow: before.startsFailedInARow + (readyAtUs === null ? 1 : 0),
    crashedAtUs: (isCrash ? [...recent, stoppedAtUs] : recent).slice(-CRASHES_KEPT),
  };
};

/** What the decider is told. Replicas of an earlier attempt are on their way out, whatever they say of themselves. */
export const factsOf = (tally: Tally): ReplicaFacts => {
  const templates: Record<string, TemplateFacts> = {};
  const count = (template: number, stage?: Stage): void => {
    const before = templates[String(template)] ?? untouched(failuresOf(tally, template));
    templates[String(template)] = stage ? { ...before, [stage]: before[stage] + 1 } : before;
  };
  for (const template of Object.keys(tally.failures)) count(Number(template));
  const delays: string[] = [];
  for (const { attempt, template, stage, delay } of Object.values(tally.replicas)) {
    const isPresent = attempt === tally.attempt;
    count(template, isPresent ? stage : 'draining');
    if (isPresent && delay !== null) delays.push(delay);
  }
  const { attempt, scale, trafficVisible, ended: last } = tally;
  const message = delays.at(-1);
  const delayed = message === undefined ? null : { replicas: delays.length, message };
  return { attempt, scale, templates, delayed, trafficVisible, ended: last };
};

const untouched = ({ startsFailedInARow, crashedAtUs }: Failures): TemplateFacts => ({
  waiting: 0,
  starting: 0,
  ready: 0,
  draining: 0,
  startsFailedInARow,
  recentCrashes: crashedAtUs.length,
});
