import type { GpuUse } from '../hardware/gpu-use.ts';
import type { ReplicaShare } from './replica-share.ts';

/** What was seen of a replica from outside. Null: not known now. */
export type Seen = Readonly<{
  /** Cores that were busy since the round before. */
  cores: number | null;
  memoryBytes: number | null;
  /** Of each of its GPUs; null: not of all. */
  gpus: readonly GpuUse[] | null;
  diskPercent: number | null;
}>;

const MIB = 1024 ** 2;
const MEGABYTE = 1e6;

/** The node metrics of the catalogue that can be told; nothing of a share that is not known. */
export const nodeMetrics = (seen: Seen, share: ReplicaShare | undefined): Record<string, number> => {
  const { cores, memoryBytes, gpus, diskPercent } = seen;
  const metrics = {
    CPUUtilization: share && percent(cores, share.vcpuMillis / 1000),
    MemoryUtilization: share && percent(memoryBytes, share.memoryMib * MIB),
    DiskUtilization: diskPercent,
    ...(gpus && ofGpus(gpus)),
  };
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
};

const ofGpus = (gpus: readonly GpuUse[]): Record<string, number | null> => {
  const busy = sumOf(gpus.map(({ busyPercent }) => busyPercent));
  const [used, total] = [sumOf(gpus.map(({ usedMib }) => usedMib)), sumOf(gpus.map((gpu) => gpu.totalMib))];
  return {
    GPUUtilization: busy === null ? null : busy / gpus.length,
    GPUMemoryUtilization: percent(used, total),
    GPUMemoryUsed: used === null ? null : (used * MIB) / MEGABYTE,
  };
};

/** Null for no numbers at all, or when one is not known. */
const sumOf = (values: readonly (number | null)[]): number | null =>
  values.length === 0
    ? null
    : values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);

const percent = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole <= 0 ? null : (100 * part) / whole;
