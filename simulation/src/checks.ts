import type { AnyEvent, HardwareShape, NodeCapacity, Recorded, StopCause } from '@tidegate/contracts';
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
const nothingGivenTwice = (log: readonly Recorded<AnyEvent>[]): void => {
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

type Ended = Readonly<{ data: Readonly<{ replicaId: string; cause: StopCause }> }>;

/** Ended at its node’s last proof of life: it may have lived longer. */
const UNPROVEN: ReadonlySet<StopCause> = new Set(['node_lost', 'node_restarted']);

const exactly = ({ data }: Ended, tooMuchUs: number): void => {
  if (tooMuchUs > 0 || (tooMuchUs < 0 && !UNPROVEN.has(data.cause)))
    throw new Broken(
      `${data.replicaId} is billed for ${String(tooMuchUs)} µs more than it held its hardware`,
    );
};

/** What is billed was held: by whom, there, then, and to the microsecond for how long. */
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
    exactly(event, stoppedAtUs - startedAtUs - (truth.endedAtUs - truth.startedAtUs));
  }
};

/** Who takes requests again is not ended by what was decided before. */
const nothingTakenBackIsStopped = (log: readonly Recorded<AnyEvent>[]): void => {
  const resumed = new Set<string>();
  for (const event of log) {
    if (event.type === 'ReplicaResumed') resumed.add(event.data.replicaId);
    if (event.type === 'ReplicaDraining') resumed.delete(event.data.replicaId);
    if (event.type !== 'ReplicaStopped' || !resumed.has(event.data.replicaId)) continue;
    const { replicaId, cause } = event.data;
    if (cause === 'scaled_down') throw new Broken(`${replicaId} was taken back, and stopped all the same`);
  }
};

/** A replica falls asleep and wakes in turns. */
const sleepsInTurns = (log: readonly Recorded<AnyEvent>[]): void => {
  const asleep = new Map<string, boolean>();
  for (const event of log) {
    if (event.type === 'ReplicaWakeRequested') asleep.set(event.data.replicaId, false);
    if (event.type === 'ReplicaReady' && asleep.get(event.data.replicaId) === true)
      throw new Broken(`${event.data.replicaId} is ready, and nobody woke it`);
    if (event.type !== 'ReplicaSlept') continue;
    if (asleep.get(event.data.replicaId) === true)
      throw new Broken(`${event.data.replicaId} fell asleep twice`);
    asleep.set(event.data.replicaId, true);
  }
};

/** What the log must never say, all of it. */
export const logIsPossible = (log: readonly Recorded<AnyEvent>[]): void => {
  nothingGivenTwice(log);
  nothingTakenBackIsStopped(log);
  sleepsInTurns(log);
};

const endpointIdOf = ({ data }: AnyEvent): string => ('endpointId' in data ? (data.endpointId ?? '') : '');

type Counts = { desired: number; isDeleted: boolean; ready: Set<string>; live: Set<string> };

/** Of each endpoint: what it shall have, what it has, and what waits. */
export const countsOf = (log: readonly Recorded<AnyEvent>[]): Map<string, Counts> => {
  const counts = new Map<string, Counts>();
  for (const event of log) {
    if (event.type === 'EndpointRequested')
      counts.set(event.data.endpointId, { desired: 0, isDeleted: false, ready: new Set(), live: new Set() });
    const known = counts.get(endpointIdOf(event));
    if (!known) continue;
    if (event.type === 'EndpointDeleted') Object.assign(known, { isDeleted: true, desired: 0 });
    // What was decided before the scaler heard of the end comes after it.
    if (event.type === 'ScaleDecided' && !known.isDeleted) known.desired = event.data.to;
    if ('replicaId' in event.data) count(known, event.type, event.data.replicaId ?? '');
  }
  return counts;
};

const BECOMES_LIVE: readonly AnyEvent['type'][] = [
  'ReplicaRequested',
  'ReplicaResumed',
  'ReplicaWakeRequested',
];
const BECOMES_READY: readonly AnyEvent['type'][] = ['ReplicaReady', 'ReplicaResumed'];
const IS_LEAVING: readonly AnyEvent['type'][] = ['ReplicaDraining', 'ReplicaStopped'];

const count = ({ live, ready }: Counts, type: AnyEvent['type'], replicaId: string): void => {
  if (BECOMES_LIVE.includes(type)) live.add(replicaId);
  if (BECOMES_READY.includes(type)) ready.add(replicaId);
  if (!IS_LEAVING.includes(type)) return;
  live.delete(replicaId);
  ready.delete(replicaId);
};
