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
/** Where much is due the next look is not waited for: what was taken from the queue meanwhile makes room. */
const SOON_MS = 50;
const LOOKS_PER_TICK = 20;

/** Puts what is due on the queue, and forgets what was finished long ago. Rows are locked while they are queued, so several processes share the work. */
@Injectable()
export class RequeueDeliveries implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('requeue-deliveries');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #ticks = 0;
  #stopped = false;
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
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #tick(): Promise<void> {
    try {
      for (let looks = LOOKS_PER_TICK; looks > 0 && !this.#stopped && (await this.#queue()) > 0; looks--)
        await new Promise((resolve) => setTimeout(resolve, SOON_MS));
      if (this.#ticks++ % TICKS_PER_SWEEP === 0) await this.deliveries.forgetOlder(this.settings.keepDays);
      this.#failure = '';
    } catch (error) {
      const failure = (error as Error).message;
      if (failure !== this.#failure)
        this.#log.warn({ event: 'deliveries.requeue_failed', error: failure }, `webhooks wait: ${failure}`);
      this.#failure = failure;
    }
  }

  /** The turn is part of the id: the bus drops a second copy of the same try, and lets the next one through. */
  #queue(): Promise<number> {
    return this.deliveries.requeue((webhook, { rounds, tries }) =>
      this.bus.signal('WebhookQueued', webhook, {
        id: [webhook.webhookId, ...(rounds > 0 ? [rounds] : []), tries].join('.'),
      }),
    );
  }
}
