import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Leader } from '../leader.loop.ts';
import { SETTINGS, type SchedulerSettings } from '../settings.ts';
import { Ticker } from '../ticker.loop.ts';
import { DRAIN_LIMITS } from './draining.ts';
import { GatewayReports } from './gateway-reports.gateway.ts';
import { ReleaseDrained } from './release-drained.handler.ts';

const EVERY_MS = 500;

/** Lets draining replicas go when no gateway has anything left there. Looks at every report while something drains. */
@Injectable()
export class DrainReplicas implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #ticker = new Ticker('DrainReplicas', EVERY_MS, () => this.#look());
  #left = 0;

  constructor(
    private readonly reports: GatewayReports,
    private readonly drained: ReleaseDrained,
    private readonly leader: Leader,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.reports.onReport(() => {
      if (this.#left > 0) this.#ticker.wake();
    });
    this.#ticker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#ticker.stop();
  }

  async #look(): Promise<void> {
    const ears = this.reports.ears();
    if (!this.leader.hears) return;
    const drainUs = this.settings.drainLimitSeconds * 1_000_000;
    this.#left = await this.drained.release(ears, { ...DRAIN_LIMITS, drainUs });
  }
}
