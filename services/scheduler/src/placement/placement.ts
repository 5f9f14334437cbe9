import type { HardwareShape } from '@tidegate/contracts';
import {
  GPUS_PER_NODE,
  NO_RULES,
  NO_WISHES,
  type NodeOffer,
  Placer,
  Potential,
  type Request,
  Spread,
} from '@tidegate/placement';
import { type Demand, inWords, labelsOf, priorityHeld, priorityOf, requestOf } from './demand.ts';
import { type Find, type Reserved, reservedIn, seatsIn } from './reservation.ts';
import type { Holding, Room } from './room.ts';

export type Candidate = Readonly<{ nodeId: string; score: number | null; reason: string }>;

export type Place = Readonly<{ nodeId: string; gpuIndices: readonly number[] }>;

export type Placement = Readonly<{
  /** Null when no node has room. */
  place: Place | null;
  /** Candidates and why, best first, at most 20. A score is what the place costs, below zero, in GPU thousandths. */
  explanation: readonly Candidate[];
}>;

const LONGEST_EXPLANATION = 20;

/** What is being made for somebody is no room for others, and never anybody's victim. */
const UNTOUCHABLE = Infinity;

/** Requests of the past, oldest first: what the next ones will be like. */
export type Past = readonly HardwareShape[];

/** `pack`: where the pool loses least of what the next ones could use. `spread`: where the most is free. */
export const PLACEMENT_POLICIES = ['pack', 'spread'] as const;
export type PlacementPolicy = (typeof PLACEMENT_POLICIES)[number];

export type Manner = Readonly<{ past?: Past; policy?: PlacementPolicy }>;

/**
 * A picture of a pool in which replicas find places one after another. The same rooms in any order, and the same past, give the same
 * answers; whatever fits on some node by itself is placed. Room that is claimed for somebody is taken.
 */
export class Picture {
  readonly #placer: Placer;
  readonly #reservations = new Map<string, readonly string[]>();
  #unnamed = 0;

  constructor(rooms: readonly Room[], { past = [], policy = 'pack' }: Manner = {}) {
    const sorted = rooms.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
    this.#placer = new Placer(sorted.map(offerOf), (pool) =>
      policy === 'pack' ? new Potential(pool) : new Spread(pool),
    );
    for (const [node, room] of sorted.entries()) this.#furnish(node, room);
    this.#placer.remember(past.map((hardware) => ({ ...NOTHING, amounts: amountsOf(hardware) })));
  }

  /** Finds a place and takes it. */
  place(demand: Demand): Placement {
    const explanation = this.explain(demand);
    const place = this.find(demand);
    return { place, explanation: place ? chosenFirst(demand, explanation, place) : explanation };
  }

  /** The same without a word about it. What is found by it is nobody's to take again: see `victims`. */
  find(demand: Demand): Place | null {
    const request = requestOf(demand);
    const place = this.#placer.choose(request);
    if (place) this.#placer.hold({ id: this.#nameOf(demand), place, request, priority: UNTOUCHABLE });
    return place;
  }

  /** Takes back what was found or held by this id. */
  release(id: string): void {
    this.#placer.release(id);
  }

  /** From now on what this room says is claimed on its node, and nothing else, is kept from others. */
  reserve(room: Room): void {
    for (const id of this.#reservations.get(room.nodeId) ?? []) this.#placer.release(id);
    this.#reservations.delete(room.nodeId);
    const reserved = reservedIn(room, findIn);
    if (reserved) this.#reservations.set(room.nodeId, this.#keep(room.nodeId, reserved));
  }

  /** Every candidate as it looks now, best first. */
  explain(demand: Demand, limit = LONGEST_EXPLANATION): readonly Candidate[] {
    return this.#placer.explain(requestOf(demand), limit).map(({ nodeId, cost, obstacle }) => ({
      nodeId,
      score: cost === null || obstacle !== null ? null : 0 - cost,
      reason:
        obstacle === null
          ? `fits, at the cost of ${String((cost ?? 0) / 1000)} GPUs that the next ones could have used`
          : inWords(obstacle),
    }));
  }

  /** What is missing, in a part of a sentence over all nodes. */
  missing(demand: Demand): string {
    return inWords(this.#placer.whyNowhere(requestOf(demand)));
  }

  /** In one sentence over all nodes. */
  whyNowhere(demand: Demand): string {
    return `Waits for room: ${this.missing(demand)}.`;
  }

  /** Who would have to go for one that fits nowhere: the cheapest of lower priority on one node. Empty: it would not help. */
  victims(demand: Demand): readonly string[] {
    return this.#placer.victims(requestOf(demand), priorityOf(demand));
  }

  #furnish(node: number, room: Room): void {
    for (const holding of room.held) this.#hold(room, holding);
    for (const item of room.has) this.#placer.presence.has(node, item);
    this.reserve(room);
    if (room.closed !== null) this.#placer.pool.setClosed(node, room.closed);
  }

  /** GPUs that a node has no more, hold nothing. */
  #hold({ nodeId, gpus }: Room, holding: Holding): void {
    const request = requestOf(holding);
    const known = gpus.slice(0, GPUS_PER_NODE);
    const gpuIndices = holding.gpuIndices.filter((index) => known.some((gpu) => gpu.index === index));
    this.#placer.hold({
      id: this.#nameOf(holding),
      place: { nodeId, gpuIndices },
      request: { ...request, amounts: { ...request.amounts, gpuCount: gpuIndices.length } },
      priority: priorityHeld(holding),
    });
  }

  #keep(nodeId: string, { gpus, seats, ...amounts }: Reserved): readonly string[] {
    const ids: string[] = [];
    const keep = (gpuIndices: readonly number[], request: Request): void => {
      const id = `reserved ${String(this.#unnamed++)}`;
      ids.push(id);
      this.#placer.hold({ id, place: { nodeId, gpuIndices }, request, priority: UNTOUCHABLE });
    };
    keep([], { ...NOTHING, amounts: { ...NOTHING.amounts, ...amounts } });
    for (const { index, thousandths } of gpus) {
      const share = { ...NOTHING.amounts, gpuCount: 1, gpuThousandths: thousandths };
      keep([index], { ...NOTHING, amounts: share });
    }
    // Its siblings keep apart from where it will be.
    for (const { endpointId } of seats)
      keep([], { ...NOTHING, wishes: { ...NO_WISHES, group: endpointId ?? null } });
    return ids;
  }

  #nameOf({ id }: Demand): string {
    return id ?? `unnamed ${String(this.#unnamed++)}`;
  }
}

/** Wishes may have set another node before the cheapest, and even before all that are explained. */
const chosenFirst = (
  { model }: Demand,
  explanation: readonly Candidate[],
  { nodeId }: Place,
): readonly Candidate[] => {
  const wished = {
    nodeId,
    score: null,
    reason: `fits, and has what ${model} needs, or none of its siblings`,
  };
  const chosen = explanation.find((one) => one.nodeId === nodeId) ?? wished;
  return [chosen, ...explanation.filter((one) => one.nodeId !== nodeId)].slice(0, LONGEST_EXPLANATION);
};

const amountsOf = (hardware: HardwareShape): Request['amounts'] => ({
  vcpuMillis: hardware.vcpuMillis,
  memoryMib: hardware.memoryMib,
  diskMib: 0,
  gpuCount: hardware.gpuCount,
  gpuThousandths: hardware.gpuThousandths,
  gpuModels: hardware.gpuModel === null ? null : [hardware.gpuModel],
});

const NOTHING: Request = {
  amounts: {
    vcpuMillis: 0,
    memoryMib: 0,
    diskMib: 0,
    gpuCount: 0,
    gpuThousandths: 1000,
    gpuModels: null,
  },
  rules: NO_RULES,
  wishes: NO_WISHES,
};

const offerOf = ({ nodeId, capacity, gpus, driver, labels, taints, zone }: Room): NodeOffer => ({
  nodeId,
  vcpuMillis: capacity.vcpuMillis,
  memoryMib: capacity.memoryMib,
  diskMib: capacity.diskMib,
  gpus: gpus.slice(0, GPUS_PER_NODE).map(({ index, model, island }) => ({ index, model, island })),
  zone,
  labels: labelsOf(labels, driver),
  taints,
});

/** Of one by itself. */
export const place = (demand: Demand, rooms: readonly Room[], past: Past = []): Placement =>
  new Picture(rooms, { past }).place(demand);

/** Whether one finds a place, and its GPUs, in a single room. */
const findIn: Find = (demand, room) =>
  new Picture([{ ...room, claims: [] }]).find({ ...demand, id: 'it' })?.gpuIndices ?? null;

/** Whether a claim will have room once those that drain have gone. */
export const willFit = (id: string, room: Room): boolean =>
  seatsIn(room, findIn).some((seat) => seat.id === id);
