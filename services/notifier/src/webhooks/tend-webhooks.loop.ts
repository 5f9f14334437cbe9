import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Replays } from './replay.store.ts';
import { WebhookHealth } from './webhook-health.handler.ts';
import { WebhookSecrets } from './webhook-secret.store.ts';

const TICK_MS = 500;
const TICKS_PER_LOOK = 120;
const TICKS_PER_SWEEP = 7200;

/** Carries replays on, stops webhooks whose deliveries pile up, and wipes secrets that nothing signs with. Two processes at it share the work. */
@Injectable()
export class TendWebhooks implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('tend-webhooks');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #ticks = 0;
  #failure = '';

  constructor(
    private readonly replays: Replays,
    private readonly secrets: WebhookSecrets,
    private readonly health: WebhookHealth,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#tick().finally(() => (this.#running = undefined));
    }, TICK_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #tick(): Promise<void> {
    const tick = this.#ticks++;
    try {
      while (!this.#stopped && (await this.replays.step()));
      if (tick % TICKS_PER_LOOK === 0) await this.health.stopOverfull();
      if (tick % TICKS_PER_SWEEP === 0) await this.#sweep();
      this.#failure = '';
    } catch (error) {
      const failure = (error as Error).message;
      if (failure !== this.#failure)
        this.#log.warn(
          { event: 'webhooks.not_tended', error: failure },
          `webhooks are tended later: ${failure}`,
        );
      this.#failure = failure;
    }
  }

  async #sweep(): Promise<void> {
    const wiped = await this.secrets.wipeUnused();
    let resealed = 0;
    for (let page = 1; page > 0 && !this.#stopped; resealed += page) page = await this.secrets.reseal();
    if (wiped > 0 || resealed > 0)
      this.#log.log(
        { event: 'webhooks.secrets_tidied', wiped, resealed },
        `${String(resealed)} signing secrets sealed with the newest key, ${String(wiped)} wiped`,
      );
  }
}
