/** What an operator may say about an agent and its node. */
export type AgentSettings = Readonly<{
  nodeId: string;
  cluster: string;
  /** Where the gateways reach the replicas of this node; replicas listen on it. */
  address: string;
  /** Holds `<owner>/<name>/*.gguf`; null: this node has no model files. */
  modelsFolder: string | null;
  /** The agent's own memory: it outlives the agent and must not be shared with another. */
  folder: string;
  /** e.g. `8xH100`; empty: none. */
  simulateGpus: string;
  stopReplicasOnExit: boolean;
  /** How replicas run on this node. */
  driver: 'process' | 'docker';
  /** Of this machine's Docker daemon. */
  dockerSocket: string;
  /** What of the agent's own environment its replicas inherit. They run other people's code: no secret. */
  environment: Readonly<Record<string, string>>;
  /** The control plane is asked at least so often. */
  syncMs: number;
  /** A ready replica's health is checked so often. */
  healthMs: number;
  /** A replica that was asked to stop is killed after so long. */
  stopLimitMs: number;
  /** An end is remembered for so long after the control plane was told of it: its tables may lag behind. */
  endedKeptMs: number;
  /** What one replica may write for long, in lines a second; more is dropped, and counted. */
  logLinesPerSecond: number;
  /** Each replica is measured so often. */
  metricsMs: number;
}>;

export const SETTINGS = Symbol('agent settings');
