import type { EventNamed, HardwareShape, StopCause } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

type Requested = EventNamed<'ReplicaRequested'>;
export type ReplicaEvent =
  | Requested
  | EventNamed<'ReplicaDelayed'>
  | EventNamed<'ReplicaStarted'>
  | EventNamed<'ReplicaReady'>
  | EventNamed<'ReplicaDraining'>
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
      draining: boolean;
      startedAtUs: number | null;
      readyAtUs: number | null;
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
      atUs: number;
    }>
  | Readonly<{ type: 'DrainReplica'; cause: StopCause }>
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
  if (state.delayed || state.draining || state.startedAtUs !== null) return [];
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

/** What answers its health check holds hardware: a start that was never told begins here at the latest. */
const ready = (state: Known, command: Command<'RecordReady'>): readonly ReplicaEvent[] => {
  if (state.readyAtUs !== null || state.draining) return [];
  const { nodeId, host, port, atUs } = command;
  const readyAtUs = Math.max(atUs, state.startedAtUs ?? 0);
  return [
    ...started(state, command),
    { type: 'ReplicaReady', data: { ...state.whose, nodeId, host, port, readyAtUs } },
  ];
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
      stoppedAtUs: Math.max(atUs, startedAtUs ?? 0, readyAtUs ?? 0),
      lastLines: [...lastLines],
    },
  };
};

/** One replica's life. Every command may come twice, and a fact about what has ended says nothing new. */
export const replica: Decider<Replica, ReplicaCommand, ReplicaEvent> = {
  initial: { phase: 'absent' },

  decide(state, command) {
    if (command.type === 'RequestReplica')
      return state.phase === 'absent' ? [{ type: 'ReplicaRequested', data: command.data }] : [];
    if (state.phase !== 'open') return [];
    switch (command.type) {
      case 'DelayReplica':
        return delayed(state, command.message);
      case 'RecordStarted':
        return started(state, command);
      case 'RecordReady':
        return ready(state, command);
      case 'DrainReplica':
        return state.draining
          ? []
          : [{ type: 'ReplicaDraining', data: { ...state.whose, cause: command.cause } }];
      case 'RecordStopped':
        return [stopped(state, command)];
    }
  },

  evolve(state, event) {
    if (event.type === 'ReplicaRequested') {
      const { cluster, hardware, replicaId, endpointId, projectId, revision } = event.data;
      const whose = { replicaId, endpointId, projectId, revision };
      const life = { delayed: false, draining: false, startedAtUs: null, readyAtUs: null };
      return { phase: 'open', whose, cluster, hardware, ...life };
    }
    if (state.phase === 'absent') return state;
    switch (event.type) {
      case 'ReplicaDelayed':
        return { ...state, delayed: true };
      case 'ReplicaStarted':
        return { ...state, startedAtUs: event.data.startedAtUs };
      case 'ReplicaReady':
        return { ...state, readyAtUs: event.data.readyAtUs };
      case 'ReplicaDraining':
        return { ...state, draining: true };
      case 'ReplicaStopped':
        return { ...state, phase: 'stopped' };
    }
  },
};
