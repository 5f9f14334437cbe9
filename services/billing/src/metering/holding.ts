import type { EventNamed, HardwareShape, Recorded } from '@tidegate/contracts';

/** The events that say what a replica held and what it did with it. */
export const REPLICA_FACTS = [
  'ReplicaPlaced',
  'ReplicaStarted',
  'ReplicaReady',
  'ReplicaDraining',
  'ReplicaResumed',
  'ReplicaSlept',
  'ReplicaWakeRequested',
  'ReplicaStopped',
] as const;
export type ReplicaFact = Recorded<EventNamed<(typeof REPLICA_FACTS)[number]>>;

export type Hardware = Readonly<{
  sku: string;
  /** Of all its GPUs together: two halves of a GPU are 1000. */
  gpuThousandths: number;
  vcpuMillis: number;
}>;

/** Epoch microseconds of the control plane's clock. */
export type Placed = Hardware & Readonly<{ eventId: string; atUs: number }>;
export type Start = Placed & Readonly<{ simulated: boolean }>;
export type Stop = Readonly<{ eventId: string; atUs: number; neverReady: boolean }>;

/** What happens between start and stop, in the order in which moments at the same microsecond count. */
export const TURNS = ['slept', 'woken', 'ready', 'draining', 'resumed'] as const;
export type Turn = Readonly<{ kind: (typeof TURNS)[number]; atUs: number }>;

/** What the events say of one replica so far. A stop whose start has not come is kept until it does. */
export type Traces = Readonly<{
  replicaId: string;
  endpointId: string;
  projectId: string;
  revision: number;
  placed: Placed | null;
  start: Start | null;
  stop: Stop | null;
  /** Each once, by time. */
  turns: readonly Turn[];
}>;

/** A replica that holds, or held, hardware: it was placed, or it started. */
export type Holding = Traces & Readonly<{ hardware: Hardware; fromUs: number }>;

export const holdingOf = (traces: Traces): Holding | null => {
  const { placed, start } = traces;
  const hardware = start ?? placed;
  if (!hardware) return null;
  return { ...traces, hardware, fromUs: Math.min(placed?.atUs ?? hardware.atUs, hardware.atUs) };
};

/** Where a holding ends, as far as it is known: never before it begins. */
export const endOf = ({ fromUs, stop }: Holding, nowUs: number): number =>
  Math.max(fromUs, Math.min(stop?.atUs ?? nowUs, nowUs));

/** It was given up before it became ready. */
export const hasFailed = ({ start, stop }: Traces): boolean =>
  stop !== null && (stop.neverReady || start === null);

const microsecondsOf = (date: Date): number => date.getTime() * 1000;

const hardwareOf = ({ id, gpuCount, gpuThousandths, vcpuMillis }: HardwareShape): Hardware => ({
  sku: id,
  gpuThousandths: gpuCount * gpuThousandths,
  vcpuMillis,
});

/** Of contradicting facts the payer's favour decides, never the order of arrival: the later start … */
const later = <T extends Readonly<{ atUs: number; eventId: string }>>(a: T | null, b: T): T => {
  if (!a || b.atUs > a.atUs) return b;
  return b.atUs === a.atUs && b.eventId < a.eventId ? b : a;
};
/** … and the earlier stop; and one that says that it never became ready is enough. */
const earlier = (a: Stop | null, b: Stop): Stop => {
  if (!a) return b;
  const isFirst = b.atUs < a.atUs || (b.atUs === a.atUs && b.eventId < a.eventId);
  return { ...(isFirst ? b : a), neverReady: a.neverReady || b.neverReady };
};

const comesBefore = (a: Turn, b: Turn): boolean =>
  a.atUs < b.atUs || (a.atUs === b.atUs && TURNS.indexOf(a.kind) < TURNS.indexOf(b.kind));

const withTurn = (turns: readonly Turn[], turn: Turn): readonly Turn[] => {
  const last = turns.at(-1);
  if (!last || comesBefore(last, turn)) return [...turns, turn];
  if (turns.some(({ kind, atUs }) => kind === turn.kind && atUs === turn.atUs)) return turns;
  return [...turns, turn].sort((a, b) => (comesBefore(a, b) ? -1 : 1));
};

const turnOf = (event: ReplicaFact): Turn | null => {
  switch (event.type) {
    case 'ReplicaReady':
      return { kind: 'ready', atUs: event.data.readyAtUs };
    case 'ReplicaSlept':
      return { kind: 'slept', atUs: event.data.sleptAtUs };
    case 'ReplicaWakeRequested':
      return { kind: 'woken', atUs: microsecondsOf(event.occurredAt) };
    case 'ReplicaDraining':
      return { kind: 'draining', atUs: microsecondsOf(event.occurredAt) };
    case 'ReplicaResumed':
      return { kind: 'resumed', atUs: microsecondsOf(event.occurredAt) };
    case 'ReplicaPlaced':
    case 'ReplicaStarted':
    case 'ReplicaStopped':
      return null;
  }
};

const tracesFor = ({ data: { replicaId, endpointId, projectId, revision } }: ReplicaFact): Traces => ({
  replicaId,
  endpointId,
  projectId,
  revision,
  placed: null,
  start: null,
  stop: null,
  turns: [],
});

/** Adds one event to what is known. Any order and any repetition of the same events comes to the same. */
export const withEvent = (known: Traces | undefined, event: ReplicaFact): Traces => {
  const traces = known ?? tracesFor(event);
  const eventId = event.id;
  switch (event.type) {
    case 'ReplicaPlaced': {
      const atUs = microsecondsOf(event.occurredAt);
      return {
        ...traces,
        placed: later(traces.placed, { eventId, atUs, ...hardwareOf(event.data.hardware) }),
      };
    }
    case 'ReplicaStarted': {
      const { hardware, simulated, startedAtUs: atUs } = event.data;
      return { ...traces, start: later(traces.start, { eventId, atUs, simulated, ...hardwareOf(hardware) }) };
    }
    case 'ReplicaStopped': {
      const { stoppedAtUs: atUs, neverReady } = event.data;
      return { ...traces, stop: earlier(traces.stop, { eventId, atUs, neverReady }) };
    }
    default: {
      const turn = turnOf(event);
      return turn ? { ...traces, turns: withTurn(traces.turns, turn) } : traces;
    }
  }
};
