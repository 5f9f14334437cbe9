/** How one GPU is used at a moment, by everyone together; null: it does not tell. */
export type GpuUse = Readonly<{
  busyPercent: number | null;
  usedMib: number | null;
  totalMib: number | null;
}>;

const MOST_GPUS = 64;

/**
 * What `nvidia-smi --query-gpu=index,uuid,utilization.gpu,memory.used,memory.total --format=csv,noheader,nounits` prints, one
 * GPU a line, under both of its names: uuid and index. Boards say "[N/A]" for what they do not measure.
 */
export const gpuUses = (printed: string): ReadonlyMap<string, GpuUse> => {
  const uses = new Map<string, GpuUse>();
  for (const line of printed.split('\n')) {
    const [index, uuid, busy, used, total, ...more] = line.split(',').map((part) => part.trim());
    if (uses.size >= 2 * MOST_GPUS || more.length > 0 || !/^\d{1,4}$/.test(index ?? '')) continue;
    const use = { busyPercent: wholeIn(busy), usedMib: wholeIn(used), totalMib: wholeIn(total) };
    for (const name of [index, uuid]) if (name !== undefined) uses.set(name, use);
  }
  return uses;
};

const wholeIn = (text: string | undefined): number | null =>
  /^\d{1,9}$/.test(text ?? '') ? Number(text) : null;
