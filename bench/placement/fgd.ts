import { GPUS_PER_NODE, type Policy, type Pool, type Shape, wholeSlots } from '@tidegate/placement';

type Typical = Readonly<{
  cpu: number;
  count: number;
  milli: number;
  models: Uint8Array | null;
  weight: number;
}>;

/** The most frequent demands that make up 95 % of the whole trace: it knows the future mix. */
export const typicalOf = (shapes: readonly Shape[]): Typical[] => {
  const counts = new Map<string, { shape: Shape; weight: number }>();
  for (const shape of shapes) {
    const key = `${shape.cpu}/${shape.count}/${shape.milli}/${shape.models?.join('') ?? ''}`;
    const known = counts.get(key);
    if (known) known.weight++;
    else counts.set(key, { shape, weight: 1 });
  }
  const sorted = [...counts.values()].toSorted(
    (a, b) => b.weight - a.weight || b.shape.cpu - a.shape.cpu || b.shape.milli - a.shape.milli,
  );
  let covered = 0;
  const typical = sorted.filter(({ weight }) => {
    const isTypical = covered < 0.95 * shapes.length;
    covered += isTypical ? weight : 0;
    return isTypical;
  });
  return typical.map(({ shape: { cpu, count, milli, models }, weight }) => ({
    cpu,
    count,
    milli,
    models,
    weight: weight / covered,
  }));
};

const CPU_STEP = 250;
const CPU_STEPS = 514;

/**
 * Fragmentation gradient descent as published (Weng et al., USENIX ATC 2023): where the GPU share that a typical task could not use
 * grows least; scores are rounded to 0..100, of equal ones the first node.
 */
export class Fgd implements Policy {
  readonly epoch = 0;
  #now = new Float64Array(0);
  readonly #left = new Int32Array(GPUS_PER_NODE);
  readonly #groups: { count: number; milli: number; models: Uint8Array | null; upTo: Float64Array }[];
  #slot = -1;

  private readonly pool: Pool;

  constructor(pool: Pool, typical: readonly Typical[]) {
    this.pool = pool;
    const groups = Map.groupBy(
      typical.filter(({ count }) => count > 0),
      ({ count, milli, models }) => `${count}/${milli}/${models?.join('') ?? ''}`,
    );
    this.#groups = [...groups.values()].map((members) => {
      const [{ count, milli, models }] = members as [Typical];
      const upTo = new Float64Array(CPU_STEPS);
      for (const { cpu, weight } of members)
        for (let step = Math.min(CPU_STEPS - 1, Math.ceil(cpu / CPU_STEP)); step < CPU_STEPS; step++)
          upTo[step] = upTo[step]! + weight;
      return { count, milli, models, upTo };
    });
  }

  arrived(): void {
    // It knows the mix beforehand.
  }

  remember(): void {
    // Nothing is told it beforehand.
  }

  changed(node: number): void {
    if (node >= this.#now.length) {
      const grown = new Float64Array(this.pool.size);
      grown.set(this.#now);
      this.#now = grown;
    }
    this.#now[node] = this.#fragmented(node, this.pool.cpu[node]!, this.#copy(node));
  }

  cost(shape: Shape, node: number): number {
    const { pool } = this;
    const begin = node * GPUS_PER_NODE;
    const cpu = pool.cpu[node]! - shape.cpu;
    const left = this.#copy(node);
    const before = this.#now[node]!;
    const score = (): number =>
      -Math.floor(100 / (1 + Math.exp((this.#fragmented(node, cpu, left) - before) / 1000)));
    if (shape.milli === 1000 || shape.count === 0) {
      let missing = shape.count;
      for (let gpu = 0; missing > 0; gpu++) if (left[gpu] === 1000) [left[gpu], missing] = [0, missing - 1];
      return score();
    }
    let least = Infinity;
    for (let gpu = 0; gpu < pool.gpus[node]!; gpu++) {
      const room = left[gpu]!;
      if (room < shape.milli) continue;
      left[gpu] = room - shape.milli;
      const here = score();
      left[gpu] = room;
      if (here < least) [least, this.#slot] = [here, begin + gpu];
    }
    return least;
  }

  slots(shape: Shape, node: number): number[] {
    if (shape.count === 0) return [];
    if (shape.milli === 1000) return wholeSlots(this.pool, shape, node);
    this.cost(shape, node);
    return [this.#slot];
  }

  #copy(node: number): Int32Array {
    for (let gpu = 0; gpu < this.pool.gpus[node]!; gpu++)
      this.#left[gpu] = this.pool.left[node * GPUS_PER_NODE + gpu]!;
    return this.#left;
  }

  /** GPU thousandths of the node that a typical task could not use. All GPUs of a node are of one model here. */
  #fragmented(node: number, cpu: number, left: Int32Array): number {
    const gpus = this.pool.gpus[node]!;
    const model = this.pool.model[node * GPUS_PER_NODE]!;
    const step = Math.min(CPU_STEPS - 1, Math.floor(cpu / CPU_STEP));
    let total = 0;
    for (let gpu = 0; gpu < gpus; gpu++) total += left[gpu]!;
    let usable = 0;
    for (const { count, milli, models, upTo } of this.#groups) {
      if (models !== null && models[model] === 0) continue;
      let [fitting, sum] = [0, 0];
      for (let gpu = 0; gpu < gpus; gpu++)
        if (left[gpu]! >= milli) [fitting, sum] = [fitting + 1, sum + left[gpu]!];
      if (fitting >= count) usable += upTo[step]! * sum;
    }
    return total - usable;
  }
}
