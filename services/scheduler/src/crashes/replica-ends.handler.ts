import { Injectable } from '@nestjs/common';
import { deriveUuid } from '@tidegate/eventing';
import type { EventOf, Tx } from '@tidegate/eventing/nest';
import { afterCrash, isCrash } from './back-off.ts';
import { BackOffStore, type Template } from './back-off.store.ts';
import { ReplicaStore } from '../replicas/replica.store.ts';

/** What an end leaves behind: nothing, or a wait for the replacement of one that crashed. */
@Injectable()
export class ReplicaEnds {
  constructor(
    private readonly replicas: ReplicaStore,
    private readonly backOffs: BackOffStore,
  ) {}

  async remember(tx: Tx, { id, data, occurredAt }: EventOf<'ReplicaStopped'>): Promise<void> {
    const { replicaId, stoppedAtUs, cause } = data;
    await this.replicas.forget(tx, replicaId);
    if (!isCrash(cause)) return;
    const { readyAtUs, drained } = await this.replicas.lifeOf(tx, replicaId);
    // One that was on its way out is not replaced, so nothing has to wait for it.
    if (drained) return;
    const nowUs = occurredAt.getTime() * 1000;
    const backOff = afterCrash(await this.backOffs.of(tx, data), { readyAtUs, stoppedAtUs, nowUs });
    await this.backOffs.save(tx, data, { ...backOff, triggerId: deriveUuid(id, 'back-off') });
  }

  /** The endpoint's next crash is its first. */
  async forgive(tx: Tx, endpointId: string): Promise<void> {
    await this.backOffs.clear(tx, endpointId);
  }

  /** What the other templates of an endpoint did does not matter any more. */
  async forgetOthers(tx: Tx, kept: Template): Promise<void> {
    await this.backOffs.clearOthers(tx, kept);
  }
}
