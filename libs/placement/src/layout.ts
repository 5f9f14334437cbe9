import type { GpuOffer, NodeOffer } from './offer.ts';
import type { Numbering } from './shape.ts';

/** A GPU with its model and, within its node, its island as numbers. */
export type GpuAt = Readonly<{ model: number; island: number; index: number }>;

/** The GPUs of a node as they lie in its slots: those of one model side by side, among them those of one island. */
export const layOut = (gpus: readonly GpuOffer[], models: Numbering): readonly GpuAt[] => {
  const islands: (string | null)[] = [];
  const laid = gpus.map(({ index, model, island }) => {
    if (!islands.includes(island)) islands.push(island);
    return { model: models.of(model), island: islands.indexOf(island), index };
  });
  // Most machines list them so already.
  const isInOrder = laid.every((gpu, n) => n === 0 || order(laid[n - 1]!, gpu) <= 0);
  return isInOrder ? laid : laid.toSorted(order);
};

const order = (a: GpuAt, b: GpuAt): number => a.model - b.model || a.island - b.island || a.index - b.index;

/** Equal for nodes that rules cannot tell apart. */
export const keyOfKind = ({ labels, taints, zone }: NodeOffer): string => {
  const named = Object.entries(labels);
  if (named.length === 0 && taints.length === 0) return zone === null ? '' : `in ${zone}`;
  return JSON.stringify([named.toSorted(byName), taints.toSorted(), zone]);
};

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);
