import { longer } from './columns.ts';

/**
 * The nodes chained by their last change, so that who keeps something about each of them can follow: from `newest` on through `older`,
 * as long as `at` is beyond the count that was seen. A node that changed often is met once.
 */
export class Changes {
  /** All of them since the beginning. */
  count = 0;
  /** By node: the count at its last change; 0: it has none. */
  at = new Float64Array(0);
  /** The node that changed last; -1: none. */
  newest = -1;
  /** By node: the one that changed last before it; -1: none. */
  older = new Int32Array(0);
  #newer = new Int32Array(0);

  grow(nodes: number): void {
    this.at = longer(this.at, nodes);
    this.older = longer(this.older, nodes);
    this.#newer = longer(this.#newer, nodes);
  }

  note(node: number): void {
    const isChained = this.at[node]! > 0;
    this.at[node] = ++this.count;
    if (this.newest === node) return;
    if (isChained) this.#unchain(node);
    this.older[node] = this.newest;
    if (this.newest >= 0) this.#newer[this.newest] = node;
    this.newest = node;
  }

  /** Of a node that is not the newest. */
  #unchain(node: number): void {
    const [older, newer] = [this.older[node]!, this.#newer[node]!];
    this.older[newer] = older;
    if (older >= 0) this.#newer[older] = newer;
  }
}
