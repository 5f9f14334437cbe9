import type { Gpu } from '@tidegate/contracts';
import { recogniseGpu } from '@tidegate/frameworks';

/**
 * What `nvidia-smi --query-gpu=index,name,memory.total --format=csv,noheader,nounits` prints, one GPU a line. A model
 * that the catalogue knows goes by its name there, any other by the driver's. Lines that tell no GPU are passed over:
 * a driver in trouble prints prose.
 */
export const installedGpus = (printed: string): Gpu[] => {
  const gpus = printed.split('\n').flatMap(gpuIn);
  // One index is one GPU, however often it is told.
  return gpus.filter(({ index }, n) => gpus.findIndex((gpu) => gpu.index === index) === n);
};

const gpuIn = (line: string): Gpu[] => {
  const [, index, name, memory] =
    /^\s*(\d{1,4})\s*,\s*(\S.{0,200}?)\s*,\s*([^,]{1,40})$/.exec(line.trimEnd()) ?? [];
  if (index === undefined || name === undefined || memory === undefined) return [];
  const known = recogniseGpu(name);
  return [
    {
      index: Number(index),
      model: known?.id ?? name,
      memoryMib: memoryMibIn(memory) ?? known?.memoryMib ?? 0,
      simulated: false,
      island: null,
    },
  ];
};

/** Some boards share the machine's memory and say "[N/A]" here. */
const memoryMibIn = (text: string): number | null => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null);
