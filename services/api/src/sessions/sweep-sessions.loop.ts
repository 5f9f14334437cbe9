import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SessionStore } from './sessions.store.ts';

const HOUR_MS = 3_600_000;

/** Sessions and codes that have ended by themselves open nothing; once an hour their rows go. */
@Injectable()
export class SweepSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('sweep-sessions');
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(private readonly sessions: SessionStore) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#sweeping ??= this.sessions
        .sweep()
        .catch((error: unknown) => {
          this.#log.warn(
            { event: 'sessions.sweep_failed', error: String(error) },
            'ended sessions stay in their table for an hour more',
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
