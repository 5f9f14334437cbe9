import { Logger } from '@nestjs/common';

/** Runs one thing again and again: never twice at once, at once when woken, and not after `stop`. */
export class Ticker {
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #lastProblem = '';

  constructor(
    name: string,
    private readonly everyMs: number,
    private readonly tick: () => Promise<void>,
  ) {
    this.#log = new Logger(name);
  }

  start(): void {
    this.#schedule(0);
  }

  wake(): void {
    if (this.#running) this.#again = true;
    else this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
        this.#schedule(this.#again ? 0 : this.everyMs);
        this.#again = false;
      });
    }, delayMs);
  }

  async #run(): Promise<void> {
    try {
      await this.tick();
      this.#lastProblem = '';
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      // Said once per cause: what fails each second must not fill the log.
      if (problem !== this.#lastProblem) this.#log.warn({ event: 'loop.failed', error: problem }, problem);
      this.#lastProblem = problem;
    }
  }
}
