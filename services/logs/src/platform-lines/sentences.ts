import {
  type AnyEvent,
  type EndpointState,
  type EventNamed,
  type EventType,
  INTENDED_STOPS,
  type LineSeverity,
  type Recorded,
  maskSecrets,
} from '@tidegate/contracts';

/** What the platform says of an endpoint in its log. `replicaId` null: it is about no replica in particular. */
export type PlatformLine = Readonly<{
  endpointId: string;
  projectId: string;
  replicaId: string | null;
  atUs: number;
  severity: LineSeverity;
  text: string;
}>;

type Said = Readonly<{ text: string; severity?: LineSeverity }>;
type Sentences = { readonly [Type in EventType]?: (data: EventNamed<Type>['data']) => Said };

const LONGEST_SENTENCE = 2000;
const FAILED: readonly EndpointState[] = ['build_failed', 'deploy_failed', 'runtime_error'];

const list = (indices: readonly number[]): string => indices.join(', ');
const words = (code: string): string => code.replaceAll('_', ' ').replace(/[A-Z]/g, ' $&').toLowerCase();

/** The life of an endpoint and its replicas, a sentence for each step. */
const SENTENCES = {
  EndpointStateChanged: ({ to, reason }) => ({
    text: `The endpoint is ${to}: ${reason.message}`,
    severity: FAILED.includes(to) ? 'error' : 'info',
  }),
  EndpointConditionChanged: ({ condition, active, reason }) =>
    active
      ? { text: `The endpoint is ${words(condition)}: ${reason.message}`, severity: 'warn' }
      : { text: `The endpoint is no longer ${words(condition)}` },
  EndpointStartRequested: () => ({ text: 'The endpoint is to serve again' }),
  EndpointStopRequested: ({ reason }) => ({ text: `The endpoint is to stop: ${reason.message}` }),
  EndpointDisabled: ({ reason }) => ({
    text: `The endpoint is disabled: ${reason.message}`,
    severity: 'warn',
  }),
  EndpointEnabled: () => ({ text: 'The endpoint is enabled' }),
  RolloutStarted: ({ from, to, percent }) => ({
    text: `A rollout from revision ${from} to ${to} begins with ${percent} % of the requests`,
  }),
  RolloutShifted: ({ to, percent }) => ({ text: `Revision ${to} gets ${percent} % of the requests` }),
  RolloutFinished: ({ from, to, outcome, reason }) =>
    outcome === 'promoted'
      ? { text: `The rollout is over: revision ${to} serves` }
      : { text: `The rollout is aborted, revision ${from} serves: ${reason.message}`, severity: 'warn' },
  ScaleDecided: ({ from, to, text }) => ({ text: `From ${from} to ${to} replicas: ${text}` }),
  ReplicaRequested: ({ revision }) => ({
    text: `A replica of revision ${revision} is wanted, and is being placed`,
  }),
  ReplicaDelayed: ({ message }) => ({ text: `The replica waits for room: ${message}`, severity: 'warn' }),
  ReplicaPlaced: ({ nodeId, gpuIndices: gpus }) => ({
    text: `The replica has its place on ${nodeId}${gpus.length > 0 ? `, GPU ${list(gpus)}` : ''}`,
  }),
  ReplicaStarted: ({ nodeId }) => ({ text: `The replica starts on ${nodeId}` }),
  ReplicaReady: ({ nodeId }) => ({ text: `The replica on ${nodeId} is ready, and takes requests` }),
  ReplicaDraining: ({ cause, then }) => ({
    text: `The replica takes no new requests, and ${then === 'sleep' ? 'falls asleep' : 'stops'} when it has answered those it has: ${words(cause)}`,
  }),
  ReplicaResumed: () => ({ text: 'The replica takes requests again' }),
  ReplicaSlept: ({ how }) => ({ text: `The replica sleeps, ${how}` }),
  ReplicaWakeRequested: () => ({ text: 'The replica is woken' }),
  ReplicaStopped: ({ cause, exitCode, neverReady }) => {
    const facts = [
      words(cause),
      ...(exitCode === null ? [] : [`exit code ${exitCode}`]),
      ...(neverReady ? ['it never was ready'] : []),
    ];
    return {
      text: `The replica has stopped: ${facts.join(', ')}`,
      severity: INTENDED_STOPS.includes(cause) ? 'info' : 'error',
    };
  },
} as const satisfies Sentences;

type Told = Recorded<Extract<AnyEvent, { type: keyof typeof SENTENCES }>>;

/** Of which events a sentence is said. */
export const TOLD = Object.keys(SENTENCES) as (keyof typeof SENTENCES)[];

const isTold = (event: Recorded<AnyEvent>): event is Told => Object.hasOwn(SENTENCES, event.type);

/** What is said of an event; null: nothing. */
export const platformLineOf = (event: Recorded<AnyEvent>): PlatformLine | null => {
  if (!isTold(event)) return null;
  const { data, occurredAt } = event;
  const { text, severity = 'info' } = (SENTENCES[event.type] as (of: typeof data) => Said)(data);
  return {
    endpointId: data.endpointId,
    projectId: data.projectId,
    replicaId: 'replicaId' in data ? data.replicaId : null,
    atUs: occurredAt.getTime() * 1000,
    severity,
    text: maskSecrets(text.replace(/\s+/g, ' ').trim()).slice(0, LONGEST_SENTENCE).toWellFormed(),
  };
};

export type Share = Readonly<{
  whose: Pick<PlatformLine, 'endpointId' | 'projectId' | 'replicaId'>;
  lines: PlatformLine[];
}>;

/**
 * Lines by whom they are about, in their order within an endpoint, endpoint by endpoint in the order of ids: whoever stores lines
 * of several endpoints in one transaction takes their locks in this order, and so nobody waits for each other.
 */
export const sharesOf = (lines: readonly PlatformLine[]): Share[] => {
  const shares: Share[] = [];
  for (const line of lines.toSorted((a, b) =>
    a.endpointId < b.endpointId ? -1 : Number(a.endpointId > b.endpointId),
  )) {
    const { endpointId, projectId, replicaId } = line;
    const last = shares.at(-1);
    if (last?.whose.endpointId === endpointId && last.whose.replicaId === replicaId) last.lines.push(line);
    else shares.push({ whose: { endpointId, projectId, replicaId }, lines: [line] });
  }
  return shares;
};
