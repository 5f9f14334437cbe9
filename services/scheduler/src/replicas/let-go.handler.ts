import { Injectable } from '@nestjs/common';
import type { Tx } from '@tidegate/eventing/nest';
import { CommandReplicas } from '../decisions/command-replicas.handler.ts';
import type { Trigger } from '../decisions/trigger.ts';
import type { Dropped } from '../division/reconcile.ts';
import { ReplicaStore } from './replica.store.ts';

@Injectable()
export class LetGo {
  constructor(
    private readonly store: ReplicaStore,
    private readonly command: CommandReplicas,
  ) {}

  /**
   * Drains replicas that have places. One that is not ready, or asleep, has no requests to finish: it is let go at once.
   * @returns the nodes that need not run something any more
   */
  async each(tx: Tx, dropped: readonly Dropped[], trigger: Trigger): Promise<readonly string[]> {
    const commands = dropped.map(
      ({ id, cause, then }) => [id, { type: 'DrainReplica', cause, ...(then && { then }) }] as const,
    );
    const states = await this.command.each(tx, trigger, new Map(commands));
    const causes = new Map(dropped.map(({ id, cause }) => [id, cause]));
    const nodeIds: string[] = [];
    for (const state of states) {
      if (state.phase !== 'open' || (state.isReady && !state.isAsleep)) continue;
      const { replicaId } = state.whose;
      const cause = causes.get(replicaId) ?? 'replaced';
      const nodeId = await this.store.release(tx, { id: replicaId, cause });
      if (typeof nodeId === 'string') nodeIds.push(nodeId);
    }
    return nodeIds;
  }
}
