import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { Leader } from '../leader.loop.ts';
import { SETTINGS, type SchedulerSettings } from '../settings.ts';
import { Ticker } from '../ticker.loop.ts';
import { listeningSince, lostNodes } from './lease.ts';
import { LoseNode } from './lose-node.handler.ts';

const EVERY_MS = 250;
/** Of what was removed with something on it all replicas are looked through. */
const REMOVED_EVERY = 8;

/** Gives up nodes whose lease has run out, and ends what they ran. */
@Injectable()
export class LoseNodes implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #ticker = new Ticker('LoseNodes', EVERY_MS, () => this.#look());
  #looks = 0;
  #listening: { sinceUs: number | null; lookedAtUs: number } = { sinceUs: null, lookedAtUs: 0 };

  constructor(
    private readonly nodes: LoseNode,
    private readonly leader: Leader,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.#ticker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#ticker.stop();
  }

  async #look(): Promise<void> {
    const nowUs = this.clock.monotonicUs();
    const leaseUs = this.settings.leaseSeconds * 1_000_000;
    const now = { nowUs, connected: this.leader.hears, longestGapUs: leaseUs / 2 };
    this.#listening = { sinceUs: listeningSince(this.#listening, now), lookedAtUs: nowUs };
    if (!this.leader.hears) return;
    const heartbeats = await this.nodes.heartbeats(leaseUs);
    const ready = heartbeats.filter(({ state }) => state !== 'lost');
    for (const node of lostNodes(ready, { sinceUs: this.#listening.sinceUs, nowUs, leaseUs }))
      await this.nodes.lose(node);
    // By state and not by event: what a crash of this process left undone is done at the next look.
    for (const node of heartbeats) if (node.state === 'lost') await this.nodes.endReplicas(node);
    if (this.#looks++ % REMOVED_EVERY === 0) await this.nodes.endOfRemoved();
  }
}
