import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '@tidegate/eventing/nest';
import type { Trigger } from '../decisions/trigger.ts';
import type { PendingReplica } from '../placement/pool.store.ts';
import { LetGo } from '../replicas/let-go.handler.ts';
import { ClaimStore } from './claim.store.ts';
import type { Preemption } from './preemption.ts';

/** Lets replicas go for more important ones, and keeps their room for those. */
@Injectable()
export class PreemptReplicas {
  readonly #log = new Logger('PreemptReplicas');

  constructor(
    private readonly claims: ClaimStore,
    private readonly letGo: LetGo,
  ) {}

  /** @returns the nodes that need not run something any more */
  async carryOut(
    tx: Tx,
    preemptions: readonly Preemption<PendingReplica>[],
    why: Trigger,
  ): Promise<readonly string[]> {
    for (const { replica, nodeId, victims } of preemptions) {
      await this.claims.make(tx, replica.id, nodeId);
      this.#log.log(
        { event: 'replica.preempted', replicaId: replica.id, nodeId, victims },
        `${String(victims.length)} replicas on ${nodeId} go for ${replica.id}`,
      );
    }
    const victims = preemptions.flatMap((one) => one.victims);
    return this.letGo.each(
      tx,
      victims.map((id) => ({ id, cause: 'preempted' })),
      why,
    );
  }

  /** They have a place, or will not get that one. */
  async endClaims(tx: Tx, replicaIds: readonly string[]): Promise<void> {
    await this.claims.end(tx, replicaIds);
  }
}
