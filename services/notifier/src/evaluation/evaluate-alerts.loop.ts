import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type Lease, Leases } from '@tidegate/eventing/nest';
import { JudgeAlerts } from './judge-alerts.handler.ts';
import { SeriesStore } from './series.store.ts';
import { ALERT_SETTINGS, type AlertSettings } from './settings.ts';

const LEASE_MS = 10_000;
const LOOKS_PER_SWEEP = 240;

/**
 * Judges every alert, each few seconds, in one process of the service. Safety does not rest on the lease: an alert is locked
 * while its next state, its transitions and their notices are written, and the same look twice changes nothing.
 */
@Injectable()
export class EvaluateAlerts implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('evaluate-alerts');
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #lease: Lease | undefined;
  #running: Promise<void> | undefined;
  #looks = 0;
  #failure = '';

  constructor(
    private readonly judge: JudgeAlerts,
    private readonly series: SeriesStore,
    private readonly leases: Leases,
    @Inject(ALERT_SETTINGS) private readonly settings: AlertSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('notifier.alerts', { ttlMs: LEASE_MS });
    this.#timer = setInterval(() => {
      this.#running ??= this.#tick().finally(() => (this.#running = undefined));
    }, this.settings.evaluateEverySeconds * 1000);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#timer);
    await this.#running;
  }

  async #tick(): Promise<void> {
    if (!this.#lease?.held) return;
    try {
      await this.judge.look(this.#stop.signal);
      if (this.#looks++ % LOOKS_PER_SWEEP === 0) await this.series.forgetOlder(this.settings.keepDays);
      this.#failure = '';
    } catch (error) {
      const failure = String(error);
      if (failure !== this.#failure)
        this.#log.warn(
          { event: 'alerts.look_failed', error: failure },
          `alerts are judged later: ${failure}`,
        );
      this.#failure = failure;
    }
  }
}
