import type { NodeCapacity, NodeTraits } from '@tidegate/contracts';

/** What an agent says about its node each time it asks. */
export type Sighting = Readonly<{
  nodeId: string;
  cluster: string;
  bootId: string;
  hostname: string;
  address: string;
  capacity: NodeCapacity;
}> &
  NodeTraits;

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

/** Equal for equal content, whatever the order of labels and taints. */
const fingerprint = ({ cluster, bootId, hostname, address, capacity, ...traits }: Sighting): string =>
  JSON.stringify([
    [cluster, bootId, hostname, address],
    [capacity.vcpuMillis, capacity.memoryMib, capacity.diskMib],
    capacity.gpus.map(({ index, model, memoryMib, simulated, island }) => [
      index,
      model,
      memoryMib,
      simulated,
      island,
    ]),
    [traits.driver, traits.zone, traits.taints.toSorted()],
    Object.entries(traits.labels).toSorted(byName),
  ]);

/** Whether a node is what it was when it registered. */
export const sameNode = (a: Sighting, b: Sighting): boolean => fingerprint(a) === fingerprint(b);
