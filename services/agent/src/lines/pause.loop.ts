/** The pauses of one loop. A wake ends the present pause, or the next one if it comes while the loop works; a stop ends all. */
export class Pause {
  #wake: (() => void) | undefined;
  #isWoken = false;
  readonly #stop = Promise.withResolvers<undefined>();
  #isStopped = false;

  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop.resolve(undefined);
  }

  /** @param leastMs what even a wake does not shorten */
  async of(leastMs: number, mostMs: number): Promise<void> {
    await this.#until(leastMs, new Promise(() => undefined));
    if (!this.#isWoken && mostMs > leastMs)
      await this.#until(mostMs - leastMs, new Promise<void>((resolve) => (this.#wake = resolve)));
    this.#wake = undefined;
    this.#isWoken = false;
  }

  async #until(ms: number, woken: Promise<void>): Promise<void> {
    if (this.#isStopped) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      woken,
      this.#stop.promise,
      new Promise((resolve) => (timer = setTimeout(resolve, ms))),
    ]);
    clearTimeout(timer);
  }
}
