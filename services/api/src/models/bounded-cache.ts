/** Remembers answers for a while, and so many of them: the one not asked for longest goes first. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Readonly<{ value: Value; until: number }>>();

  constructor(private readonly most: number) {}

  /** Undefined: not known, or not any more. */
  get(key: string, nowMs: number): Value | undefined {
    const found = this.#entries.get(key);
    if (!found) return undefined;
    this.#entries.delete(key);
    if (found.until <= nowMs) return undefined;
    this.#entries.set(key, found);
    return found.value;
  }

  set(key: string, value: Value, until: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.most && oldest !== undefined) this.#entries.delete(oldest);
  }

  get size(): number {
    return this.#entries.size;
  }
}
