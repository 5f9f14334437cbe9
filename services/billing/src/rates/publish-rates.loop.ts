import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EventNamed } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Clock, Conflict, EventStore } from '@tidegate/eventing/nest';
import { type DefaultRate, dueRate, PUBLISHER } from './default-rate.ts';

export const DEFAULT_RATES = Symbol('the price of each flavour until an operator says another');

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** Once at each start, until it is done: every flavour of the catalogue has a rate. */
@Injectable()
export class PublishRates implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger(PublishRates.name);
  #timer: NodeJS.Timeout | undefined;
  #publishing: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    @Inject(DEFAULT_RATES) private readonly defaults: readonly DefaultRate[],
  ) {}

  onApplicationBootstrap(): void {
    this.#attempt(FIRST_PAUSE_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#publishing;
  }

  #attempt(pauseMs: number): void {
    this.#publishing = Promise.all(this.defaults.map((rate) => this.#publish(rate))).then(
      () => undefined,
      (error: unknown) => {
        if (this.#stopped) return;
        if (pauseMs === FIRST_PAUSE_MS)
          this.#log.warn({ event: 'rates.failed', error: String(error) }, 'rates could not be published yet');
        this.#timer = setTimeout(() => {
          this.#attempt(Math.min(2 * pauseMs, LONGEST_PAUSE_MS));
        }, pauseMs);
      },
    );
  }

  /** The command is "the nth rate of this flavour": two billing services that start at once publish one. */
  async #publish(rate: DefaultRate): Promise<void> {
    const streamId = `rate-${rate.sku}`;
    const { events, version } = await this.store.read<EventNamed<'RatePublished'>>(streamId);
    const due = dueRate(rate, events, this.clock.nowUs());
    if (!due) return;
    const commandId = deriveUuid('default-rate', rate.sku, version + 1);
    try {
      await this.store.append(streamId, version, [due], causeOf({ commandId, actor: PUBLISHER }));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}
