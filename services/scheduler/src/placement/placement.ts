import type { HardwareShape } from '@tidegate/contracts';
import { type Room, thousandthsEach } from './room.ts';
import { type Demand, score } from './scoring.ts';

export type Candidate = Readonly<{ nodeId: string; score: number | null; reason: string }>;

export type Place = Readonly<{ nodeId: string; gpuIndices: readonly number[] }>;

export type Placement = Readonly<{
  /** Null when no node has room. */
  place: Place | null;
  /** Every candidate and why, best first, at most 20. */
  explanation: readonly Candidate[];
}>;

const LONGEST_EXPLANATION = 20;

/** The GPUs it would get: for a share the fullest that fits, for whole ones the lowest indices. Null when there are too few. */
const pickGpus = (room: Room, shape: HardwareShape): readonly number[] | null => {
  const needed = thousandthsEach(shape);
  const free = room.gpus
    .filter(({ model, freeThousandths }) => model === shape.gpuModel && freeThousandths >= needed)
    .toSorted((a, b) => a.freeThousandths - b.freeThousandths || a.index - b.index)
    .slice(0, shape.gpuCount);
  return free.length < shape.gpuCount ? null : free.map(({ index }) => index).toSorted((a, b) => a - b);
};

const gpuObstacle = (room: Room, shape: HardwareShape): string => {
  const ofModel = room.gpus.filter(({ model }) => model === shape.gpuModel);
  if (ofModel.length === 0) return `has no ${String(shape.gpuModel)}`;
  if (ofModel.length < shape.gpuCount)
    return `has ${ofModel.length} ${String(shape.gpuModel)}, ${shape.gpuCount} are needed`;
  const enough = ofModel.filter(({ freeThousandths }) => freeThousandths >= thousandthsEach(shape)).length;
  return `${enough} of its ${ofModel.length} ${String(shape.gpuModel)} have room, ${shape.gpuCount} are needed`;
};

type Fit = Readonly<{ room: Room; gpuIndices: readonly number[] | null; obstacle: string | null }>;

const fit = (room: Room, { hardware }: Demand): Fit => {
  const no = (obstacle: string): Fit => ({ room, gpuIndices: null, obstacle });
  if (room.state !== 'ready') return no(`is ${room.state}`);
  const gpuIndices = hardware.gpuCount === 0 ? [] : pickGpus(room, hardware);
  if (!gpuIndices) return no(gpuObstacle(room, hardware));
  if (room.freeVcpuMillis < hardware.vcpuMillis)
    return no(`${room.freeVcpuMillis} thousandths of a vCPU are free, ${hardware.vcpuMillis} are needed`);
  if (room.freeMemoryMib < hardware.memoryMib)
    return no(`${room.freeMemoryMib} MiB of memory are free, ${hardware.memoryMib} are needed`);
  return { room, gpuIndices, obstacle: null };
};

const byNodeId = (a: Candidate, b: Candidate): number => (a.nodeId < b.nodeId ? -1 : 1);

/**
 * Filter, score, pick. Pure over an immutable picture of the pool: the same picture in any order gives the same answer,
 * and whatever fits on some node by itself is placed.
 */
export const place = (demand: Demand, rooms: readonly Room[]): Placement => {
  const candidates = rooms
    .map((room) => {
      const { gpuIndices, obstacle } = fit(room, demand);
      if (!gpuIndices) return { nodeId: room.nodeId, score: null, reason: obstacle ?? '', gpuIndices };
      const scored = score(demand, room, gpuIndices);
      return { nodeId: room.nodeId, ...scored, gpuIndices };
    })
    .toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1) || byNodeId(a, b));
  const [best] = candidates;
  const explanation = candidates
    .slice(0, LONGEST_EXPLANATION)
    .map(({ nodeId, score: points, reason }) => ({ nodeId, score: points, reason }));
  return {
    place: best?.gpuIndices ? { nodeId: best.nodeId, gpuIndices: best.gpuIndices } : null,
    explanation,
  };
};

/** Why nothing fits, in one sentence for people. */
export const waitingReason = (explanation: readonly Candidate[]): string => {
  if (explanation.length === 0) return 'Waits for room: the cluster has no node.';
  const [first] = explanation;
  const others = explanation.length - 1;
  const rest =
    others > 0 ? `, and ${others} more ${others === 1 ? 'node has' : 'nodes have'} no room either` : '';
  return `Waits for room: ${first?.nodeId ?? ''} ${first?.reason ?? ''}${rest}.`;
};
