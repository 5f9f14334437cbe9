type Pause = Readonly<{ wakeable: boolean; end: () => void }>;

/**
 * The pauses of one loop. A wake that comes while the loop works ends its next pause at once, so none is lost; what
 * waits after a failure waits in full; and a stop ends every pause, now and later.
 */
export class LoopPause {
  readonly #pauses = new Set<Pause>();
  #stopped = false;
  #woken = false;

  get stopped(): boolean {
    return this.#stopped;
  }

  wake(): void {
    this.#woken = true;
    for (const { wakeable, end } of this.#pauses) if (wakeable) end();
  }

  stop(): void {
    this.#stopped = true;
    for (const { end } of this.#pauses) end();
  }

  /** Until woken, or for the whole time. @returns false when only the time passed */
  async untilWoken(ms: number): Promise<boolean> {
    if (!this.#woken) await this.#pause(ms, true);
    const woken = this.#woken;
    this.#woken = false;
    return woken || this.#stopped;
  }

  /** For the whole time, though something wakes: what fails must not be tried at the pace of its callers. */
  async afterFailure(failures: number, { firstMs = 50, mostMs = 2000 } = {}): Promise<void> {
    await this.#pause(Math.min(firstMs * 2 ** Math.min(failures - 1, 20), mostMs), false);
  }

  #pause(ms: number, wakeable: boolean): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#pauses.delete(pause);
        resolve();
      };
      const timer = setTimeout(end, ms);
      const pause = { wakeable, end };
      this.#pauses.add(pause);
    });
  }
}
