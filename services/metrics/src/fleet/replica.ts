import { type AnyEvent, INTENDED_STOPS, type Recorded } from '@tidegate/contracts';

export const PHASES = ['waiting', 'starting', 'ready', 'sleeping', 'draining'] as const;
export type Phase = (typeof PHASES)[number];

/** One that is not stopped. Epoch microseconds; null: not yet, or not known. */
export type Replica = Readonly<{
  endpointId: string;
  phase: Phase;
  requestedAtUs: number;
  placedAtUs: number | null;
  startedAtUs: number | null;
  wasReady: boolean;
}>;

/** What is counted once, when it happens: how long something took, or that something ended without anybody’s wish. */
export type Happening = Readonly<
  { endpointId: string; position: number; atUs: number } & (
    { kind: 'restart' } | { kind: 'took'; what: 'cold_start' | 'placing' | 'pulling' | 'loading'; us: number }
  )
>;

export type ReplicaEvent = Extract<
  Recorded<AnyEvent>,
  { data: { replicaId: string; endpointId: string; revision: number } }
>;

export const atUsOf = ({ occurredAt }: Pick<Recorded<AnyEvent>, 'occurredAt'>): number =>
  occurredAt.getTime() * 1000;

/** The replica after an event of it; undefined: it is no more. */
export const replicaAfter = (before: Replica | undefined, event: ReplicaEvent): Replica | undefined => {
  if (event.type === 'ReplicaRequested')
    return {
      endpointId: event.data.endpointId,
      phase: 'waiting',
      requestedAtUs: atUsOf(event),
      placedAtUs: null,
      startedAtUs: null,
      wasReady: false,
    };
  return before && changed(before, event);
};

const changed = (before: Replica, event: ReplicaEvent): Replica | undefined => {
  switch (event.type) {
    case 'ReplicaPlaced':
      return { ...before, phase: 'starting', placedAtUs: atUsOf(event) };
    case 'ReplicaStarted':
      return { ...before, phase: 'starting', startedAtUs: event.data.startedAtUs };
    case 'ReplicaReady':
    case 'ReplicaResumed':
      return { ...before, phase: 'ready', wasReady: true };
    case 'ReplicaWakeRequested':
      return { ...before, phase: 'starting' };
    case 'ReplicaDraining':
      return { ...before, phase: 'draining' };
    case 'ReplicaSlept':
      return { ...before, phase: 'sleeping' };
    case 'ReplicaStopped':
      return undefined;
    default:
      return before;
  }
};

/** What an event means for the counts of its endpoint. */
export const happeningsOf = (before: Replica | undefined, event: ReplicaEvent): Happening[] => {
  const about = {
    endpointId: event.data.endpointId,
    position: event.position,
    atUs: atUsOf(event),
  };
  if (event.type === 'ReplicaReady' && before && !before.wasReady)
    return partsOf(before, event.data.readyAtUs).map((part) => ({ ...about, kind: 'took', ...part }));
  if (event.type === 'ReplicaStopped' && !INTENDED_STOPS.includes(event.data.cause))
    return [{ ...about, kind: 'restart' }];
  return [];
};

type Part = Pick<Extract<Happening, { kind: 'took' }>, 'what' | 'us'>;

/** Clocks of two machines may disagree by a little: nothing took less than no time. */
const partsOf = ({ requestedAtUs, placedAtUs, startedAtUs }: Replica, readyAtUs: number): Part[] => {
  const between = (what: Part['what'], from: number | null, to: number | null): Part[] =>
    from === null || to === null ? [] : [{ what, us: Math.max(0, to - from) }];
  return [
    ...between('cold_start', requestedAtUs, readyAtUs),
    ...between('placing', requestedAtUs, placedAtUs),
    ...between('pulling', placedAtUs, startedAtUs),
    ...between('loading', startedAtUs, readyAtUs),
  ];
};
