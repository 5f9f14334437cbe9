import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { Leader } from '../leader.loop.ts';
import { Ticker } from '../ticker.loop.ts';
import { ForgetStopped } from './forget-stopped.handler.ts';

const EVERY_MS = 60_000;

/** Keeps the read model from growing for ever. */
@Injectable()
export class ForgetStoppedLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #ticker = new Ticker('ForgetStopped', EVERY_MS, () => this.#look());

  constructor(
    private readonly stopped: ForgetStopped,
    private readonly leader: Leader,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#ticker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#ticker.stop();
  }

  async #look(): Promise<void> {
    if (this.leader.held) await this.stopped.forget(this.clock.nowUs());
  }
}
