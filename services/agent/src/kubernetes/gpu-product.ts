import { recogniseGpu } from '@tidegate/frameworks';

/** As NVIDIA's device plugin counts GPUs. */
export const GPU_RESOURCE = 'nvidia.com/gpu';
/** As NVIDIA's feature discovery tells what they are. */
export const GPU_LABELS = {
  product: 'nvidia.com/gpu.product',
  memoryMib: 'nvidia.com/gpu.memory',
  replicas: 'nvidia.com/gpu.replicas',
  sharing: 'nvidia.com/gpu.sharing-strategy',
} as const;

type Labels = Readonly<Record<string, string>>;

export type GpuProduct = Readonly<{ model: string; memoryMib: number }>;

/**
 * What the GPUs of a node are, by its labels. A model that the catalogue knows goes by its name there, any other by the
 * label's. A slice of a GPU (MIG) is never taken for a whole one. Without labels nothing is known.
 * @returns null where one that is counted is not one GPU: time-slicing hands the same one to several pods
 */
export const gpuProductOf = (labels: Labels): GpuProduct | null => {
  const label = labels[GPU_LABELS.product] ?? '';
  if (/-SHARED$/i.test(label) || areShared(labels)) return null;
  const known = knownGpu(label);
  const model = known?.id ?? (label || 'unknown');
  return { model, memoryMib: memoryIn(labels, known?.memoryMib ?? 0) };
};

const knownGpu = (label: string): ReturnType<typeof recogniseGpu> =>
  /-MIG-/i.test(label) ? null : recogniseGpu(label.replaceAll(/[-_]+/g, ' '));

const memoryIn = (labels: Labels, usual: number): number => {
  const told = labels[GPU_LABELS.memoryMib] ?? '';
  return /^\d{1,9}$/.test(told) ? Number(told) : usual;
};

const areShared = (labels: Labels): boolean =>
  Number(labels[GPU_LABELS.replicas] ?? 1) > 1 || (labels[GPU_LABELS.sharing] ?? 'none') !== 'none';
