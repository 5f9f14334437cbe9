import { GPUS_PER_NODE, type Pool } from './pool.ts';
import { Numbering } from './shape.ts';

/**
 * Equal numbers for nodes with equal rests: what costs the same on one of them costs the same on all, so that an order of thousands
 * of nodes is made from a few hundred costs.
 */
export class States {
  #numbers = new Numbering();
  #of = new Int32Array(0);
  /** Rises when the numbers begin anew. */
  generation = 0;
  readonly #ascending: number[] = [];

  constructor(private readonly pool: Pool) {}

  get count(): number {
    return this.#numbers.size;
  }

  of(node: number): number {
    return this.#of[node]!;
  }

  changed(node: number): void {
    if (node >= this.#of.length || this.#numbers.size > 4 * this.pool.size + 10_000) this.#begin();
    else this.#of[node] = this.#numbers.of(this.#textOf(node));
  }

  #begin(): void {
    this.#numbers = new Numbering();
    this.generation++;
    this.#of = new Int32Array(this.pool.size);
    for (let node = 0; node < this.pool.size; node++) this.#of[node] = this.#numbers.of(this.#textOf(node));
  }

  #textOf(node: number): string {
    const { pool } = this;
    const begin = node * GPUS_PER_NODE;
    const end = begin + pool.gpus[node]!;
    let text = String(pool.cpu[node]);
    for (let slot = begin; slot < end;) {
      const next = pool.runEnd[slot]!;
      text += `|${pool.model[slot]!}`;
      this.#ascending.length = 0;
      for (let gpu = slot; gpu < next; gpu++) this.#insert(pool.left[gpu]!);
      for (const left of this.#ascending) text += `,${left}`;
      slot = next;
    }
    return text;
  }

  #insert(value: number): void {
    const sorted = this.#ascending;
    let at = sorted.length;
    for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = value;
  }
}
