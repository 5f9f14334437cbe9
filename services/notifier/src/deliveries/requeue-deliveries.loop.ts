import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Bus } from '@tidegate/eventing/nest';
import { Deliveries } from './delivery.store.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from './settings.ts';

const TICK_MS = 500;
const TICKS_PER_SWEEP = 7200;

/** Puts what is due on the queue, and forgets what was finished long ago. Rows are locked while they are queued, so several processes share the work. */
@Injectable()
export class RequeueDeliveries implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('requeue-deliveries');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #ticks = 0;
  #failure = '';

  constructor(
    private readonly deliveries: Deliveries,
    private readonly bus: Bus,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#tick().finally(() => (this.#running = undefined));
    }, TICK_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #tick(): Promise<void> {
    try {
      // The number of tries is part of the id: the bus drops a second copy of the same try, and lets the next one through.
      await this.deliveries.requeue((webhook, tries) =>
        this.bus.signal('WebhookQueued', webhook, { id: `${webhook.webhookId}.${String(tries)}` }),
      );
      if (this.#ticks++ % TICKS_PER_SWEEP === 0) await this.deliveries.forgetOlder(this.settings.keepDays);
      this.#failure = '';
    } catch (error) {
      const failure = (error as Error).message;
      if (failure !== this.#failure)
        this.#log.warn({ event: 'deliveries.requeue_failed', error: failure }, `webhooks wait: ${failure}`);
      this.#failure = failure;
    }
  }
}
