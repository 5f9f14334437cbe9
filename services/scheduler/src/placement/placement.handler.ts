import { Injectable, Logger } from '@nestjs/common';
import type { EventNamed } from '@tidegate/contracts';
import { deriveUuid } from '@tidegate/eventing';
import { Conflict, EventStore, type Tx } from '@tidegate/eventing/nest';
import { CommandReplicas } from '../decisions/command-replicas.handler.ts';
import type { Trigger } from '../decisions/trigger.ts';
import { PoolStore, type PendingReplica } from './pool.store.ts';
import { type Chosen, choosePlaces, inTurn } from './queue.ts';

type Placed = EventNamed<'ReplicaPlaced'>;

/** A cluster whose row this transaction holds, and the version of `pool-<cluster>` that its read model has seen. */
type Locked = Readonly<{ cluster: string; version: number }>;
type Waiting = Readonly<{ replica: PendingReplica; reason: string }>;

/**
 * Gives waiting replicas their nodes. All placements of one look are one append to `pool-<cluster>` at the version that
 * was looked at: if anybody else has placed anything since, nothing of it is recorded.
 */
@Injectable()
export class Placements {
  readonly #log = new Logger('Placements');

  constructor(
    private readonly pool: PoolStore,
    private readonly store: EventStore,
    private readonly command: CommandReplicas,
  ) {}

  /**
   * Call with the cluster locked. What fits nowhere stays, with its reason.
   * @returns the nodes that got something: to be told once the transaction has committed
   */
  async placePending(tx: Tx, at: Locked, why: Trigger): Promise<readonly string[]> {
    const { cluster } = at;
    const pending = await this.pool.pending(tx, cluster);
    if (pending.length === 0) return [];
    const heldBy = await this.pool.heldByProject(tx, cluster);
    const [rooms, past] = [await this.pool.rooms(tx, cluster), await this.pool.past(tx, cluster)];
    const { chosen, waiting } = choosePlaces(inTurn(pending, heldBy), rooms, past);
    await this.#explain(tx, waiting, why);
    if (chosen.length === 0) return [];
    const events = chosen.map((choice) => placedEvent(cluster, choice));
    if (!(await this.#record(tx, at, { events, why }))) return [];
    const waited = chosen.filter(({ replica }) => replica.reason !== null).map(({ replica }) => replica.id);
    await this.pool.endWaits(tx, waited);
    return [...new Set(chosen.map(({ place }) => place.nodeId))];
  }

  /** Why each waits is always told; that it waits is an event, once. */
  async #explain(tx: Tx, waiting: readonly Waiting[], why: Trigger): Promise<void> {
    const news = waiting.filter(({ replica, reason }) => replica.reason !== reason);
    await this.pool.explainWaits(
      tx,
      news.map(({ replica, reason }) => ({ replicaId: replica.id, reason })),
    );
    const delayed = waiting
      .filter(({ replica }) => !replica.delayed)
      .map(({ replica, reason }) => [replica.id, { type: 'DelayReplica', message: reason }] as const);
    await this.command.each(tx, why, new Map(delayed));
  }

  /** False when somebody else has placed meanwhile: that comes to this read model by the log, and what waits is looked at again. */
  async #record(
    tx: Tx,
    { cluster, version }: Locked,
    { events, why }: Readonly<{ events: readonly Placed[]; why: Trigger }>,
  ): Promise<boolean> {
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
