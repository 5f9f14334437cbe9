import type { Gpu, HardwareShape, NodeCapacity } from '@tidegate/contracts';

export type GpuRoom = Gpu & Readonly<{ freeThousandths: number }>;

/** One node and what is free on it. */
export type Room = Readonly<{
  nodeId: string;
  /** Only a `ready` node takes replicas. */
  state: string;
  capacity: Readonly<{ vcpuMillis: number; memoryMib: number }>;
  freeVcpuMillis: number;
  freeMemoryMib: number;
  gpus: readonly GpuRoom[];
  /** Models whose weights are on the node already. */
  models: ReadonlySet<string>;
  /** Whose replicas are here, once for each. */
  endpoints: readonly string[];
}>;

/** What one replica holds of its node. */
export type Holding = Readonly<{
  hardware: HardwareShape;
  gpuIndices: readonly number[];
  model: string;
  endpointId?: string;
}>;

/** Several GPUs are always whole ones: a group of fractions would share links and memory with strangers. */
export const thousandthsEach = ({ gpuCount, gpuThousandths }: HardwareShape): number =>
  gpuCount > 1 ? 1000 : gpuThousandths;

const moved = (room: Room, { hardware, gpuIndices }: Holding, sign: 1 | -1): Room => ({
  ...room,
  freeVcpuMillis: room.freeVcpuMillis + sign * hardware.vcpuMillis,
  freeMemoryMib: room.freeMemoryMib + sign * hardware.memoryMib,
  gpus: room.gpus.map((gpu) =>
    gpuIndices.includes(gpu.index)
      ? { ...gpu, freeThousandths: gpu.freeThousandths + sign * thousandthsEach(hardware) }
      : gpu,
  ),
});

export const take = (room: Room, holding: Holding): Room => ({
  ...moved(room, holding, -1),
  models: room.models.has(holding.model) ? room.models : new Set([...room.models, holding.model]),
  endpoints: holding.endpointId === undefined ? room.endpoints : [...room.endpoints, holding.endpointId],
});

/** As if the holding had ended. Its model’s weights stay. */
export const give = (room: Room, holding: Holding): Room => moved(room, holding, 1);

/** A node with nothing on it. */
export const emptyRoom = (nodeId: string, state: string, capacity: NodeCapacity): Room => ({
  nodeId,
  state,
  capacity,
  freeVcpuMillis: capacity.vcpuMillis,
  freeMemoryMib: capacity.memoryMib,
  gpus: capacity.gpus.map((gpu) => ({ ...gpu, freeThousandths: 1000 })),
  models: new Set(),
  endpoints: [],
});

/** The room that all holdings leave. It is counted anew each time, so that no error can stay and grow. */
export const roomLeft = (empty: Room, holdings: readonly Holding[]): Room => holdings.reduce(take, empty);
