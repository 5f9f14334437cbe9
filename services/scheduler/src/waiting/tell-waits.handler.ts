import { Injectable } from '@nestjs/common';
import type { Tx } from '@tidegate/eventing/nest';
import { CommandReplicas } from '../decisions/command-replicas.handler.ts';
import type { Trigger } from '../decisions/trigger.ts';
import { type PendingReplica, PoolStore } from '../placement/pool.store.ts';
import type { Left } from './queue.ts';

/** What is said at once that nothing was known of: it comes back event by event. */
const MOST_DELAYED = 200;

@Injectable()
export class TellWaits {
  constructor(
    private readonly pool: PoolStore,
    private readonly command: CommandReplicas,
  ) {}

  /** Why each waits is always told; that it waits is an event, once. */
  async tell(tx: Tx, waiting: readonly Left<PendingReplica>[], why: Trigger): Promise<void> {
    const news = waiting.filter(({ replica, reason }) => replica.reason !== reason);
    await this.pool.explainWaits(
      tx,
      news.map(({ replica, reason }) => ({ replicaId: replica.id, reason })),
    );
    const delayed = waiting
      .filter(({ replica }) => !replica.delayed)
      .slice(0, MOST_DELAYED)
      .map(({ replica, reason }) => [replica.id, { type: 'DelayReplica', message: reason }] as const);
    await this.command.each(tx, why, new Map(delayed));
  }

  async end(tx: Tx, replicaIds: readonly string[]): Promise<void> {
    await this.pool.endWaits(tx, replicaIds);
  }
}
