import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/**
 * A process of the control plane. Paused, it goes on later as if nothing had been; killed, what it was about to do never happens, and
 * its next life knows nothing of it.
 */
export class Host {
  /** Rises with each life. */
  life = 0;
  isAlive = true;
  #pausedUntilUs = 0;
  readonly #onEnd = new Set<() => void>();

  constructor(
    readonly name: string,
    readonly time: VirtualTime,
    readonly random: Random,
  ) {}

  get isPaused(): boolean {
    return this.time.nowUs < this.#pausedUntilUs;
  }

  pause(forUs: number): void {
    this.#pausedUntilUs = Math.max(this.#pausedUntilUs, this.time.nowUs + forUs);
  }

  kill(): void {
    this.isAlive = false;
    this.life += 1;
    for (const then of [...this.#onEnd]) then();
    this.#onEnd.clear();
  }

  start(): void {
    this.isAlive = true;
    this.#pausedUntilUs = 0;
  }

  /** @returns how to take it back */
  onEnd(then: () => void): () => void {
    this.#onEnd.add(then);
    return () => this.#onEnd.delete(then);
  }

  /** Comes back only in the same life, and not while it is paused. */
  async wait(delayUs: number): Promise<void> {
    const { life } = this;
    await this.time.sleep(delayUs);
    while (this.isPaused && this.life === life) await this.time.sleep(this.#pausedUntilUs - this.time.nowUs);
    if (this.life !== life) await new Promise<never>(() => undefined);
  }
}
