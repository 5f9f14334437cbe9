import type { Gpu, HardwareShape, NodeCapacity, NodeDriver } from '@tidegate/contracts';
import { type Demand, thousandthsEach } from './demand.ts';

export type GpuRoom = Gpu & Readonly<{ freeThousandths: number }>;

/** What one replica holds of its node. */
export type Holding = Demand &
  Readonly<{
    gpuIndices: readonly number[];
    /** It is on its way out: its room will be free. */
    isDraining?: boolean;
    /** It sleeps, or is about to: it keeps its room until anybody needs it. */
    sleeps?: boolean;
  }>;

/** A replica for which room is being made on a node. */
export type Claim = Demand & Readonly<{ id: string }>;

/** One node and what is free on it. */
export type Room = Readonly<{
  nodeId: string;
  hostname: string;
  /** Why it takes no replicas, in words that follow its name; null: it takes them. */
  closed: string | null;
  driver: NodeDriver;
  labels: Readonly<Record<string, string>>;
  taints: readonly string[];
  zone: string | null;
  capacity: NodeCapacity;
  freeVcpuMillis: number;
  freeMemoryMib: number;
  freeDiskMib: number;
  gpus: readonly GpuRoom[];
  /** Weights and images on its disk: `model:…`, `image:…`. What a replica here uses is there as well. */
  has: readonly string[];
  held: readonly Holding[];
  /** Nobody else shall have their room, the oldest first. */
  claims: readonly Claim[];
}>;

/** Of a node: a room before anything is in it. */
export type Node = Pick<
  Room,
  'nodeId' | 'hostname' | 'closed' | 'driver' | 'labels' | 'taints' | 'zone' | 'capacity' | 'has'
>;

const moved = (room: Room, { hardware, diskMib, gpuIndices }: Holding, sign: 1 | -1): Room => ({
  ...room,
  freeVcpuMillis: room.freeVcpuMillis + sign * hardware.vcpuMillis,
  freeMemoryMib: room.freeMemoryMib + sign * hardware.memoryMib,
  freeDiskMib: room.freeDiskMib + sign * (diskMib ?? 0),
  gpus: moveGpus(room.gpus, hardware, gpuIndices, sign),
});

const moveGpus = (
  gpus: readonly GpuRoom[],
  hardware: HardwareShape,
  gpuIndices: readonly number[],
  sign: 1 | -1,
): readonly GpuRoom[] =>
  gpuIndices.length === 0
    ? gpus
    : gpus.map((gpu) =>
        gpuIndices.includes(gpu.index)
          ? { ...gpu, freeThousandths: gpu.freeThousandths + sign * thousandthsEach(hardware) }
          : gpu,
      );

export const take = (room: Room, holding: Holding): Room => ({
  ...moved(room, holding, -1),
  held: [...room.held, holding],
});

/** As if the holding had ended. What it had fetched stays. */
export const give = (room: Room, holding: Holding): Room => {
  const at = room.held.findIndex((one) => isSame(one, holding));
  if (at < 0) return room;
  const has = new Set([...room.has, `model:${holding.model}`]);
  return { ...moved(room, holding, 1), has: [...has], held: room.held.toSpliced(at, 1) };
};

const isSame = (a: Holding, b: Holding): boolean => a === b || (a.id !== undefined && a.id === b.id);

/** A node with nothing on it. */
export const emptyRoom = (node: Node): Room => ({
  ...node,
  freeVcpuMillis: node.capacity.vcpuMillis,
  freeMemoryMib: node.capacity.memoryMib,
  freeDiskMib: node.capacity.diskMib,
  gpus: node.capacity.gpus.map((gpu) => ({ ...gpu, freeThousandths: 1000 })),
  held: [],
  claims: [],
});

/** The room that all holdings leave. It is counted anew each time, so that no error can stay and grow. */
export const roomLeft = (empty: Room, holdings: readonly Holding[]): Room => holdings.reduce(take, empty);

/** As if everything that is on its way out had ended. */
export const afterDraining = (room: Room): Room =>
  room.held.filter(({ isDraining }) => isDraining === true).reduce(give, room);

/** One of several rooms is another one now. */
export const replaced = (rooms: readonly Room[], room: Room): readonly Room[] =>
  rooms.map((one) => (one.nodeId === room.nodeId ? room : one));
