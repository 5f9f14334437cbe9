/**
 * Requests of one endpoint that wait for a replica, first come, first served. One that was let go but found its
 * replica unreachable comes back ahead of all who were not let go yet.
 */
export class WakeQueue<Waiter extends object> {
  readonly #line = new Set<Waiter>();
  readonly #returned = new Set<Waiter>();

  constructor(readonly limit: number) {}

  get size(): number {
    return this.#line.size + this.#returned.size;
  }

  /** False when the queue is full. */
  join(waiter: Waiter): boolean {
    if (this.size >= this.limit) return false;
    this.#line.add(waiter);
    return true;
  }

  /** Back to the front, whatever the limit: it had its place before. */
  comeBack(waiter: Waiter): void {
    this.#returned.add(waiter);
  }

  /** A caller gave up; false when it was not waiting. */
  leave(waiter: Waiter): boolean {
    return this.#returned.delete(waiter) || this.#line.delete(waiter);
  }

  first(): Waiter | undefined {
    const [waiter] = this.#returned.size > 0 ? this.#returned : this.#line;
    return waiter;
  }

  /** Everybody, in order; the queue is empty afterwards. */
  empty(): Waiter[] {
    const all = [...this.#returned, ...this.#line];
    this.#returned.clear();
    this.#line.clear();
    return all;
  }
}
