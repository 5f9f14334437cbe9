/** Keys under one key of the level above. Two lines of a processor's cache: scanning them costs less than a deeper tree. */
const FAN_SHIFT = 4;
const FAN = 1 << FAN_SHIFT;

/**
 * The nodes in the order of a key: the least key wins, of equal ones the lower number. Above the keys lie levels, each with the least
 * of every sixteen below it; a changed key goes up only as far as it changes a least one.
 */
export class Ranking {
  /** By node; Infinity: it is none. Whoever writes here without `set` calls `build` afterwards. */
  readonly keys: Float64Array;
  /** The keys, then the least ones of every sixteen, and so on; the last has no more than sixteen. */
  readonly #levels: readonly Float64Array[];
  /** How far the pool’s changes are taken in; -1: not built. */
  seenChanges = -1;
  epoch = -1;

  constructor(nodes: number) {
    const levels: Float64Array[] = [];
    for (let length = nodes; ; length = blocksOf(length)) {
      levels.push(new Float64Array(FAN * blocksOf(length)).fill(Infinity));
      if (length <= FAN) break;
    }
    this.#levels = levels;
    this.keys = levels[0]!;
  }

  get capacity(): number {
    return this.keys.length;
  }

  keyOf(node: number): number {
    return this.keys[node]!;
  }

  /** The first of all, or -1 when every key is infinite. */
  first(): number {
    let level = this.#levels.length - 1;
    const key = leastOf(this.#levels[level]!, 0);
    if (key === Infinity) return -1;
    let at = 0;
    for (; level >= 0; level--) {
      const keys = this.#levels[level]!;
      at <<= FAN_SHIFT;
      while (keys[at] !== key) at++;
    }
    return at;
  }

  /** Makes the order from `keys`. */
  build(): void {
    for (let level = 1; level < this.#levels.length; level++) {
      const [below, keys] = [this.#levels[level - 1]!, this.#levels[level]!];
      const blocks = below.length >> FAN_SHIFT;
      for (let block = 0; block < blocks; block++) keys[block] = leastOf(below, block << FAN_SHIFT);
    }
  }

  set(node: number, key: number): void {
    const top = this.#levels.length - 1;
    let least = key;
    for (let level = 0, at = node; ; level++) {
      const keys = this.#levels[level]!;
      const before = keys[at]!;
      if (before === least) return;
      keys[at] = least;
      if (level === top) return;
      const block = at >> FAN_SHIFT;
      const leastBefore = this.#levels[level + 1]![block]!;
      // What was not the least of its block, and is not now, moves nothing above.
      if (least > leastBefore) {
        if (before > leastBefore) return;
        least = leastOf(keys, block << FAN_SHIFT);
      }
      at = block;
    }
  }

  /** Nodes in ascending order of their keys, until `visit` says false or only infinite ones are left. */
  ascend(visit: (node: number, key: number) => boolean): void {
    const open = new Heap(this.#levels);
    open.pushBlock(this.#levels.length - 1, 0);
    for (let item = open.pop(); item >= 0; item = open.pop()) {
      const level = item & LEVEL_MASK;
      const first = item >> LEVEL_BITS;
      if (level > 0) open.pushBlock(level - 1, first);
      else if (!visit(first, this.keys[first]!)) return;
    }
  }
}

const blocksOf = (length: number): number => Math.max(1, Math.ceil(length / FAN));

const leastOf = (keys: Float64Array, from: number): number => {
  let least = keys[from]!;
  for (let at = from + 1; at < from + FAN; at++) if (keys[at]! < least) least = keys[at]!;
  return least;
};

/** Levels that 2^27 nodes need. */
const LEVEL_BITS = 3;
const LEVEL_MASK = (1 << LEVEL_BITS) - 1;

/** A binary heap of ranges of nodes: an item is a range’s first node, shifted, and its level. Of equal keys the lower node. */
class Heap {
  readonly #items: number[] = [];
  readonly #keys: number[] = [];

  constructor(private readonly levels: readonly Float64Array[]) {}

  /** The sixteen of a level that begin with the range of this node, but for those that are out of the question. */
  pushBlock(level: number, firstNode: number): void {
    const keys = this.levels[level]!;
    const from = firstNode >> (FAN_SHIFT * level);
    for (let at = from; at < from + FAN; at++)
      if (keys[at]! < Infinity) this.#push(keys[at]!, ((at << (FAN_SHIFT * level)) << LEVEL_BITS) | level);
  }

  /** -1: empty. */
  pop(): number {
    const [items, keys] = [this.#items, this.#keys];
    const top = items[0] ?? -1;
    const item = items.pop();
    const key = keys.pop();
    if (item === undefined || key === undefined || items.length === 0) return top;
    let at = 0;
    for (let next = this.#lesserChild(at); next > 0; next = this.#lesserChild(at)) {
      if (!isBefore(keys[next]!, items[next]!, key, item)) break;
      items[at] = items[next]!;
      keys[at] = keys[next]!;
      at = next;
    }
    items[at] = item;
    keys[at] = key;
    return top;
  }

  #push(key: number, item: number): void {
    const [items, keys] = [this.#items, this.#keys];
    let at = items.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(key, item, keys[above]!, items[above]!)) break;
      items[at] = items[above]!;
      keys[at] = keys[above]!;
      at = above;
    }
    items[at] = item;
    keys[at] = key;
  }

  /** 0: there is none. */
  #lesserChild(at: number): number {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const [items, keys] = [this.#items, this.#keys];
    if (left >= items.length) return 0;
    if (right >= items.length) return left;
    return isBefore(keys[right]!, items[right]!, keys[left]!, items[left]!) ? right : left;
  }
}

const isBefore = (keyA: number, itemA: number, keyB: number, itemB: number): boolean =>
  keyA < keyB || (keyA === keyB && itemA < itemB);
