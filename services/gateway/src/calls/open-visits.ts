/** Knows its place among the open ones; -1: it is not among them. */
type Placed = { place: number };

/**
 * What is open, to be gone through in any order. No Set: one whose members come and go by the thousand leaves behind
 * tables that keep former members from being collected young.
 */
export class OpenVisits<Visit extends Placed> {
  readonly #visits: Visit[] = [];

  get size(): number {
    return this.#visits.length;
  }

  add(visit: Visit): void {
    visit.place = this.#visits.push(visit) - 1;
  }

  /** Nothing happens when it is not among them. */
  delete(visit: Visit): void {
    const last = this.#visits.at(-1);
    if (visit.place < 0 || !last) return;
    this.#visits[visit.place] = last;
    last.place = visit.place;
    visit.place = -1;
    this.#visits.pop();
  }

  [Symbol.iterator](): IterableIterator<Visit> {
    return [...this.#visits].values();
  }

  some(is: (visit: Visit) => boolean): boolean {
    return this.#visits.some(is);
  }
}
