import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { IdempotencyKeys } from './idempotency.store.ts';

const HOUR_MS = 3_600_000;

/** Keys older than a day mean nothing any more. */
@Injectable()
export class SweepKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('sweep-keys');
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(private readonly keys: IdempotencyKeys) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#sweeping ??= this.keys
        .sweep()
        .catch((error: unknown) => {
          this.#log.warn(
            { event: 'keys.sweep_failed', error: String(error) },
            'old idempotency keys stay for an hour more',
          );
        })
        .finally(() => (this.#sweeping = undefined));
    }, HOUR_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }
}
