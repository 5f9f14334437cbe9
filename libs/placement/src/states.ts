import { longer } from './columns.ts';
import { GPUS_PER_NODE, type Pool } from './pool.ts';
import { Numbering } from './shape.ts';

/** Numbers beyond this many per node are begun anew: most of them are of rests that no node has any more. */
const MOST_PER_NODE = 4;
const MOST_BESIDES = 10_000;
/** In the text of a state a model stands above every rest of a GPU. */
const MODELS_FROM = 0x4000;

/**
 * Equal numbers for nodes with equal rests of CPU and GPUs: what costs the same on one of them costs the same on all, so that an order
 * of thousands of nodes is made from a few hundred costs.
 */
export class States {
  #numbers = new Numbering();
  /** By node. */
  of = new Int32Array(0);
  #seenChanges = 0;
  readonly #cpu = new Float64Array(1);
  readonly #cpuCodes = new Uint16Array(this.#cpu.buffer);
  readonly #codes: number[] = [];

  constructor(private readonly pool: Pool) {}

  get count(): number {
    return this.#numbers.size;
  }

  /** Takes in what has changed in the pool. */
  follow(): void {
    const { pool } = this;
    if (this.of.length < pool.cpu.length) this.of = longer(this.of, pool.cpu.length);
    if (this.#numbers.size > MOST_PER_NODE * pool.size + MOST_BESIDES) {
      this.#numbers = new Numbering();
      this.#seenChanges = 0;
    }
    const { at, older, newest, count } = pool.changes;
    for (let node = newest; node >= 0 && at[node]! > this.#seenChanges; node = older[node]!)
      this.of[node] = this.#numbers.of(this.#textOf(node));
    this.#seenChanges = count;
  }

  /** One character for each number: texts of digits would take ten times as long. */
  #textOf(node: number): string {
    const { pool } = this;
    const codes = this.#codes;
    const begin = node * GPUS_PER_NODE;
    const end = begin + pool.gpus[node]!;
    this.#cpu[0] = pool.cpu[node]!;
    codes.length = 0;
    for (const code of this.#cpuCodes) codes.push(code);
    for (let slot = begin; slot < end;) {
      const next = pool.runEnd[slot]!;
      codes.push(MODELS_FROM + pool.model[slot]!);
      if (pool.severalIslands[slot] === 1) codes.push(pool.mostInIsland(slot));
      const from = codes.length;
      for (; slot < next; slot++) insert(codes, from, pool.left[slot]!);
    }
    return String.fromCharCode(...codes);
  }
}

/** Keeps the numbers from `from` on in ascending order. */
const insert = (sorted: number[], from: number, value: number): void => {
  let at = sorted.length;
  for (; at > from && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
  sorted[at] = value;
};
