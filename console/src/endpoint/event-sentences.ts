import { wordsOf } from './words.ts';

type Told = Readonly<{ type: string; data: unknown }>;
type Data = Readonly<Record<string, unknown>>;

const text = (value: unknown, otherwise = ''): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
const inner = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {});
const replica = ({ replicaId }: Data): string => text(replicaId, 'A replica');

const SENTENCES: Readonly<Record<string, (data: Data) => string>> = {
  EndpointRequested: () => 'The endpoint was asked for.',
  EndpointUpdated: ({ revision }) => `Revision ${text(revision, '?')} was made.`,
  EndpointStateChanged: ({ to, reason }) =>
    `It is ${wordsOf(text(to))}: ${text(inner(reason)['message'], 'no reason given.')}`,
  EndpointConditionChanged: ({ condition, active, reason }) =>
    active === false
      ? `It is no longer ${wordsOf(text(condition, 'so'))}.`
      : `It is ${wordsOf(text(condition, 'changed'))}. ${text(inner(reason)['message'])}`.trim(),
  EndpointIdled: () => 'It has nothing to do.',
  EndpointOccupied: () => 'It is idle no longer.',
  EndpointStartRequested: () => 'It was told to start.',
  EndpointStopRequested: () => 'It was told to stop.',
  EndpointDisabled: () => 'It was switched off.',
  EndpointEnabled: () => 'It may be started again.',
  EndpointDeleted: () => 'It was deleted.',
  ScaleDecided: ({ text: sentence, from, to }) => text(sentence) || `${text(from)} → ${text(to)} replicas.`,
  ReplicaRequested: (data) => `${replica(data)} was asked for.`,
  ReplicaPlaced: (data) => `${replica(data)} got a place on ${text(data['nodeId'], 'a node')}.`,
  ReplicaDelayed: (data) => `${replica(data)} waits: ${text(data['message'], 'there is no place for it.')}`,
  ReplicaStarted: (data) => `${replica(data)} holds its hardware and loads the model.`,
  ReplicaReady: (data) => `${replica(data)} takes requests.`,
  ReplicaDraining: (data) => `${replica(data)} gets no new requests (${wordsOf(text(data['cause']))}).`,
  ReplicaResumed: (data) => `${replica(data)} takes requests again.`,
  ReplicaSlept: (data) => `${replica(data)} fell asleep in its place.`,
  ReplicaWakeRequested: (data) => `${replica(data)} is being woken.`,
  ReplicaStopped: (data) => `${replica(data)} ended (${wordsOf(text(data['cause']))}).`,
  RolloutStarted: () => 'A rollout began.',
  RolloutShifted: ({ percent }) =>
    `The new template gets ${text(percent, 'another share')} % of the requests.`,
  RolloutFinished: () => 'The rollout is over.',
};

/** What happened, in one sentence. */
export const sentenceOf = ({ type, data }: Told): string => {
  const said = SENTENCES[type]?.(inner(data));
  if (said !== undefined) return said;
  const words = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};
