import { Injectable, Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import type { EventNamed } from '@tidegate/contracts';
import { deriveUuid } from '@tidegate/eventing';
import {
  Conflict,
  EventStore,
  SpanKind,
  type Tx,
  activeTraceparent,
  contextFromTraceparent,
  inSpan,
  linksTo,
} from '@tidegate/eventing/nest';
import type { Trigger } from '../decisions/trigger.ts';
import type { Chosen } from '../waiting/queue.ts';
import { PoolStore, type PendingReplica } from './pool.store.ts';

type Placed = EventNamed<'ReplicaPlaced'>;

/** A cluster whose row this transaction holds, and the version of `pool-<cluster>` that its read model has seen. */
export type Locked = Readonly<{ cluster: string; version: number }>;

type Places = Readonly<{ chosen: readonly Chosen<PendingReplica>[]; why: Trigger }>;

/** A span with more is hard to read, and some backends cut them. */
const MOST_LINKS = 32;

/**
 * Records who gets which place. All placements of one look are one append to `pool-<cluster>` at the version that was looked at: if
 * anybody else has placed anything since, nothing of it is recorded.
 */
@Injectable()
export class RecordPlaces {
  readonly #log = new Logger('RecordPlaces');
  readonly #placements = metrics.getMeter('tidegate').createCounter('tidegate_scheduler_placements', {
    description: 'Looks that placed replicas: `placed`, or `conflict` where somebody else was faster.',
  });

  constructor(
    private readonly pool: PoolStore,
    private readonly store: EventStore,
  ) {}

  /** Part of the trace of the first that it places, linked to those of the others and to what set it off. */
  record(tx: Tx, at: Locked, what: Places): Promise<boolean> {
    const [first, ...others] = what.chosen.map(({ replica }) => replica.traceparent ?? undefined);
    const setOffBy = activeTraceparent();
    return inSpan(
      {
        name: 'place replicas',
        kind: SpanKind.INTERNAL,
        parent: contextFromTraceparent(first),
        attributes: { 'tidegate.cluster': at.cluster, 'tidegate.replicas': what.chosen.length },
        links: linksTo(new Set([...others, setOffBy].filter((one) => one !== first)).values()).slice(
          0,
          MOST_LINKS,
        ),
      },
      () => this.#record(tx, at, what),
    );
  }

  /** False when somebody else has placed meanwhile: that comes to this read model by the log, and what waits is looked at again. */
  async #record(tx: Tx, { cluster, version }: Locked, { chosen, why }: Places): Promise<boolean> {
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
    this.#placements.add(1, { outcome: appended ? 'placed' : 'conflict' });
    if (!appended) {
      this.#log.debug({ event: 'placement.conflict', cluster, version }, `${streamId} has moved on`);
      return false;
    }
    const occurredAt = new Date(why.nowUs / 1000);
    for (const [n, event] of events.entries()) {
      const position = appended.firstPosition + n;
      await this.pool.project(tx, { ...event, position, version: version + n + 1, occurredAt, meta: {} });
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
