import type { HardwareShape } from '@tidegate/contracts';
import { type Room, thousandthsEach } from './room.ts';

export type Demand = Readonly<{ hardware: HardwareShape; model: string }>;

/** One wish about where a replica goes: 0 (not at all) to 1 (wholly met). Weights say which wish gives way. */
type Wish = Readonly<{
  name: string;
  weight: number;
  met: (demand: Demand, room: Room, gpuIndices: readonly number[]) => number;
}>;

/** Share of a thing that is in use once the replica is there; 1 where there is none of it, for none of it is wasted. */
const used = (free: number, total: number): number =>
  total <= 0 ? 1 : Math.min(1, Math.max(0, 1 - free / total));

/**
 * The fullest node that still fits, so that empty nodes and empty GPUs stay whole for big shapes.
 * First in what is scarce (whole GPUs, then GPU shares), then in CPU and memory.
 */
const packs: Wish = {
  name: 'packs',
  weight: 8,
  met: ({ hardware }, room, gpuIndices) => {
    const taken = thousandthsEach(hardware);
    const left = room.gpus.map(({ index, freeThousandths }) =>
      gpuIndices.includes(index) ? freeThousandths - taken : freeThousandths,
    );
    const whole = used(left.filter((free) => free === 1000).length, left.length);
    const shares = used(
      left.reduce((sum, free) => sum + free, 0),
      left.length * 1000,
    );
    const vcpu = used(room.freeVcpuMillis - hardware.vcpuMillis, room.capacity.vcpuMillis);
    const memory = used(room.freeMemoryMib - hardware.memoryMib, room.capacity.memoryMib);
    return 0.4 * whole + 0.3 * shares + 0.15 * vcpu + 0.15 * memory;
  },
};

/** A replica without GPUs leaves the vCPUs beside free GPUs to those that need both. */
const sparesGpuNodes: Wish = {
  name: 'spares GPU nodes',
  weight: 4,
  met: ({ hardware }, room) =>
    hardware.gpuCount > 0 || room.gpus.every(({ freeThousandths }) => freeThousandths === 0) ? 1 : 0,
};

/** Weights that are on the node already need not be fetched. */
const findsWeights: Wish = {
  name: 'finds the model’s weights',
  weight: 1,
  met: ({ model }, room) => (room.models.has(model) ? 1 : 0),
};

const WISHES: readonly Wish[] = [packs, sparesGpuNodes, findsWeights];
const TOTAL_WEIGHT = WISHES.reduce((sum, { weight }) => sum + weight, 0);

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** 0 to 1 in steps of a ten-thousandth, and how it came about. */
export const score = (
  demand: Demand,
  room: Room,
  gpuIndices: readonly number[],
): Readonly<{ score: number; reason: string }> => {
  const parts = WISHES.map(({ name, weight, met }) => ({ name, weight, met: met(demand, room, gpuIndices) }));
  const sum = parts.reduce((total, { weight, met }) => total + weight * met, 0);
  const reason = parts.map(({ name, met }) => `${name} ${Math.round(met * 100)} %`).join(', ');
  return { score: rounded(sum / TOTAL_WEIGHT), reason: `fits: ${reason}` };
};
