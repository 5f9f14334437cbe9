import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';

const LONGEST_PAUSE_MS = 60_000;

/** Takes a turn, and the next one a while after it; longer after failures, of which the first is told. */
export abstract class Repeated implements OnApplicationBootstrap, BeforeApplicationShutdown {
  protected readonly log = new Logger(this.constructor.name);
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** @param everyMs between two turns */
  protected constructor(private readonly everyMs: number) {}

  protected abstract turn(): Promise<void>;

  protected get stopped(): boolean {
    return this.#end.signal.aborted;
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.stopped;) {
      try {
        await this.turn();
        failures = 0;
      } catch (error) {
        if (failures++ === 0)
          this.log.warn(
            { event: 'turn.failed', error: String(error) },
            `it is tried again: ${String(error)}`,
          );
      }
      const ms = Math.min(this.everyMs * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS);
      await pause(ms, undefined, { signal: this.#end.signal }).catch(() => undefined);
    }
  }
}
