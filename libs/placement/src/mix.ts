import { holeValues } from './holes.ts';
import type { Shape } from './shape.ts';

/** Weights of the three parts. Measured as uncritical: half or double of each changes the allocation by about a tenth of a point. */
const HOLES = 16;
const STRANDED = 8;
const FRAGMENTED = 1;
/** How fast the risk of being stranded falls with the CPU that is left. */
const STEEPNESS = 7;

/** CPU per GPU in eighths of a core, up to 64 cores. */
const CORE_STEPS = 8;
const RATIOS = 512;
/** CPU of a node in steps of 250 millis, up to 128 cores. */
export const CPU_STEP_MILLIS = 250;
export const CPU_STEPS = 514;

/** Requests of equal GPU demand. */
type Group = { milli: number; count: number; members: { shape: Shape; weight: number }[] };

/** What the arrivals so far say about the arrivals to come, as tables. */
export class Mix {
  /** Cost of a hole, by its thousandths. */
  readonly holes: Float64Array;
  /** GPU demands, by ascending share. */
  readonly milli: Int32Array;
  readonly count: Int32Array;
  readonly #stranded: Float64Array;
  /** By model: for each CPU step and group the share of requests that such a node may take. */
  readonly #usable: readonly Float64Array[];

  /** @param arrivals how often each shape with GPUs came */
  constructor(arrivals: readonly (readonly [Shape, number])[], models: number) {
    const groups = groupsOf(arrivals);
    this.milli = Int32Array.from(groups, ({ milli }) => milli);
    this.count = Int32Array.from(groups, ({ count }) => count);
    this.holes = holeCosts(groups);
    this.#stranded = strandedTable(arrivals);
    const total = arrivals.reduce((sum, [, weight]) => sum + weight, 0);
    this.#usable = Array.from({ length: models }, (_, model) => usableTable(groups, model, total));
  }

  /** Expected cost, per free GPU thousandth, of CPU that does not suffice for the GPUs. */
  stranded(cpuMillis: number, freeMilli: number): number {
    const at = (cpuMillis * CORE_STEPS) / freeMilli;
    if (at >= RATIOS) return 0;
    const step = Math.floor(at);
    const value = this.#stranded[step]!;
    return value + (this.#stranded[step + 1]! - value) * (at - step);
  }

  /**
   * GPU thousandths that the next request is expected to be able to use, of GPUs of one model.
   * @param ascending what is left on each, the first `length` entries, in ascending order
   */
  usable(model: number, cpuMillis: number, ascending: Int32Array, length: number): number {
    const table = this.#usable[model];
    if (table === undefined) return 0;
    const groups = this.milli.length;
    const row = Math.min(Math.floor(cpuMillis / CPU_STEP_MILLIS), CPU_STEPS - 1) * groups;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += ascending[i]!;
    let from = 0;
    let usable = 0;
    for (let group = 0; group < groups; group++) {
      const milli = this.milli[group]!;
      while (from < length && ascending[from]! < milli) sum -= ascending[from++]!;
      if (from === length) break;
      if (length - from >= this.count[group]!) usable += table[row + group]! * sum;
    }
    return usable;
  }
}

const groupsOf = (arrivals: readonly (readonly [Shape, number])[]): Group[] => {
  const groups = new Map<string, Group>();
  for (const [shape, weight] of arrivals) {
    const { milli, count } = shape;
    const key = `${milli}/${count}`;
    const group = groups.get(key) ?? { milli, count, members: [] };
    group.members.push({ shape, weight });
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => a.milli - b.milli || a.count - b.count);
};

const weightOf = ({ members }: Group): number => members.reduce((sum, { weight }) => sum + weight, 0);

const holeCosts = (groups: readonly Group[]): Float64Array => {
  const demand = new Map<number, number>();
  for (const group of groups)
    if (group.milli < 1000) demand.set(group.milli, (demand.get(group.milli) ?? 0) + weightOf(group));
  if (demand.size === 0) return new Float64Array(1001);
  const values = holeValues([...demand.keys()], [...demand.values()]);
  return values.map((value, hole) => HOLES * (hole - 1000 * value));
};

/** mean of exp(-7 r / r_s) over the shapes s, each as often as its GPUs; r = cores per GPU left, r_s = cores per GPU of the shape. */
const strandedTable = (arrivals: readonly (readonly [Shape, number])[]): Float64Array => {
  const ratios = new Map<number, number>();
  let total = 0;
  for (const [{ cpu, gpuMilli }, weight] of arrivals) {
    total += weight * gpuMilli;
    if (cpu > 0) ratios.set(cpu / gpuMilli, (ratios.get(cpu / gpuMilli) ?? 0) + weight * gpuMilli);
  }
  return Float64Array.from({ length: RATIOS + 2 }, (_, step) => {
    let sum = 0;
    for (const [ratio, weight] of ratios) sum += weight * Math.exp((-STEEPNESS * step) / CORE_STEPS / ratio);
    return total === 0 ? 0 : (STRANDED * sum) / total;
  });
};

const usableTable = (groups: readonly Group[], model: number, total: number): Float64Array => {
  const table = new Float64Array(CPU_STEPS * groups.length);
  for (const [n, { members }] of groups.entries()) {
    for (const { shape, weight } of members) {
      if (shape.models !== null && shape.models[model] === 0) continue;
      const step = Math.min(CPU_STEPS - 1, Math.ceil(shape.cpu / CPU_STEP_MILLIS));
      const at = step * groups.length + n;
      table[at] = table[at]! + (FRAGMENTED * weight) / total;
    }
    for (let step = 1; step < CPU_STEPS; step++) {
      const at = step * groups.length + n;
      table[at] = table[at]! + table[at - groups.length]!;
    }
  }
  return table;
};
