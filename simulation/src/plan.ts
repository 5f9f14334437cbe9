import type { HardwareShape } from '@tidegate/contracts';

/** What happens in a world, all of it: the same plan gives the same log. Times are seconds from the beginning. */
export type Plan = Readonly<{
  seed: number;
  seconds: number;
  machines: readonly MachinePlan[];
  endpoints: readonly EndpointPlan[];
  trouble: readonly Trouble[];
  /** The longest that a word between processes, or to the log, is on its way. */
  slowestMs: number;
}>;

export type MachinePlan = Readonly<{ gpus: number; vcpus: number; memoryGib: number }>;

export type EndpointPlan = Readonly<{
  atSeconds: number;
  hardware: HardwareShape;
  minReplicas: number;
  maxReplicas: number;
  priority: number;
  gang: boolean;
  /** It sleeps warm. */
  isWarm: boolean;
  idleTimeoutSeconds: number;
  /** Requests in flight that its callers want, from a second on. */
  load: readonly Readonly<{ fromSeconds: number; requests: number }>[];
  /** How a replica's process fares: share of starts that fail. */
  crashes: number;
}>;

export type Trouble = Readonly<{ atSeconds: number }> &
  (
    | Readonly<{ kind: 'kill' | 'pause'; process: 'scheduler-1' | 'scheduler-2' | 'scaler'; seconds: number }>
    /** A machine cannot be reached; what runs there runs on. */
    | Readonly<{ kind: 'cut'; machine: number; seconds: number }>
    /** It boots anew: what ran there is gone. */
    | Readonly<{ kind: 'reboot'; machine: number; seconds: number }>
    | Readonly<{ kind: 'agent-dies'; machine: number; seconds: number }>
    | Readonly<{ kind: 'drain' | 'cordon' | 'uncordon'; machine: number }>
    | Readonly<{ kind: 'update' | 'stop' | 'start' | 'delete'; endpoint: number }>
  );
