/** A number of bytes shared by many holders. */
export class ByteBudget {
  #used = 0;

  constructor(readonly limit: number) {}

  get used(): number {
    return this.#used;
  }

  /** False, and nothing taken, when it would go beyond the limit. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.limit) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}

/** What one holder has of a budget: given back as a whole, once. */
export class Share {
  #bytes = 0;

  constructor(private readonly budget: ByteBudget) {}

  get bytes(): number {
    return this.#bytes;
  }

  grow(bytes: number): boolean {
    if (!this.budget.take(bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  giveBack(): void {
    this.budget.give(this.#bytes);
    this.#bytes = 0;
  }
}
