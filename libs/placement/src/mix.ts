import { holeValues } from './holes.ts';
import { GPUS_PER_NODE } from './pool.ts';
import type { Shape } from './shape.ts';

/** Of the three parts of the potential. */
export type Weights = Readonly<{ holes: number; stranded: number; fragmented: number }>;

/** How fast the risk of being stranded falls with the CPU that is left. */
const STEEPNESS = 7;

/** CPU per GPU in eighths of a core, up to 64 cores. */
const CORE_STEPS = 8;
const RATIOS = 512;
/** CPU of a node in steps of 250 millis, up to 128 cores. */
const CPU_STEP_MILLIS = 250;
const CPU_STEPS = 514;
/** Of one CPU step: the shares of requests for several GPUs by the number of whole ones that are free. */
const COUNTS = GPUS_PER_NODE + 1;

type Arrivals = readonly (readonly [Shape, number])[];

/** By CPU step, what share of the requests a node of one model may take. */
type Usable = Readonly<{
  /** Of those for one GPU, or a share of one: by the number of demands that the GPU has room for. */
  single: Float64Array;
  /** Of those for several: by the number of GPUs that are whole. */
  several: Float64Array;
}>;

/** What the arrivals so far say about the arrivals to come, as tables. */
export class Mix {
  /** Cost of a hole, by its thousandths. */
  readonly #holes: Float64Array;
  /** By the thousandths left on a GPU: how many of the distinct demands for one GPU have room there. */
  readonly #demandsWithin: Uint16Array;
  /** How many there are, and none. */
  readonly #width: number;
  readonly #stranded: Float64Array;
  readonly #usable: readonly Usable[];

  /** @param arrivals how often each shape with GPUs came */
  constructor(arrivals: Arrivals, models: number, weights: Weights) {
    const single = arrivals.filter(([{ count }]) => count === 1);
    const demands = [...new Set(single.map(([{ milli }]) => milli))].toSorted((a, b) => a - b);
    this.#holes = holeCosts(single, weights.holes);
    this.#width = demands.length + 1;
    this.#demandsWithin = demandsWithin(demands);
    this.#stranded = strandedTable(arrivals, weights.stranded);
    const unit = weights.fragmented / arrivals.reduce((sum, [, weight]) => sum + weight, 0);
    this.#usable = Array.from({ length: models }, (_, model) => {
      const here = arrivals.filter(([shape]) => shape.models === null || shape.models[model] === 1);
      return {
        single: usableTable(here, unit, this.#width, ({ count, milli }) =>
          count === 1 ? this.#demandsWithin[milli]! : 0,
        ),
        several: usableTable(here, unit, COUNTS, ({ count }) => (count === 1 ? 0 : count)),
      };
    });
  }

  /** Expected cost, per free GPU thousandth, of CPU that does not suffice for the GPUs. */
  stranded(cpuMillis: number, freeMilli: number): number {
    const at = (Math.max(0, cpuMillis) * CORE_STEPS) / freeMilli;
    if (at >= RATIOS) return 0;
    const step = Math.floor(at);
    const value = this.#stranded[step]!;
    return value + (this.#stranded[step + 1]! - value) * (at - step);
  }

  /** The row of the tables for a node with so much CPU left. */
  row(cpuMillis: number): number {
    return Math.max(0, Math.min(Math.floor(cpuMillis / CPU_STEP_MILLIS), CPU_STEPS - 1));
  }

  /** What is left on a GPU costs as a hole, less what the next request for one GPU can be expected to use of it. */
  ofGpu(model: number, row: number, leftMilli: number): number {
    // A GPU that was given twice has less than nothing left.
    if (leftMilli <= 0) return 0;
    const { single } = this.#usable[model]!;
    return this.#holes[leftMilli]! - leftMilli * single[row * this.#width + this.#demandsWithin[leftMilli]!]!;
  }

  /** GPU thousandths that the next request for several GPUs can be expected to be able to use of so many whole ones. */
  ofSeveral(model: number, row: number, whole: number): number {
    return 1000 * whole * this.#usable[model]!.several[row * COUNTS + whole]!;
  }
}

/** Tables of a few hundred kilobytes each: those of so many latest mixes are kept. */
const KEPT_MIXES = 16;
const kept = new Map<string, Mix>();

/** All that the tables are made of. */
const wordsOf = (arrivals: Arrivals, models: number, weights: Weights): string =>
  JSON.stringify([
    [models, weights.holes, weights.stranded, weights.fragmented],
    arrivals.map(([{ cpu, count, milli, gpuMilli, models: fits }, times]) => [
      ...[cpu, count, milli, gpuMilli, times],
      ...(fits === null ? [] : fits.subarray(0, models)),
    ]),
  ]);

/** One that was learned before is not learned again: between two looks over a pool often nothing has come. */
export const mixOf = (arrivals: Arrivals, models: number, weights: Weights): Mix => {
  const words = wordsOf(arrivals, models, weights);
  const mix = kept.get(words) ?? new Mix(arrivals, models, weights);
  // The one that was used least lately is the first to go.
  kept.delete(words);
  kept.set(words, mix);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MIXES) break;
    kept.delete(oldest);
  }
  return mix;
};

const holeCosts = (single: Arrivals, price: number): Float64Array => {
  const demand = new Map<number, number>();
  for (const [{ milli }, weight] of single)
    if (milli < 1000) demand.set(milli, (demand.get(milli) ?? 0) + weight);
  if (demand.size === 0) return new Float64Array(1001);
  const values = holeValues([...demand.keys()], [...demand.values()]);
  return values.map((value, hole) => price * (hole - 1000 * value));
};

const demandsWithin = (ascending: readonly number[]): Uint16Array => {
  const within = new Uint16Array(1001);
  for (let left = 0, count = 0; left <= 1000; left++) {
    while (count < ascending.length && ascending[count]! <= left) count++;
    within[left] = count;
  }
  return within;
};

/** mean of exp(-7 r / r_s) over the shapes s, each as often as its GPUs; r = cores per GPU left, r_s = cores per GPU of the shape. */
const strandedTable = (arrivals: Arrivals, price: number): Float64Array => {
  const ratios = new Map<number, number>();
  let total = 0;
  for (const [{ cpu, gpuMilli }, weight] of arrivals) {
    total += weight * gpuMilli;
    if (cpu > 0) ratios.set(cpu / gpuMilli, (ratios.get(cpu / gpuMilli) ?? 0) + weight * gpuMilli);
  }
  const table = new Float64Array(RATIOS + 2);
  for (const [ratio, weight] of ratios) {
    // The powers of one step's factor: an exponential for each entry would take most of the time of learning.
    const factor = Math.exp(-STEEPNESS / CORE_STEPS / ratio);
    let risk = (price * weight) / total;
    for (let step = 0; step < table.length && risk > 1e-12; step++, risk *= factor)
      table[step] = table[step]! + risk;
  }
  return table;
};

/** Sums, in units per request, by CPU step and by what the node has (`width` steps), of the requests that need no more than that. 0: they need none of it. */
const usableTable = (
  arrivals: Arrivals,
  unit: number,
  width: number,
  needs: (shape: Shape) => number,
): Float64Array => {
  const table = new Float64Array(CPU_STEPS * width);
  for (const [shape, weight] of arrivals) {
    const needed = needs(shape);
    const step = Math.min(CPU_STEPS - 1, Math.ceil(shape.cpu / CPU_STEP_MILLIS));
    const at = step * width + needed;
    if (needed > 0 && needed < width) table[at] = table[at]! + unit * weight;
  }
  for (let row = 0; row < table.length; row += width)
    for (let at = row + 1; at < row + width; at++) table[at] = table[at]! + table[at - 1]!;
  for (let at = width; at < table.length; at++) table[at] = table[at]! + table[at - width]!;
  return table;
};
