import { Changes } from './changes.ts';
import { longer } from './columns.ts';
import { keyOfKind, layOut } from './layout.ts';
import type { NodeOffer } from './offer.ts';
import { MOST_MODELS, Numbering, type Shape } from './shape.ts';

/** GPUs of a node for which columns are kept; no machine has more. */
export const GPUS_PER_NODE = 16;

export type Free = Readonly<{
  vcpuMillis: number;
  memoryMib: number;
  /** Of every GPU of the node. */
  gpus: readonly Readonly<{ index: number; thousandths: number }>[];
}>;

/** A replica that is on a node, with the slots of its GPUs. */
export type Holding = Readonly<{ node: number; shape: Shape; slots: readonly number[] }>;

/**
 * What is free on every node, in columns: node `i` has `gpus[i]` GPUs in slots `i * GPUS_PER_NODE …`, those of one model side by side,
 * in those those of one island. Every change is noted in `changes`, so that who keeps an order of the nodes can follow.
 */
export class Pool {
  readonly offers: NodeOffer[] = [];
  readonly models = new Numbering();
  cpu = new Float64Array(0);
  memory = new Float64Array(0);
  disk = new Float64Array(0);
  /** 1: takes requests. */
  open = new Uint8Array(0);
  /** Why a closed node takes none, in words that follow its name. */
  readonly closedWhy: string[] = [];
  gpus = new Int32Array(0);
  /** GPU thousandths free on the node. */
  free = new Int32Array(0);
  /** Thousandths free, model and island of each slot. */
  left = new Int32Array(0);
  model = new Int16Array(0);
  /** Of each slot: the first slot after the GPUs of the same model beside it. */
  runEnd = new Int32Array(0);
  island = new Int16Array(0);
  /** 1 where the GPUs of the same model are of several islands. */
  severalIslands = new Uint8Array(0);
  gpuIndex = new Int16Array(0);
  /** Of nodes with equal labels, taints and zone. */
  kind = new Int32Array(0);
  /** Number of its zone; -1: it has none. */
  zone = new Int32Array(0);
  readonly changes = new Changes();
  readonly kinds: NodeOffer[] = [];
  readonly #kindNumbers = new Numbering();
  readonly #zones = new Numbering();
  readonly #numbers = new Map<string, number>();
  #size = 0;

  constructor(offers: readonly NodeOffer[] = []) {
    this.#grow(Math.max(16, offers.length));
    for (const offer of offers) this.add(offer);
  }

  get size(): number {
    return this.#size;
  }

  numberOf(nodeId: string): number | undefined {
    return this.#numbers.get(nodeId);
  }

  /** A node that nothing is on yet. */
  add(offer: NodeOffer): number {
    if (offer.gpus.length > GPUS_PER_NODE)
      throw new Error(`${offer.nodeId} has more than ${GPUS_PER_NODE} GPUs`);
    if (this.#size === this.cpu.length) this.#grow(this.#size * 2);
    const node = this.#size++;
    this.#numbers.set(offer.nodeId, node);
    this.offers.push(offer);
    this.cpu[node] = offer.vcpuMillis;
    this.memory[node] = offer.memoryMib;
    this.disk[node] = offer.diskMib;
    this.open[node] = 1;
    this.kind[node] = this.#kindOf(offer);
    this.zone[node] = offer.zone === null ? -1 : this.#zones.of(offer.zone);
    this.#addGpus(node, offer);
    this.changes.note(node);
    return node;
  }

  /** A closed node takes no more requests; what is on it stays. @param why in words that follow its name; null: it is open */
  setClosed(node: number, why: string | null): void {
    this.closedWhy[node] = why ?? '';
    if (this.open[node] === Number(why === null)) return;
    this.open[node] = Number(why === null);
    this.changes.note(node);
  }

  /** What is free on a node, when it is known as a sum and not replica by replica. */
  setFree(node: number, free: Free): void {
    this.cpu[node] = free.vcpuMillis;
    this.memory[node] = free.memoryMib;
    let sum = 0;
    for (const { index, thousandths } of free.gpus) {
      this.left[this.slotOf(node, index)] = thousandths;
      sum += thousandths;
    }
    this.free[node] = sum;
    this.changes.note(node);
  }

  /** The slot of a GPU by its index on the machine. */
  slotOf(node: number, gpuIndex: number): number {
    const begin = node * GPUS_PER_NODE;
    for (let slot = begin; slot < begin + this.gpus[node]!; slot++)
      if (this.gpuIndex[slot] === gpuIndex) return slot;
    throw new Error(`${this.offers[node]?.nodeId ?? 'the node'} has no GPU ${gpuIndex}`);
  }

  take(node: number, shape: Shape, slots: readonly number[]): void {
    this.#move(node, shape, slots, -1);
  }

  give({ node, shape, slots }: Holding): void {
    this.#move(node, shape, slots, 1);
  }

  /** Amounts alone: rules are for others to judge. */
  hasRoom(shape: Shape, node: number): boolean {
    return this.hasAmounts(shape, node) && this.hasGpus(shape, node);
  }

  /** It is open and has all but the GPUs. */
  hasAmounts(shape: Shape, node: number): boolean {
    return (
      this.cpu[node]! >= shape.cpu &&
      this.memory[node]! >= shape.memory &&
      this.disk[node]! >= shape.disk &&
      this.open[node] === 1
    );
  }

  hasGpus(shape: Shape, node: number): boolean {
    if (shape.count === 0) return true;
    return this.free[node]! >= shape.gpuMilli && this.firstRun(shape, node) >= 0;
  }

  /** Where the first run of GPUs begins that can hold it, one that can within one island before others; -1: none can. */
  firstRun(shape: Shape, node: number): number {
    const { models } = shape;
    const end = node * GPUS_PER_NODE + this.gpus[node]!;
    let split = -1;
    for (let begin = node * GPUS_PER_NODE; begin < end; begin = this.runEnd[begin]!) {
      if (models !== null && models[this.model[begin]!] === 0) continue;
      if (!this.#holds(begin, shape)) continue;
      if (!this.isSplit(shape, begin)) return begin;
      if (split < 0) split = begin;
    }
    return split;
  }

  #holds(run: number, { milli, count }: Shape): boolean {
    const end = this.runEnd[run]!;
    let missing = count;
    for (let slot = run; slot < end; slot++) if (this.left[slot]! >= milli && --missing === 0) return true;
    return false;
  }

  /** It would have GPUs of several islands if it went to this run. */
  isSplit({ count }: Shape, run: number): boolean {
    return count > 1 && this.severalIslands[run] === 1 && this.mostInIsland(run) < count;
  }

  /** Of the islands in a run of GPUs, how many whole GPUs are free in the one with the most. */
  mostInIsland(run: number): number {
    const end = this.runEnd[run]!;
    let most = 0;
    for (let slot = run, count = 0; slot < end; slot++) {
      if (slot > run && this.island[slot] !== this.island[slot - 1]) count = 0;
      if (this.left[slot]! >= 1000) count++;
      if (count > most) most = count;
    }
    return most;
  }

  /** How many GPUs of a run are free as a whole. */
  wholeIn(run: number): number {
    let count = 0;
    for (let slot = run; slot < this.runEnd[run]!; slot++) if (this.left[slot] === 1000) count++;
    return count;
  }

  #move(node: number, shape: Shape, slots: readonly number[], sign: 1 | -1): void {
    this.cpu[node] = this.cpu[node]! + sign * shape.cpu;
    this.memory[node] = this.memory[node]! + sign * shape.memory;
    this.disk[node] = this.disk[node]! + sign * shape.disk;
    this.free[node] = this.free[node]! + sign * shape.gpuMilli;
    for (const slot of slots) this.left[slot] = this.left[slot]! + sign * shape.milli;
    this.changes.note(node);
  }

  #kindOf(offer: NodeOffer): number {
    const number = this.#kindNumbers.of(keyOfKind(offer));
    if (number === this.kinds.length) this.kinds.push(offer);
    return number;
  }

  #addGpus(node: number, { gpus }: NodeOffer): void {
    const laid = layOut(gpus, this.models);
    if (this.models.size > MOST_MODELS) throw new Error(`a pool has at most ${MOST_MODELS} GPU models`);
    for (let n = 0, slot = node * GPUS_PER_NODE; n < laid.length; n++, slot++) {
      const { model, island, index } = laid[n]!;
      this.left[slot] = 1000;
      this.model[slot] = model;
      this.island[slot] = island;
      this.gpuIndex[slot] = index;
    }
    const end = node * GPUS_PER_NODE + gpus.length;
    for (let slot = end - 1, runEnd = end; slot >= node * GPUS_PER_NODE; slot--) {
      if (slot + 1 < end && this.model[slot] !== this.model[slot + 1]) runEnd = slot + 1;
      this.runEnd[slot] = runEnd;
      this.severalIslands[slot] = Number(this.island[slot] !== this.island[runEnd - 1]);
    }
    this.gpus[node] = gpus.length;
    this.free[node] = 1000 * gpus.length;
  }

  #grow(nodes: number): void {
    this.cpu = longer(this.cpu, nodes);
    this.memory = longer(this.memory, nodes);
    this.disk = longer(this.disk, nodes);
    this.open = longer(this.open, nodes);
    this.gpus = longer(this.gpus, nodes);
    this.free = longer(this.free, nodes);
    this.kind = longer(this.kind, nodes);
    this.zone = longer(this.zone, nodes);
    this.left = longer(this.left, nodes * GPUS_PER_NODE);
    this.model = longer(this.model, nodes * GPUS_PER_NODE);
    this.runEnd = longer(this.runEnd, nodes * GPUS_PER_NODE);
    this.island = longer(this.island, nodes * GPUS_PER_NODE);
    this.severalIslands = longer(this.severalIslands, nodes * GPUS_PER_NODE);
    this.gpuIndex = longer(this.gpuIndex, nodes * GPUS_PER_NODE);
    this.changes.grow(nodes);
  }
}
