import type { EventNamed, HardwareShape, StopCause } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

type Requested = EventNamed<'ReplicaRequested'>;
export type ReplicaEvent =
  | Requested
  | EventNamed<'ReplicaDelayed'>
  | EventNamed<'ReplicaStarted'>
  | EventNamed<'ReplicaReady'>
  | EventNamed<'ReplicaDraining'>
  | EventNamed<'ReplicaResumed'>
  | EventNamed<'ReplicaSlept'>
  | EventNamed<'ReplicaWakeRequested'>
  | EventNamed<'ReplicaStopped'>;

type Whose = Readonly<{ replicaId: string; endpointId: string; projectId: string; revision: number }>;

/** Placement is not here: it is recorded on the pool, where it can be checked against every other. */
export type Replica =
  | Readonly<{ phase: 'absent' }>
  | Readonly<{
      phase: 'open' | 'stopped';
      whose: Whose;
      cluster: string;
      hardware: HardwareShape;
      delayed: boolean;
      /** What it does once it is empty; null: it is not on its way out. Who sleeps is still on that way. */
      draining: 'stop' | 'sleep' | null;
      isAsleep: boolean;
      /** How often it was told to wake. */
      wakes: number;
      /** Since its start, or since it was told to wake. */
      isReady: boolean;
      startedAtUs: number | null;
      /** The last time. */
      readyAtUs: number | null;
      sleptAtUs: number | null;
    }>;

/** Times are epoch microseconds of the control plane. */
export type ReplicaCommand =
  | Readonly<{ type: 'RequestReplica'; data: Requested['data'] }>
  /** No node has room; `message` says what is missing. */
  | Readonly<{ type: 'DelayReplica'; message: string }>
  | Readonly<{ type: 'RecordStarted'; nodeId: string; simulated: boolean; atUs: number }>
  | Readonly<{
      type: 'RecordReady';
      nodeId: string;
      simulated: boolean;
      host: string;
      port: number;
      /** How often it had been woken by then. */
      wakes: number;
      atUs: number;
    }>
  /** `then` `sleep`: only one that takes requests can; any other stops. */
  | Readonly<{ type: 'DrainReplica'; cause: StopCause; then?: 'sleep' }>
  /** It is wanted after all, and was not let go yet: whoever commands this knows. */
  | Readonly<{ type: 'ResumeReplica' }>
  | Readonly<{
      type: 'RecordSlept';
      nodeId: string;
      how: 'frozen' | 'unloaded';
      wakes: number;
      atUs: number;
    }>
  /** Also of one that was told to fall asleep and has not said yet that it did. */
  | Readonly<{ type: 'WakeReplica'; nodeId: string }>
  | Readonly<{
      type: 'RecordStopped';
      nodeId: string | null;
      cause: StopCause;
      exitCode: number | null;
      lastLines: readonly string[];
      atUs: number;
    }>;

type Known = Exclude<Replica, { phase: 'absent' }>;
type Command<Type extends ReplicaCommand['type']> = Extract<ReplicaCommand, { type: Type }>;

/** Said once: it waits until it is placed. */
const delayed = (state: Known, message: string): readonly ReplicaEvent[] => {
  const { whose, cluster, hardware } = state;
  if (state.delayed || state.draining !== null || state.startedAtUs !== null) return [];
  return [{ type: 'ReplicaDelayed', data: { ...whose, cluster, hardware, message } }];
};

const started = (state: Known, command: Omit<Command<'RecordStarted'>, 'type'>): readonly ReplicaEvent[] => {
  if (state.startedAtUs !== null) return [];
  const { nodeId, simulated, atUs } = command;
  return [
    {
      type: 'ReplicaStarted',
      data: { ...state.whose, nodeId, hardware: state.hardware, simulated, startedAtUs: atUs },
    },
  ];
};

/** A life runs forward, whatever clocks say. */
const latestUs = ({ startedAtUs, readyAtUs, sleptAtUs }: Known, atUs: number): number =>
  Math.max(atUs, startedAtUs ?? 0, readyAtUs ?? 0, sleptAtUs ?? 0);

/**
 * What answers its health check holds hardware: a start that was never told begins here at the latest. Of one that was told to wake
 * since, it says nothing.
 */
const ready = (state: Known, command: Command<'RecordReady'>): readonly ReplicaEvent[] => {
  if (state.isReady || state.draining !== null || state.wakes !== command.wakes) return [];
  const { nodeId, host, port, atUs } = command;
  const readyAtUs = latestUs(state, atUs);
  return [
    ...started(state, command),
    { type: 'ReplicaReady', data: { ...state.whose, nodeId, host, port, readyAtUs } },
  ];
};

/** One that is to sleep may still be told to stop; who stops does not sleep instead. */
const draining = (state: Known, { cause, then }: Command<'DrainReplica'>): readonly ReplicaEvent[] => {
  const falls = then === 'sleep' && state.isReady;
  if (state.draining === 'stop' || (state.draining === 'sleep' && falls)) return [];
  return [{ type: 'ReplicaDraining', data: { ...state.whose, cause, ...(falls && { then: 'sleep' }) } }];
};

const resumed = (state: Known): readonly ReplicaEvent[] =>
  state.draining !== null && state.isReady && !state.isAsleep
    ? [{ type: 'ReplicaResumed', data: state.whose }]
    : [];

/** What was on its way when it was told to wake, or to stop, changes nothing. */
const slept = (
  state: Known,
  { nodeId, how, wakes, atUs }: Command<'RecordSlept'>,
): readonly ReplicaEvent[] =>
  state.draining === 'sleep' && !state.isAsleep && state.wakes === wakes
    ? [{ type: 'ReplicaSlept', data: { ...state.whose, nodeId, how, sleptAtUs: latestUs(state, atUs) } }]
    : [];

const woken = (state: Known, nodeId: string): readonly ReplicaEvent[] =>
  state.draining === 'sleep' ? [{ type: 'ReplicaWakeRequested', data: { ...state.whose, nodeId } }] : [];

const ASIDE = ['DrainReplica', 'ResumeReplica', 'RecordSlept', 'WakeReplica'] as const;
type Aside = Command<(typeof ASIDE)[number]>;
const isAside = (command: ReplicaCommand): command is Aside => ASIDE.some((type) => type === command.type);

/** On its way out, or taken back from it. */
const putAside = (state: Known, command: Aside): readonly ReplicaEvent[] => {
  switch (command.type) {
    case 'DrainReplica':
      return draining(state, command);
    case 'ResumeReplica':
      return resumed(state);
    case 'RecordSlept':
      return slept(state, command);
    case 'WakeReplica':
      return woken(state, command.nodeId);
  }
};

const PUT_ASIDE = ['ReplicaDraining', 'ReplicaResumed', 'ReplicaSlept', 'ReplicaWakeRequested'] as const;
type PutAside = Extract<ReplicaEvent, { type: (typeof PUT_ASIDE)[number] }>;
const isPutAside = (event: ReplicaEvent): event is PutAside => PUT_ASIDE.some((type) => type === event.type);

const afterPutAside = (state: Known, event: PutAside): Known => {
  switch (event.type) {
    case 'ReplicaDraining':
      return { ...state, draining: event.data.then ?? 'stop' };
    case 'ReplicaResumed':
      return { ...state, draining: null };
    case 'ReplicaSlept':
      return { ...state, isAsleep: true, sleptAtUs: event.data.sleptAtUs };
    case 'ReplicaWakeRequested':
      return { ...state, draining: null, isAsleep: false, isReady: false, wakes: state.wakes + 1 };
  }
};

const stopped = (state: Known, command: Command<'RecordStopped'>): ReplicaEvent => {
  const { nodeId, cause, exitCode, lastLines, atUs } = command;
  const { startedAtUs, readyAtUs } = state;
  return {
    type: 'ReplicaStopped',
    data: {
      ...state.whose,
      nodeId,
      cause,
      exitCode,
      neverReady: startedAtUs !== null && readyAtUs === null,
      stoppedAtUs: latestUs(state, atUs),
      lastLines: [...lastLines],
    },
  };
};

const UNBORN = {
  delayed: false,
  draining: null,
  isAsleep: false,
  wakes: 0,
  isReady: false,
  startedAtUs: null,
  readyAtUs: null,
  sleptAtUs: null,
} as const;

/** One replica's life. Every command may come twice, and a fact about what has ended says nothing new. */
export const replica: Decider<Replica, ReplicaCommand, ReplicaEvent> = {
  initial: { phase: 'absent' },

  decide(state, command) {
    if (command.type === 'RequestReplica')
      return state.phase === 'absent' ? [{ type: 'ReplicaRequested', data: command.data }] : [];
    if (state.phase !== 'open') return [];
    if (isAside(command)) return putAside(state, command);
    switch (command.type) {
      case 'DelayReplica':
        return delayed(state, command.message);
      case 'RecordStarted':
        return started(state, command);
      case 'RecordReady':
        return ready(state, command);
      case 'RecordStopped':
        return [stopped(state, command)];
    }
  },

  evolve(state, event) {
    if (event.type === 'ReplicaRequested') {
      const { cluster, hardware, replicaId, endpointId, projectId, revision } = event.data;
      const whose = { replicaId, endpointId, projectId, revision };
      return { phase: 'open', whose, cluster, hardware, ...UNBORN };
    }
    if (state.phase === 'absent') return state;
    if (isPutAside(event)) return afterPutAside(state, event);
    switch (event.type) {
      case 'ReplicaDelayed':
        return { ...state, delayed: true };
      case 'ReplicaStarted':
        return { ...state, startedAtUs: event.data.startedAtUs };
      case 'ReplicaReady':
        return { ...state, isReady: true, readyAtUs: event.data.readyAtUs };
      case 'ReplicaStopped':
        return { ...state, phase: 'stopped' };
    }
  },
};
