import { Inject, Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { type PendingReplica, PoolStore } from '../placement/pool.store.ts';
import { SETTINGS, type SchedulerSettings } from '../settings.ts';
import { type Decision, decide } from './decision.ts';
import { LineStore } from './line.store.ts';
import { QuotaStore } from './quota.store.ts';

/** One look over a cluster: who waits, what is free, and what follows from it. */
@Injectable()
export class LookStore {
  #turn = 0;

  constructor(
    private readonly pool: PoolStore,
    private readonly line: LineStore,
    private readonly quotas: QuotaStore,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  /**
   * Who is still to be reviewed is passed over: a replica that is one too many by now must find no room, or another one that has
   * long served would have to go for it. Its review looks again.
   * @returns undefined when nobody waits
   */
  async at(tx: Queries, cluster: string): Promise<Decision<PendingReplica> | undefined> {
    const line = (await this.line.inTurn(tx, cluster)).filter(({ isInReview }) => !isInReview);
    if (line.length === 0) return undefined;
    const rooms = await this.pool.rooms(tx, cluster);
    const past = await this.pool.past(tx, cluster);
    const uses = await this.quotas.uses(
      tx,
      line.map(({ projectId }) => projectId),
    );
    return decide(line, rooms, { past, uses, turn: this.#turn++, policy: this.settings.placementPolicy });
  }
}
