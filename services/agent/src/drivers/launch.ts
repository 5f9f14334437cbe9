/** A program to run as a process of this machine. Its environment is whole: nothing of the agent's own reaches it. */
export type ProcessLaunch = Readonly<{
  replicaId: string;
  command: string;
  /** Started without a shell: each is one word. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}>;

/** A container to run, for every driver that has containers. */
export type ContainerLaunch = Readonly<{
  replicaId: string;
  endpointId: string;
  projectId: string;
  image: string;
  /** Of the image's registry; null: it is public. */
  credentials: RegistryCredentials | null;
  /** Instead of the image's entry point; null: what it starts by itself. */
  command: readonly string[] | null;
  /** Each is one word. Empty without a command: the image's own. */
  args: readonly string[];
  /** On top of the image's own. */
  env: Readonly<Record<string, string>>;
  /** What the program listens on, on every address of the container. */
  port: number;
  /** Null: its metrics are on the same port. */
  metricsPort: number | null;
  /** GPUs of the node that it gets, and no others. */
  gpuIndices: readonly number[];
  /** The same as container runtimes name them; absent: they are named by their indices. */
  gpuDevices?: readonly string[];
  vcpuMillis: number;
  memoryMib: number;
  /** Null: what containers have by default. */
  sharedMemoryMib: number | null;
  /** Folders of the node that it may read. */
  mounts: readonly Readonly<{ hostPath: string; path: string }>[];
  /** What its own disk is to hold; null: nothing is said. Drivers that cannot keep it to that do not. */
  diskMib: number | null;
  /** Where its own disk is mounted, which ends with it; null: it has none. */
  diskPath: string | null;
  /** Where it keeps what it downloads, for the next replica of its endpoint on this node; null: nowhere. */
  cachePath: string | null;
}>;

export type RegistryCredentials = Readonly<{ secretId: string; username: string; password: string }>;

export type DriverLaunch = ProcessLaunch | ContainerLaunch;

/** Where gateways and the agent reach a replica. */
export type Place = Readonly<{
  host: string;
  port: number;
  /** Null: its metrics are on the same port. */
  metricsPort: number | null;
}>;
