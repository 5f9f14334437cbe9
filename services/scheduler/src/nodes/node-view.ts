import type { HardwareShape, NodeCapacity, NodeTraits, NodeView } from '@tidegate/contracts';
import { thousandthsEach } from '../placement/demand.ts';
import { nodeStateOf } from './node.ts';

/** What one replica holds of its node. */
export type HeldOnNode = Readonly<{
  hardware: HardwareShape;
  gpuIndices: readonly number[];
  /** Null: none that counts. */
  diskMib: number | null;
}>;

export type NodeFacts = Readonly<{
  id: string;
  cluster: string;
  hostname: string;
  status: string;
  cordon: string;
  drainStartedUs: number | null;
  drainDeadlineUs: number | null;
  capacity: NodeCapacity;
  lastSeenUs: number;
}> &
  NodeTraits;

const iso = (atUs: number): string => new Date(atUs / 1000).toISOString();

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

const freeOf = (capacity: NodeCapacity, held: readonly HeldOnNode[]): NodeView['free'] => ({
  vcpuMillis: capacity.vcpuMillis - sum(held.map(({ hardware }) => hardware.vcpuMillis)),
  memoryMib: capacity.memoryMib - sum(held.map(({ hardware }) => hardware.memoryMib)),
  diskMib: capacity.diskMib - sum(held.map(({ diskMib }) => diskMib ?? 0)),
  gpuThousandths: capacity.gpus.map(({ index }) => {
    const onIt = held.filter(({ gpuIndices }) => gpuIndices.includes(index));
    return 1000 - sum(onIt.map(({ hardware }) => thousandthsEach(hardware)));
  }),
});

const drainOf = ({ cordon, drainStartedUs, drainDeadlineUs }: NodeFacts): NodeView['drain'] =>
  cordon !== 'draining' || drainStartedUs === null
    ? null
    : {
        startedAt: iso(drainStartedUs),
        deadline: drainDeadlineUs === null ? null : iso(drainDeadlineUs),
      };

export const nodeViewOf = (node: NodeFacts, held: readonly HeldOnNode[]): NodeView => ({
  id: node.id,
  cluster: node.cluster,
  hostname: node.hostname,
  state: nodeStateOf(node.status, node.cordon),
  simulated: node.capacity.gpus.some(({ simulated }) => simulated),
  capacity: node.capacity,
  driver: node.driver,
  labels: node.labels,
  taints: node.taints,
  zone: node.zone,
  replicas: held.length,
  drain: drainOf(node),
  free: freeOf(node.capacity, held),
  lastSeenAt: iso(node.lastSeenUs),
});
