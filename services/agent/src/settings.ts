import type { OwnTraits } from './node/own-traits.ts';

/** What an operator may say about an agent that speaks for a cluster. */
export type KubernetesSettings = Readonly<{
  /** The file that says where the API server is and who the agent is there; null: as the pod that it runs in. */
  kubeconfig: string | null;
  /** Of the pods and secrets of replicas, and of nothing else. */
  namespace: string;
  /** `always`: what is on a node is used only when its registry lets the endpoint have it. */
  imagePull: 'always' | 'if-missing';
  /** Where gateways reach replicas: at their pods' own addresses, or at ports of their nodes. */
  reach: 'pod' | 'node';
  /** Where nodes keep `<owner>/<name>`, which pods may then read; null: nowhere. */
  modelsPath: string | null;
}>;

/** What an operator may say about an agent and its node. */
export type AgentSettings = Readonly<{
  /** Empty where the agent speaks for a cluster: its nodes have ids of their own. */
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
  /** What is said of this node beside its hardware. Absent: nothing. */
  traits?: OwnTraits;
  /** The program that knows the GPUs. Absent: as it is found on the path. */
  nvidiaSmi?: string;
  /** Between two looks for GPUs that have come or gone. Absent: a minute. */
  gpuLookMs?: number;
  stopReplicasOnExit: boolean;
  /** How replicas run on this node. */
  driver: 'process' | 'docker' | 'kubernetes';
  /** Where the driver `kubernetes` runs them. Absent with any other. */
  kubernetes?: KubernetesSettings;
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
  /** What one replica may write for long, in KiB a second; more is dropped, and counted. */
  logKibPerSecond: number;
  /** Each replica is measured so often. */
  metricsMs: number;
}>;

export const SETTINGS = Symbol('agent settings');
