import type { HardwareShape, NodeCapacity } from '@tidegate/contracts';

export type Held = { gpus: number[]; vcpuMillis: number; memoryMib: number };

type Holding = Readonly<{ hardware: HardwareShape; gpuIndices: readonly number[] }>;

/** What is held of a machine, by GPU in thousandths. */
export const heldOn = (capacity: NodeCapacity, holdings: Iterable<Holding>): Held => {
  const held = { gpus: capacity.gpus.map(() => 0), vcpuMillis: 0, memoryMib: 0 };
  for (const { hardware, gpuIndices } of holdings) {
    held.vcpuMillis += hardware.vcpuMillis;
    held.memoryMib += hardware.memoryMib;
    const each = hardware.gpuCount > 1 ? 1000 : hardware.gpuThousandths;
    for (const index of gpuIndices) held.gpus[index] = (held.gpus[index] ?? 0) + each;
  }
  return held;
};
