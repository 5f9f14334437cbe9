import { allows, shareSlot, wholeSlots } from './gpus.ts';
import { Mix } from './mix.ts';
import type { Policy } from './policy.ts';
import { GPUS_PER_NODE, type Pool } from './pool.ts';
import type { Shape } from './shape.ts';

/** Counts are halved when they reach this, so that the mix of long ago fades. */
const MOST_ARRIVALS = 16_384;
/**
 * Costs that differ by less are taken for equal, and of equal ones the first node is chosen. Without it requests of nearly equal cost
 * are scattered over many nodes; this way they meet on the first ones, and the others stay whole. 40 to 120 give the same result within
 * a tenth of a point on the recorded traces; on made-up clusters where tasks name GPU models, and where there are many sizes of shares,
 * no rounding costs about a point.
 */
const STEP = 80;

/**
 * `pack`: a request goes where the pool loses least of what the next requests could use. Each node has a potential, learned from the
 * arrivals so far:
 *
 *     16 * sum over GPUs of (left - 1000 * value of the hole)     what no mix of shares can fill
 *   +  8 * free * H(cores left per free GPU)                      GPUs for which no CPU is left
 *   +  1 * (free - what the next request can be expected to use)  fragmentation as FGD defines it (USENIX ATC 2023)
 *
 * and the cost of a node is how much its potential rises. CPU-only requests are no part of the mix, and are placed by the same rule.
 * What was learned is renewed when the number of arrivals has doubled.
 */
export class Potential implements Policy {
  epoch = 0;
  #mix: Mix | undefined;
  readonly #arrivals = new Map<Shape, number>();
  #count = 0;
  #learnAt = 1;
  /** The potential of each node as it is. */
  #now = new Float64Array(0);
  readonly #left = new Int32Array(GPUS_PER_NODE);
  readonly #ascending = new Int32Array(GPUS_PER_NODE);
  #slot = -1;

  constructor(private readonly pool: Pool) {}

  remember(shapes: readonly Shape[]): void {
    for (const shape of shapes) this.#note(shape);
    if (shapes.length > 0) this.#learn();
  }

  arrived(shape: Shape): void {
    this.#note(shape);
    if (this.#count >= this.#learnAt || (!this.#mix && shape.count > 0)) this.#learn();
  }

  #note(shape: Shape): void {
    this.#count++;
    if (shape.count > 0) this.#arrivals.set(shape, (this.#arrivals.get(shape) ?? 0) + 1);
  }

  cost(shape: Shape, node: number): number {
    const { pool } = this;
    const cpu = pool.cpu[node]! - shape.cpu;
    if (!this.#mix) return spared(shape, pool.free[node]!);
    const before = this.#now[node] ?? 0;
    if (shape.count === 0) {
      const rest = pool.free[node]!;
      return inSteps(this.#phi(node, cpu, rest, this.#copy(node)) - before) + spared(shape, rest);
    }
    const free = pool.free[node]! - shape.gpuMilli;
    const after =
      shape.milli < 1000 ? this.#bestShare(shape, node, cpu, free) : this.#afterWhole(shape, node, cpu, free);
    return inSteps(after - before);
  }

  slots(shape: Shape, node: number): number[] {
    if (shape.count === 0) return [];
    if (shape.milli === 1000) return wholeSlots(this.pool, shape, node);
    if (!this.#mix) return [shareSlot(this.pool, shape, node, 'tightest')];
    this.cost(shape, node);
    return [this.#slot];
  }

  changed(node: number): void {
    if (this.#mix && node < this.#now.length) this.#now[node] = this.#phiNow(node);
    else if (this.#mix) this.#measure();
  }

  #learn(): void {
    this.#learnAt = Math.max(this.#count + 1, this.#count * 2);
    if (this.#count >= MOST_ARRIVALS) this.#fade();
    const arrivals = [...this.#arrivals];
    if (arrivals.length === 0) return;
    this.#mix = new Mix(arrivals, this.pool.models.size);
    this.epoch++;
    this.#measure();
  }

  #fade(): void {
    this.#count /= 2;
    this.#learnAt = MOST_ARRIVALS;
    for (const [shape, count] of this.#arrivals)
      if (count <= 1) this.#arrivals.delete(shape);
      else this.#arrivals.set(shape, count / 2);
  }

  #measure(): void {
    this.#now = new Float64Array(this.pool.size);
    for (let node = 0; node < this.pool.size; node++) this.#now[node] = this.#phiNow(node);
  }

  #phiNow(node: number): number {
    return this.#phi(node, this.pool.cpu[node]!, this.pool.free[node]!, this.#copy(node));
  }

  /** Every GPU with another rest is tried; the best one stays in `#slot`. */
  #bestShare(shape: Shape, node: number, cpu: number, free: number): number {
    const { pool } = this;
    const left = this.#copy(node);
    const begin = node * GPUS_PER_NODE;
    const gpus = pool.gpus[node]!;
    let least = Infinity;
    for (let gpu = 0; gpu < gpus; gpu++) {
      const room = left[gpu]!;
      if (room < shape.milli || !allows(shape, pool.model[begin + gpu]!)) continue;
      if (this.#isRepeated(node, gpu)) continue;
      left[gpu] = room - shape.milli;
      const phi = this.#phi(node, cpu, free, left);
      left[gpu] = room;
      if (phi < least) [least, this.#slot] = [phi, begin + gpu];
    }
    return least;
  }

  /** An earlier GPU of the node is its equal. */
  #isRepeated(node: number, gpu: number): boolean {
    const begin = node * GPUS_PER_NODE;
    const { left, model } = this.pool;
    for (let other = begin; other < begin + gpu; other++)
      if (left[other] === left[begin + gpu] && model[other] === model[begin + gpu]) return true;
    return false;
  }

  #afterWhole(shape: Shape, node: number, cpu: number, free: number): number {
    const left = this.#copy(node);
    const from = this.pool.firstRun(shape, node) - node * GPUS_PER_NODE;
    let missing = shape.count;
    for (let gpu = from; missing > 0; gpu++)
      if (left[gpu]! >= shape.milli) {
        left[gpu] = left[gpu]! - shape.milli;
        missing--;
      }
    return this.#phi(node, cpu, free, left);
  }

  #copy(node: number): Int32Array {
    const begin = node * GPUS_PER_NODE;
    for (let gpu = 0; gpu < this.pool.gpus[node]!; gpu++) this.#left[gpu] = this.pool.left[begin + gpu]!;
    return this.#left;
  }

  /** The potential of a node with so much CPU and so much left on its GPUs. 0 when no GPU is free: nothing is to be lost. */
  #phi(node: number, cpu: number, free: number, left: Int32Array): number {
    const mix = this.#mix;
    if (free === 0 || !mix) return 0;
    const { pool } = this;
    const begin = node * GPUS_PER_NODE;
    const end = begin + pool.gpus[node]!;
    let phi = free * (1 + mix.stranded(cpu, free));
    for (let slot = begin; slot < end;) {
      const next = pool.runEnd[slot]!;
      for (let gpu = slot - begin; gpu < next - begin; gpu++) phi += mix.holes[left[gpu]!]!;
      this.#sort(left, slot - begin, next - begin);
      phi -= mix.usable(pool.model[slot]!, cpu, this.#ascending, next - slot);
      slot = next;
    }
    return phi;
  }

  /** By insertion: there are few. */
  #sort(left: Int32Array, from: number, to: number): void {
    const sorted = this.#ascending;
    for (let gpu = from; gpu < to; gpu++) {
      const value = left[gpu]!;
      let at = gpu - from;
      for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
      sorted[at] = value;
    }
  }
}

const inSteps = (cost: number): number => Math.round(cost / STEP) * STEP;

/** Of equal ones a request without GPUs takes a node without free ones: its CPU serves nobody who needs both. */
const spared = ({ count }: Shape, freeGpuMilli: number): number => (count === 0 && freeGpuMilli > 0 ? 1 : 0);
