import type { AnyEvent, HardwareShape, NodeCapacity, Recorded } from '@tidegate/contracts';
import type { Lived, Machine } from './machine.ts';

/** A promise that was broken. */
export class Broken extends Error {}

const each = ({ gpuCount, gpuThousandths }: HardwareShape): number => (gpuCount > 1 ? 1000 : gpuThousandths);

/** What really runs fits the machine, in every dimension. */
export const fits = (machine: Machine): void => {
  const { gpus, vcpuMillis, memoryMib } = machine.held();
  const { capacity } = machine;
  const over = gpus.findIndex((thousandths) => thousandths > 1000);
  if (over >= 0)
    throw new Broken(
      `GPU ${String(over)} of machine ${String(machine.number)} is held ${String(gpus[over])} thousandths by ${[...machine.running.keys()].join(', ')}`,
    );
  if (vcpuMillis > capacity.vcpuMillis || memoryMib > capacity.memoryMib)
    throw new Broken(`machine ${String(machine.number)} runs more than it has`);
};

type Taken = Readonly<{ nodeId: string; hardware: HardwareShape; gpuIndices: readonly number[] }>;

/** The log by itself: between its placement and its end a replica has its share of its node alone. */
export const nothingGivenTwice = (log: readonly Recorded<AnyEvent>[]): void => {
  const capacity = new Map<string, NodeCapacity>();
  const taken = new Map<string, Taken>();
  const ended = new Set<string>();
  for (const event of log) {
    if (event.type === 'NodeRegistered') capacity.set(event.data.nodeId, event.data.capacity);
    if (event.type === 'ReplicaStopped') {
      ended.add(event.data.replicaId);
      taken.delete(event.data.replicaId);
    }
    if (event.type !== 'ReplicaPlaced' || ended.has(event.data.replicaId)) continue;
    const { replicaId, nodeId, hardware, gpuIndices } = event.data;
    if (taken.has(replicaId)) throw new Broken(`${replicaId} was placed twice`);
    taken.set(replicaId, { nodeId, hardware, gpuIndices });
    const on = [...taken.values()].filter((one) => one.nodeId === nodeId);
    checkNode(nodeId, on, capacity.get(nodeId));
  }
};

const checkNode = (nodeId: string, on: readonly Taken[], capacity: NodeCapacity | undefined): void => {
  if (!capacity) throw new Broken(`${nodeId} got a replica before it registered`);
  const sum = (of: (hardware: HardwareShape) => number): number =>
    on.reduce((total, { hardware }) => total + of(hardware), 0);
  if (sum(({ vcpuMillis }) => vcpuMillis) > capacity.vcpuMillis)
    throw new Broken(`${nodeId}: too many CPUs given`);
  if (sum(({ memoryMib }) => memoryMib) > capacity.memoryMib)
    throw new Broken(`${nodeId}: too much memory given`);
  for (const { index } of capacity.gpus) {
    const thousandths = on.reduce(
      (total, one) => total + (one.gpuIndices.includes(index) ? each(one.hardware) : 0),
      0,
    );
    if (thousandths > 1000) throw new Broken(`GPU ${String(index)} of ${nodeId} was given twice`);
  }
};

/** A node's clock is known as exactly as its first word was quick. */
const CLOCK_ERROR_US = 3_000_000;

/** What is billed was held: by whom, there, then. */
export const onlyHeldIsBilled = (
  log: readonly Recorded<AnyEvent>[],
  lives: readonly Lived[],
  nowUs: number,
): void => {
  const lived = Map.groupBy(lives, ({ replicaId }) => replicaId);
  const started = new Map<string, number>();
  for (const event of log) {
    if (event.type === 'ReplicaStarted') started.set(event.data.replicaId, event.data.startedAtUs);
    if (event.type !== 'ReplicaStopped') continue;
    const { replicaId, stoppedAtUs } = event.data;
    const startedAtUs = started.get(replicaId);
    if (startedAtUs === undefined) continue;
    if (stoppedAtUs < startedAtUs) throw new Broken(`${replicaId} ended before it began`);
    // What still runs somewhere holds its hardware.
    const truth = lived.get(replicaId)?.at(-1) ?? { startedAtUs: 0, endedAtUs: nowUs };
    if (stoppedAtUs > truth.endedAtUs + CLOCK_ERROR_US || startedAtUs < truth.startedAtUs - CLOCK_ERROR_US)
      throw new Broken(`${replicaId} is billed for time in which it held nothing`);
  }
};

/** Of each endpoint: what it shall have, what it has, and what waits. */
export const countsOf = (
  log: readonly Recorded<AnyEvent>[],
): Map<string, { desired: number; ready: Set<string>; live: Set<string> }> => {
  const counts = new Map<string, { desired: number; ready: Set<string>; live: Set<string> }>();
  for (const event of log) {
    if (event.type === 'EndpointRequested')
      counts.set(event.data.endpointId, { desired: 0, ready: new Set(), live: new Set() });
    const known = 'endpointId' in event.data ? counts.get(event.data.endpointId) : undefined;
    if (!known) continue;
    if (event.type === 'ScaleDecided') known.desired = event.data.to;
    if (event.type === 'ReplicaRequested') known.live.add(event.data.replicaId);
    if (event.type === 'ReplicaReady') known.ready.add(event.data.replicaId);
    if (event.type === 'ReplicaDraining' || event.type === 'ReplicaStopped') {
      known.ready.delete(event.data.replicaId);
      known.live.delete(event.data.replicaId);
    }
  }
  return counts;
};
