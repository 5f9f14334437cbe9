import { GPUS_PER_NODE, type Pool } from './pool.ts';
import type { Shape } from './shape.ts';

/** The GPU with the least room that suffices for a share, or the one with the most. -1: none has room. */
export const shareSlot = (
  pool: Pool,
  shape: Shape,
  node: number,
  wanted: 'tightest' | 'emptiest',
): number => {
  const begin = node * GPUS_PER_NODE;
  let best = -1;
  for (let slot = begin; slot < begin + pool.gpus[node]!; slot++) {
    const left = pool.left[slot]!;
    if (left < shape.milli || !allows(shape, pool.model[slot]!)) continue;
    const better =
      wanted === 'tightest' ? left < (pool.left[best] ?? Infinity) : left > (pool.left[best] ?? -1);
    if (best < 0 || better) best = slot;
  }
  return best;
};

/**
 * Whole GPUs of one model: from the island that they fill best; from as few islands as it takes when none suffices.
 * Call only when the node has room.
 */
export const wholeSlots = (pool: Pool, shape: Shape, node: number): number[] => {
  const from = pool.firstRun(shape, node);
  const islands = new Map<number, number[]>();
  for (let slot = from; slot < pool.runEnd[from]!; slot++)
    if (pool.left[slot]! >= shape.milli) {
      const island = pool.island[slot]!;
      islands.set(island, [...(islands.get(island) ?? []), slot]);
    }
  const groups = [...islands.values()].toSorted((a, b) => a.length - b.length);
  const enough = groups.find((slots) => slots.length >= shape.count);
  return (enough ?? groups.toReversed().flat()).slice(0, shape.count);
};

/**
 * What it costs, in GPU thousandths, when the GPUs of a request would be of several islands: a twentieth of each, for the time that
 * they wait for each other on the slower way. Call only when the node has room.
 */
export const splitCost = (pool: Pool, shape: Shape, node: number): number => {
  if (shape.count < 2) return 0;
  return pool.isSplit(shape, pool.firstRun(shape, node)) ? SPLIT_PER_GPU * shape.count : 0;
};
const SPLIT_PER_GPU = 50;

export const allows = ({ models }: Shape, model: number): boolean => models === null || models[model] === 1;
