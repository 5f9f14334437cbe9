import { Injectable } from '@nestjs/common';
import { deriveUuid } from '@tidegate/eventing';
import { type Tx, activeTraceparent } from '@tidegate/eventing/nest';
import { PoolStore } from '../placement/pool.store.ts';
import type { Replica, ReplicaCommand } from '../replicas/replica.ts';
import { Replicas } from '../replicas/replica.handler.ts';
import type { Trigger } from './trigger.ts';

/** One command to each of several replicas, side by side: the store makes one commit of them. */
@Injectable()
export class CommandReplicas {
  constructor(
    private readonly pool: PoolStore,
    private readonly replicas: Replicas,
  ) {}

  /**
   * Locks the cluster as whoever decides about its replicas does, and asks the replica's own stream: of one who lost that lock
   * in the middle of a decision, the stream tells.
   */
  async stillDrains(
    tx: Tx,
    { id, endpointId }: Readonly<{ id: string; endpointId: string }>,
  ): Promise<boolean> {
    await this.pool.lockFor(tx, endpointId);
    const { state } = await this.replicas.load(id);
    return state.phase === 'open' && state.draining !== null;
  }

  /**
   * What they append, now or when this trigger came before, is in the read model at once, as it will come by the log a
   * moment later.
   */
  async each(
    tx: Tx,
    { id, cause, nowUs }: Trigger,
    commands: ReadonlyMap<string, ReplicaCommand>,
  ): Promise<readonly Replica[]> {
    const all = await Promise.all(
      [...commands].map(([replicaId, command]) => {
        const commandId = deriveUuid(id, command.type, replicaId);
        return this.replicas.handle(replicaId, command, { ...cause, commandId });
      }),
    );
    const occurredAt = new Date(nowUs / 1000);
    const traceparent = activeTraceparent();
    const meta = traceparent === undefined ? {} : { traceparent };
    for (const { events, position } of all)
      for (const [n, event] of events.entries())
        await this.pool.project(tx, {
          ...event,
          position: position - events.length + 1 + n,
          occurredAt,
          meta,
        });
    return all.map(({ state }) => state);
  }
}
