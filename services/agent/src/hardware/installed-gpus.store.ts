import { type OfferedGpus, offeredGpus } from './gpu-indices.ts';
import type { MachineMemory } from './machine-memory.store.ts';
import { type Printed, sightedGpus } from './sighted-gpus.ts';

export type InstalledGpus = Pick<OfferedGpus, 'gpus' | 'devices'>;
export const NO_GPUS: InstalledGpus = { gpus: [], devices: new Map() };

/** What nvidia-smi printed: GPUs that were seen before in this boot keep their indices. */
export const rememberedGpus = (printed: Printed, memory: MachineMemory): InstalledGpus => {
  const { indices, ...offered } = offeredGpus(sightedGpus(printed), memory.gpuIndices);
  memory.keep({ gpuIndices: indices });
  return offered;
};
