import { Injectable, Logger } from '@nestjs/common';
import type { EventNamed } from '@tidegate/contracts';
import { deriveUuid } from '@tidegate/eventing';
import { Conflict, EventStore, type Tx } from '@tidegate/eventing/nest';
import type { Trigger } from '../decisions/trigger.ts';
import type { Chosen } from '../waiting/queue.ts';
import { PoolStore, type PendingReplica } from './pool.store.ts';

type Placed = EventNamed<'ReplicaPlaced'>;

/** A cluster whose row this transaction holds, and the version of `pool-<cluster>` that its read model has seen. */
export type Locked = Readonly<{ cluster: string; version: number }>;

/**
 * Records who gets which place. All placements of one look are one append to `pool-<cluster>` at the version that was looked at: if
 * anybody else has placed anything since, nothing of it is recorded.
 */
@Injectable()
export class RecordPlaces {
  readonly #log = new Logger('RecordPlaces');

  constructor(
    private readonly pool: PoolStore,
    private readonly store: EventStore,
  ) {}

  /** False when somebody else has placed meanwhile: that comes to this read model by the log, and what waits is looked at again. */
  async record(
    tx: Tx,
    { cluster, version }: Locked,
    { chosen, why }: Readonly<{ chosen: readonly Chosen<PendingReplica>[]; why: Trigger }>,
  ): Promise<boolean> {
    const events = chosen.map((choice) => placedEvent(cluster, choice));
    const streamId = `pool-${cluster}`;
    // The id names the whole decision: a different decision at the same version is a conflict, never a duplicate.
    const commandId = deriveUuid('place', streamId, version, JSON.stringify(events.map(({ data }) => data)));
    const appended = await this.store
      .append(streamId, version, events, { ...why.cause, commandId })
      .catch((error: unknown) => {
        if (error instanceof Conflict) return undefined;
        throw error;
      });
    if (!appended) {
      this.#log.debug({ event: 'placement.conflict', cluster, version }, `${streamId} has moved on`);
      return false;
    }
    const occurredAt = new Date(why.nowUs / 1000);
    for (const [n, event] of events.entries()) {
      const position = appended.firstPosition + n;
      await this.pool.project(tx, { ...event, position, version: version + n + 1, occurredAt });
      const { replicaId, endpointId, nodeId } = event.data;
      this.#log.log(
        { event: 'replica.placed', replicaId, endpointId, nodeId },
        `placed ${replicaId} on ${nodeId}`,
      );
    }
    return true;
  }
}

const placedEvent = (cluster: string, { replica, place, explanation }: Chosen<PendingReplica>): Placed => {
  const { id: replicaId, endpointId, projectId, revision, hardware } = replica;
  const { nodeId, gpuIndices } = place;
  return {
    type: 'ReplicaPlaced',
    data: {
      replicaId,
      endpointId,
      projectId,
      revision,
      cluster,
      nodeId,
      gpuIndices: [...gpuIndices],
      hardware,
      explanation: [...explanation],
    },
  };
};
