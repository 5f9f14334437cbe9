/** Wakes one waiter. Rings while nobody waits are kept: the next wait returns at once. It rings at its end, too. */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(private readonly end: AbortSignal) {
    end.addEventListener('abort', this.ring);
  }

  get closed(): boolean {
    return this.end.aborted;
  }

  readonly ring = (): void => {
    this.#rung = true;
    this.#wake?.();
  };

  async wait(longestMs: number): Promise<void> {
    if (!this.#rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#rung = false;
    this.#wake = undefined;
  }

  close(): void {
    this.end.removeEventListener('abort', this.ring);
  }
}
