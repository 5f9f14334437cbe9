/**
 * The nodes in the order of a key, as a tournament: the least key wins, of equal ones the lower number. A changed key costs the
 * height of the tree.
 */
export class Ranking {
  /** Leaves of the tree: a power of two. */
  readonly #width: number;
  readonly #keys: Float64Array;
  readonly #winners: Int32Array;
  /** How far the pool’s changes are taken in; -1: not built. */
  seenChanges = -1;
  epoch = -1;

  constructor(nodes: number) {
    let width = 1;
    while (width < nodes) width *= 2;
    this.#width = width;
    this.#keys = new Float64Array(width).fill(Infinity);
    this.#winners = new Int32Array(2 * width);
    for (let leaf = 0; leaf < width; leaf++) this.#winners[width + leaf] = leaf;
  }

  get capacity(): number {
    return this.#width;
  }

  keyOf(node: number): number {
    return this.#keys[node]!;
  }

  /** The first of all, or -1 when every key is infinite. */
  first(): number {
    const winner = this.#winners[1]!;
    return this.#keys[winner] === Infinity ? -1 : winner;
  }

  /** Sets keys without keeping the order; `build` makes it again. */
  fill(keyOf: (node: number) => number, nodes: number): void {
    for (let node = 0; node < nodes; node++) this.#keys[node] = keyOf(node);
    for (let parent = this.#width - 1; parent >= 1; parent--) this.#winners[parent] = this.#winnerOf(parent);
  }

  set(node: number, key: number): void {
    if (this.#keys[node] === key) return;
    this.#keys[node] = key;
    for (let parent = (this.#width + node) >> 1; parent >= 1; parent >>= 1)
      this.#winners[parent] = this.#winnerOf(parent);
  }

  /** Nodes in ascending order of their keys, until `visit` says false or only infinite ones are left. */
  ascend(visit: (node: number, key: number) => boolean): void {
    const open = new Heap((parent) => this.#keys[this.#winners[parent]!]!);
    open.push(1);
    for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
      const node = this.#winners[parent]!;
      const key = this.#keys[node]!;
      if (key === Infinity) return;
      if (parent >= this.#width) {
        if (!visit(node, key)) return;
      } else {
        open.push(2 * parent);
        open.push(2 * parent + 1);
      }
    }
  }

  #winnerOf(parent: number): number {
    const left = this.#winners[2 * parent]!;
    const right = this.#winners[2 * parent + 1]!;
    return this.#keys[right]! < this.#keys[left]! ? right : left;
  }
}

/** A binary heap of tree positions. */
class Heap {
  readonly #items: number[] = [];

  constructor(private readonly keyOf: (item: number) => number) {}

  push(item: number): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(items[at]!, items[above]!)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): number | undefined {
    const items = this.#items;
    const [top] = items;
    const last = items.pop();
    if (items.length === 0 || last === undefined) return top;
    items[0] = last;
    for (let at = 0; ;) {
      const next = this.#lesserChild(at);
      if (next < 0 || !this.#before(items[next]!, items[at]!)) return top;
      this.#swap(at, next);
      at = next;
    }
  }

  #lesserChild(at: number): number {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    if (left >= this.#items.length) return -1;
    if (right >= this.#items.length) return left;
    return this.#before(this.#items[right]!, this.#items[left]!) ? right : left;
  }

  /** Of equal keys the one farther left in the tree, so that the order is that of the numbers. */
  #before(a: number, b: number): boolean {
    const [keyA, keyB] = [this.keyOf(a), this.keyOf(b)];
    return keyA < keyB || (keyA === keyB && leftmost(a) < leftmost(b));
  }

  #swap(a: number, b: number): void {
    const item = this.#items[a]!;
    this.#items[a] = this.#items[b]!;
    this.#items[b] = item;
  }
}

/** A place in the tree as a share of its width: 1, 2 and 4 begin at 0, 3 and 6 at a half. */
const leftmost = (position: number): number => position / 2 ** Math.floor(Math.log2(position)) - 1;
