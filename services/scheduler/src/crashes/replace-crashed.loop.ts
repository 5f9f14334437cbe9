import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { Leader } from '../leader.loop.ts';
import { Ticker } from '../ticker.loop.ts';
import { PlaceWaiting } from '../decisions/place-waiting.handler.ts';
import { ReplaceCrashed } from './replace-crashed.handler.ts';

const EVERY_MS = 250;
/** What waits for room is looked at by events; this is for the one that was missed. */
const PLACE_EVERY = 8;

/** Replaces crashed replicas when their wait is over. Due times are stored, so a restart forgets none. */
@Injectable()
export class ReplaceCrashedLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #ticker = new Ticker('ReplaceCrashed', EVERY_MS, () => this.#look());
  #looks = 0;

  constructor(
    private readonly crashed: ReplaceCrashed,
    private readonly waiting: PlaceWaiting,
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
    if (!this.leader.held) return;
    const nowUs = this.clock.nowUs();
    await this.crashed.replaceDue(nowUs);
    if (this.#looks++ % PLACE_EVERY !== 0) return;
    await this.waiting.fill(nowUs);
    await this.waiting.makeRoom(nowUs);
  }
}
