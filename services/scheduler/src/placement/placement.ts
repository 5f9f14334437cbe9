import type { HardwareShape } from '@tidegate/contracts';
import { NO_RULES, Placer, Potential, type Request } from '@tidegate/placement';
import { type Room, thousandthsEach } from './room.ts';

/** What a replica wants a place for. */
export type Demand = Readonly<{
  hardware: HardwareShape;
  model: string;
  /** Its siblings: where it costs nothing they keep apart. */
  endpointId?: string;
}>;

export type Candidate = Readonly<{ nodeId: string; score: number | null; reason: string }>;

export type Place = Readonly<{ nodeId: string; gpuIndices: readonly number[] }>;

export type Placement = Readonly<{
  /** Null when no node has room. */
  place: Place | null;
  /** Candidates and why, best first, at most 20. A score is what the place costs, below zero, in GPU thousandths. */
  explanation: readonly Candidate[];
}>;

const LONGEST_EXPLANATION = 20;
/** What it is worth, in GPU thousandths, that the weights need not be fetched: as much as the least that placing counts. */
const WEIGHTS_WORTH = 80;

/** Requests of the past, oldest first: what the next ones will be like. */
export type Past = readonly HardwareShape[];

/**
 * A picture of a pool in which replicas find places one after another. The same rooms in any order, and the same past, give the same
 * answers; whatever fits on some node by itself is placed.
 */
export class Picture {
  readonly #placer: Placer;
  #placed = 0;

  constructor(rooms: readonly Room[], past: Past = []) {
    const sorted = rooms.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
    this.#placer = new Placer(
      sorted.map(({ nodeId, capacity, gpus }) => ({
        nodeId,
        vcpuMillis: capacity.vcpuMillis,
        memoryMib: capacity.memoryMib,
        diskMib: 0,
        gpus: gpus.map(({ index, model }) => ({ index, model, island: null })),
        zone: null,
        labels: {},
        taints: [],
      })),
      (pool) => new Potential(pool),
    );
    for (const [node, room] of sorted.entries()) this.#furnish(node, room);
    this.#placer.remember(past.map((hardware) => requestOf({ hardware, model: '' })));
  }

  /** Finds a place and takes it. */
  place(demand: Demand): Placement {
    const request = requestOf(demand);
    const place = this.#placer.choose(request);
    const explanation = this.#placer
      .explain(request, LONGEST_EXPLANATION)
      .map(({ nodeId, cost, obstacle }) => ({
        nodeId,
        score: cost === null ? null : 0 - cost,
        reason:
          obstacle ??
          `fits, at the cost of ${String((cost ?? 0) / 1000)} GPUs that the next ones could have used`,
      }));
    if (!place) return { place, explanation };
    this.#placer.hold({ id: String(this.#placed++), place, request, priority: 0 });
    return { place, explanation: chosenFirst(explanation, place) };
  }

  /** In one sentence over all nodes. */
  whyNowhere(demand: Demand): string {
    return `Waits for room: ${this.#placer.whyNowhere(requestOf(demand))}.`;
  }

  #furnish(node: number, room: Room): void {
    const { pool, presence } = this.#placer;
    pool.setFree(node, {
      vcpuMillis: room.freeVcpuMillis,
      memoryMib: room.freeMemoryMib,
      gpus: room.gpus.map(({ index, freeThousandths }) => ({ index, thousandths: freeThousandths })),
    });
    if (room.state !== 'ready') pool.setClosed(node, `is ${room.state}`);
    for (const model of room.models) presence.has(node, model);
    for (const endpointId of room.endpoints)
      presence.came(node, { group: endpointId, apart: 'prefer', finds: [] });
  }
}

/** Wishes may have set another node before the cheapest. */
const chosenFirst = (explanation: readonly Candidate[], { nodeId }: Place): readonly Candidate[] => {
  const chosen = explanation.filter((one) => one.nodeId === nodeId);
  return [...chosen, ...explanation.filter((one) => one.nodeId !== nodeId)];
};

const requestOf = ({ hardware, model, endpointId }: Demand): Request => ({
  amounts: {
    vcpuMillis: hardware.vcpuMillis,
    memoryMib: hardware.memoryMib,
    diskMib: 0,
    gpuCount: hardware.gpuCount,
    gpuThousandths: thousandthsEach(hardware),
    gpuModels: hardware.gpuModel === null ? null : [hardware.gpuModel],
  },
  rules: NO_RULES,
  wishes: { group: endpointId ?? null, apart: 'prefer', finds: [{ item: model, worth: WEIGHTS_WORTH }] },
});

/** Of one by itself. */
export const place = (demand: Demand, rooms: readonly Room[], past: Past = []): Placement =>
  new Picture(rooms, past).place(demand);
