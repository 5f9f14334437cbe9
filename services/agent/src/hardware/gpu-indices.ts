import type { Gpu } from '@tidegate/contracts';
import type { SightedGpu } from './sighted-gpus.ts';

/** Under which index each GPU is offered, by uuid. */
export type GpuIndices = Readonly<Record<string, number>>;

export type OfferedGpus = Readonly<{
  gpus: Gpu[];
  /** How container runtimes and programs are told of a GPU, by the index under which it is offered. */
  devices: ReadonlyMap<number, string>;
  indices: GpuIndices;
}>;

/** The most that one node offers. */
const MOST_GPUS = 64;
const MOST_REMEMBERED = 512;

/**
 * The driver counts anew when a GPU has gone or come, while replicas hold GPUs by their index: a GPU that was seen keeps the
 * index that it had, and no other gets it. A new one gets the driver's, or the next free one.
 */
export const offeredGpus = (sighted: readonly SightedGpu[], known: GpuIndices): OfferedGpus => {
  const indices = new Map(Object.entries(known).slice(-MOST_REMEMBERED));
  const taken = new Set(indices.values());
  const devices = new Map<number, string>();
  const gpus = sighted.slice(0, MOST_GPUS).map(({ uuid, ...gpu }) => {
    const index = (uuid === null ? undefined : indices.get(uuid)) ?? freeFrom(gpu.index, taken);
    taken.add(index);
    if (uuid !== null) indices.set(uuid, index);
    devices.set(index, uuid ?? String(gpu.index));
    return { ...gpu, index };
  });
  gpus.sort((a, b) => a.index - b.index);
  return { gpus, devices, indices: Object.fromEntries(indices) };
};

const freeFrom = (wanted: number, taken: ReadonlySet<number>): number => {
  let index = wanted;
  while (taken.has(index)) index += 1;
  return index;
};
