import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { gpuMilliOf, priorityOf } from '../placement/demand.ts';
import { type PendingReplica, PoolStore } from '../placement/pool.store.ts';
import { inTurn } from './line.ts';

@Injectable()
export class LineStore {
  constructor(private readonly pool: PoolStore) {}

  /** All that wait in a cluster, in the order of their turns. */
  async inTurn(tx: Queries, cluster: string): Promise<PendingReplica[]> {
    const pending = await this.pool.pending(tx, cluster);
    if (pending.length === 0) return [];
    const line = pending.map((replica) => ({
      replica,
      id: replica.id,
      projectId: replica.projectId,
      isExpected: replica.isExpected,
      priority: priorityOf(replica),
      gpuMilli: gpuMilliOf(replica.hardware),
    }));
    return inTurn(line, await this.pool.heldByProject(tx, cluster)).map(({ replica }) => replica);
  }
}
