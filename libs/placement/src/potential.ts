import { allows, shareSlot, splitCost, wholeSlots } from './gpus.ts';
import { type Mix, type Weights, mixOf } from './mix.ts';
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
/** Measured as uncritical: half or double of each changes the allocation by about a tenth of a point. */
const ALL_PARTS: Weights = { holes: 16, stranded: 8, fragmented: 1 };
/** FGD with a mix that it learns. */
export const FRAGMENTATION_ALONE: Weights = { holes: 0, stranded: 0, fragmented: 1 };

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
  /** Of the share that was tried last: how its best GPU changes the potential, and which it is. */
  #least = Infinity;
  #slot = -1;

  constructor(
    private readonly pool: Pool,
    private readonly weights: Weights = ALL_PARTS,
  ) {}

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
    const free = pool.free[node]!;
    const mix = this.#mix;
    if (!mix) return spared(shape, free) + splitCost(pool, shape, node);
    const cpu = pool.cpu[node]! - shape.cpu;
    const before = this.#now[node]!;
    if (shape.count === 0) return inSteps(this.#phi(mix, node, cpu) - before) + spared(shape, free);
    const left = free - shape.gpuMilli;
    const gpus =
      shape.milli < 1000 ? this.#bestShare(mix, shape, node, cpu) : this.#afterWhole(mix, shape, node, cpu);
    const after = left <= 0 ? 0 : gpus + left * (1 + mix.stranded(cpu, left));
    return inSteps(after - before) + splitCost(pool, shape, node);
  }

  slots(shape: Shape, node: number): number[] {
    if (shape.count === 0) return [];
    if (shape.milli === 1000) return wholeSlots(this.pool, shape, node);
    if (!this.#mix) return [shareSlot(this.pool, shape, node, 'tightest')];
    this.#bestShare(this.#mix, shape, node, this.pool.cpu[node]! - shape.cpu);
    return [this.#slot];
  }

  changed(node: number): void {
    if (!this.#mix) return;
    if (node < this.#now.length) this.#now[node] = this.#phi(this.#mix, node, this.pool.cpu[node]!);
    else this.#measure(this.#mix);
  }

  #learn(): void {
    this.#learnAt = Math.max(this.#count + 1, this.#count * 2);
    if (this.#count >= MOST_ARRIVALS) this.#fade();
    const arrivals = [...this.#arrivals];
    if (arrivals.length === 0) return;
    this.#mix = mixOf(arrivals, this.pool.models.size, this.weights);
    this.epoch++;
    this.#measure(this.#mix);
  }

  #fade(): void {
    this.#count /= 2;
    this.#learnAt = MOST_ARRIVALS;
    for (const [shape, count] of this.#arrivals)
      if (count <= 1) this.#arrivals.delete(shape);
      else this.#arrivals.set(shape, count / 2);
  }

  #measure(mix: Mix): void {
    const { pool } = this;
    if (this.#now.length < pool.size) this.#now = new Float64Array(pool.cpu.length);
    for (let node = 0; node < pool.size; node++) this.#now[node] = this.#phi(mix, node, pool.cpu[node]!);
  }

  /** The potential of a node with so much CPU. 0 when no GPU is free: nothing is to be lost. */
  #phi(mix: Mix, node: number, cpu: number): number {
    const free = this.pool.free[node]!;
    return free <= 0 ? 0 : this.#ofGpus(mix, node, mix.row(cpu)) + free * (1 + mix.stranded(cpu, free));
  }

  /** What the GPUs of a node add to its potential as they are, one by one and together. */
  #ofGpus(mix: Mix, node: number, row: number): number {
    const { left, model, runEnd, gpus } = this.pool;
    const begin = node * GPUS_PER_NODE;
    const end = begin + gpus[node]!;
    let sum = 0;
    for (let slot = begin; slot < end;) {
      const kind = model[slot]!;
      const next = runEnd[slot]!;
      let whole = 0;
      for (; slot < next; slot++) {
        sum += mix.ofGpu(kind, row, left[slot]!);
        if (left[slot] === 1000) whole++;
      }
      sum -= mix.ofSeveral(kind, row, whole);
    }
    return sum;
  }

  /** Every GPU with another rest is tried; the best one stays in `#slot`. Returns what the GPUs add then. */
  #bestShare(mix: Mix, shape: Shape, node: number, cpu: number): number {
    const { model, runEnd, gpus } = this.pool;
    const row = mix.row(cpu);
    const begin = node * GPUS_PER_NODE;
    this.#least = Infinity;
    for (let run = begin; run < begin + gpus[node]!; run = runEnd[run]!)
      if (allows(shape, model[run]!)) this.#tryRun(mix, row, shape.milli, run);
    return this.#ofGpus(mix, node, row) + this.#least;
  }

  #tryRun(mix: Mix, row: number, milli: number, run: number): void {
    const { left, model, runEnd } = this.pool;
    const kind = model[run]!;
    for (let slot = run; slot < runEnd[run]!; slot++) {
      const room = left[slot]!;
      if (room < milli || isRepeated(left, run, slot)) continue;
      let change = mix.ofGpu(kind, row, room - milli) - mix.ofGpu(kind, row, room);
      if (room === 1000) change += this.#wholeLess(mix, row, run, 1);
      if (change < this.#least) [this.#least, this.#slot] = [change, slot];
    }
  }

  /** What it costs that a run has so many whole GPUs less. */
  #wholeLess(mix: Mix, row: number, run: number, count: number): number {
    const model = this.pool.model[run]!;
    const whole = this.pool.wholeIn(run);
    return mix.ofSeveral(model, row, whole) - mix.ofSeveral(model, row, whole - count);
  }

  #afterWhole(mix: Mix, shape: Shape, node: number, cpu: number): number {
    const row = mix.row(cpu);
    const run = this.pool.firstRun(shape, node);
    const one = mix.ofGpu(this.pool.model[run]!, row, 1000);
    return this.#ofGpus(mix, node, row) - shape.count * one + this.#wholeLess(mix, row, run, shape.count);
  }
}

/** An earlier GPU of the run is its equal. */
const isRepeated = (left: Int32Array, run: number, slot: number): boolean => {
  for (let other = run; other < slot; other++) if (left[other] === left[slot]) return true;
  return false;
};

const inSteps = (cost: number): number => Math.round(cost / STEP) * STEP;

/** Of equal ones a request without GPUs takes a node without free ones: its CPU serves nobody who needs both. */
const spared = ({ count }: Shape, freeGpuMilli: number): number => (count === 0 && freeGpuMilli > 0 ? 1 : 0);
