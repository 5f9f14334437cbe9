/** As much of Kubernetes' objects as is read here; each field may be absent, whatever a server's version promises. */
export type ObjectMeta = Readonly<{
  name: string;
  uid: string;
  namespace?: string;
  resourceVersion?: string;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  /** It is being deleted. */
  deletionTimestamp?: string;
}>;

export type Taint = Readonly<{ key: string; value?: string; effect: string }>;
type Condition = Readonly<{ type: string; status: string; reason?: string; message?: string }>;
type Amounts = Readonly<Record<string, string>>;

export type KubernetesNode = Readonly<{
  metadata: ObjectMeta;
  spec?: Readonly<{ unschedulable?: boolean; taints?: readonly Taint[] }>;
  status?: Readonly<{
    allocatable?: Amounts;
    conditions?: readonly Condition[];
    addresses?: readonly Readonly<{ type: string; address: string }>[];
    images?: readonly Readonly<{ names?: readonly string[] | null }>[];
  }>;
}>;

type Container = Readonly<{
  resources?: Readonly<{ requests?: Amounts; limits?: Amounts }>;
  ports?: readonly Readonly<{ name?: string; containerPort: number; hostPort?: number }>[];
  /** Of an init container that stays: `Always`. */
  restartPolicy?: string;
}>;

export type Terminated = Readonly<{
  exitCode: number;
  reason?: string;
  message?: string;
  startedAt?: string;
  finishedAt?: string;
}>;

export type ContainerState = Readonly<{
  waiting?: Readonly<{ reason?: string; message?: string }>;
  running?: Readonly<{ startedAt?: string }>;
  terminated?: Terminated;
}>;

export type Pod = Readonly<{
  metadata: ObjectMeta;
  spec?: Readonly<{
    nodeName?: string;
    containers?: readonly Container[];
    initContainers?: readonly Container[];
    overhead?: Amounts;
  }>;
  status?: Readonly<{
    phase?: string;
    reason?: string;
    message?: string;
    podIP?: string;
    /** Of its node. */
    hostIP?: string;
    conditions?: readonly Condition[];
    containerStatuses?: readonly Readonly<{
      name: string;
      state?: ContainerState;
      lastState?: ContainerState;
    }>[];
  }>;
}>;
