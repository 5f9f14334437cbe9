/** What of its node a replica was given. */
export type ReplicaShare = Readonly<{
  vcpuMillis: number;
  memoryMib: number;
  /** As its node offers them. */
  gpuIndices: readonly number[];
}>;
