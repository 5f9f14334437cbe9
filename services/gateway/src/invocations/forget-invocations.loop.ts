import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import { InvocationStore } from './invocations.store.ts';

const EVERY_MS = 60_000;
const BATCH = 500;

/** Results are kept for a limited time. */
@Injectable()
export class ForgetInvocations implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('invocations');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #problem = '';
  #stopped = false;

  constructor(
    private readonly store: InvocationStore,
    private readonly clock: Clock,
    private readonly means: Means,
  ) {}

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#forget().finally(() => {
        this.#running = undefined;
        this.#schedule();
      });
    }, EVERY_MS);
  }

  async #forget(): Promise<void> {
    const before = new Date(this.clock.nowUs() / 1000 - this.means.settings.resultKeepMs);
    try {
      while (!this.#stopped && (await this.store.forget(before, BATCH)) === BATCH);
      this.#problem = '';
    } catch (error) {
      const problem = (error as Error).message;
      if (problem !== this.#problem)
        this.#log.warn({ event: 'invocations.not_forgotten', error: problem }, problem);
      this.#problem = problem;
    }
  }
}
