import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { Leader } from '../leader.loop.ts';
import { Ticker } from '../ticker.loop.ts';
import { FinishDrains } from './finish-drains.handler.ts';
import { LeaveNodes } from './leave-nodes.handler.ts';

const EVERY_MS = 250;

/** Moves replicas off nodes that must become empty. It looks at what is there: a restart forgets nothing. */
@Injectable()
export class LeaveNodesLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #ticker = new Ticker('LeaveNodes', EVERY_MS, () => this.#look());

  constructor(
    private readonly leaving: LeaveNodes,
    private readonly drains: FinishDrains,
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
    await this.leaving.review(nowUs);
    await this.leaving.endOverdue(nowUs);
    await this.drains.finish();
  }
}
