/** One GPU of a node. A part of a GPU that is isolated in hardware (MIG) is a GPU of a model of its own. */
export type GpuOffer = Readonly<{
  index: number;
  model: string;
  /** GPUs of one island talk to each other fast; null: nothing is known. */
  island: string | null;
}>;

/** All that a node has, free or not. */
export type NodeOffer = Readonly<{
  nodeId: string;
  vcpuMillis: number;
  memoryMib: number;
  diskMib: number;
  gpus: readonly GpuOffer[];
  zone: string | null;
  labels: Readonly<Record<string, string>>;
  /** Only who tolerates each of them comes here. */
  taints: readonly string[];
}>;

/** What one replica takes. Equal amounts are one shape: what is learned is learned about shapes. */
export type Amounts = Readonly<{
  vcpuMillis: number;
  memoryMib: number;
  diskMib: number;
  gpuCount: number;
  /** Of each GPU; several GPUs are always whole ones. */
  gpuThousandths: number;
  /** Null: any. */
  gpuModels: readonly string[] | null;
}>;

/** Where it may go at all. */
export type Rules = Readonly<{
  /** Labels that the node must have. */
  labels: Readonly<Record<string, string>>;
  tolerates: readonly string[];
  /** Null: any. */
  zones: readonly string[] | null;
}>;

export const NO_RULES: Rules = { labels: {}, tolerates: [], zones: null };

/** What speaks for and against single nodes. It never makes a request impossible, but for what `spread` demands. */
export type Wishes = Readonly<{
  /** Replicas of one group keep apart. Null: it has no group. */
  group: string | null;
  /** `prefer`: apart where it costs little. `nodes`, `zones`: never two on one node, in one zone. */
  apart: 'prefer' | 'nodes' | 'zones';
  /** Weights and images that a node may have already, with the GPU thousandths that finding them is worth. */
  finds: readonly Readonly<{ item: string; worth: number }>[];
}>;

export const NO_WISHES: Wishes = { group: null, apart: 'prefer', finds: [] };

export type Request = Readonly<{ amounts: Amounts; rules: Rules; wishes: Wishes }>;

export type Place = Readonly<{ nodeId: string; gpuIndices: readonly number[] }>;
