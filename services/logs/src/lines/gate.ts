import { type RefusalCode, refuse } from '@tidegate/contracts';

/** Lets so many through at once; so many more wait for their turn, and the rest is told to come back. */
export class Gate {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly limits: Readonly<{ atOnce: number; waiting: number }>,
    private readonly code: RefusalCode,
  ) {}

  /** @throws Refusal of that code when too many wait */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { atOnce, waiting } = this.limits;
    if (this.#inside < atOnce) this.#inside++;
    else if (this.#waiting.length >= waiting) refuse(this.code, { limit: waiting });
    // Whoever leaves hands their place on.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
