import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type Lease, Leases } from '@tidegate/eventing/nest';
import { RequestRetention } from '../requests/request-retention.store.ts';
import { LIMITS, type Limits } from './limits.ts';
import { RetentionStore } from './retention.store.ts';

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

/** Once a minute, in one process of the service: what is too old or too much goes. */
@Injectable()
export class KeepWithinLimits implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('keep-within-limits');
  #timer: NodeJS.Timeout | undefined;
  #lease: Lease | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #failing = false;

  constructor(
    private readonly store: RetentionStore,
    private readonly requests: RequestRetention,
    private readonly leases: Leases,
    @Inject(LIMITS) private readonly limits: Limits,
  ) {}

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('logs.retention', { ttlMs: 10_000 });
    this.#timer = setInterval(() => {
      this.#running ??= this.#tick().finally(() => (this.#running = undefined));
    }, MINUTE_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Everything beyond the limits, until nothing is left or the service stops. */
  async trim(): Promise<void> {
    const { keepHours, keepMibPerEndpoint, keepMib } = this.limits;
    await this.store.dropDays(keepHours, keepMib * MIB);
    while (!this.#stopped && (await this.store.dropBeyond(keepMibPerEndpoint * MIB)));
    if (!this.#stopped) await this.requests.trim(this.limits);
  }

  async #tick(): Promise<void> {
    if (!this.#lease?.held) return;
    try {
      await this.trim();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing)
        this.#log.warn(
          { event: 'logs.trim_failed', error: String(error) },
          'old lines and requests stay until the next minute',
        );
      this.#failing = true;
    }
  }
}
