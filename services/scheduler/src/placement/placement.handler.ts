import { Injectable } from '@nestjs/common';
import type { Tx } from '@tidegate/eventing/nest';
import type { Trigger } from '../decisions/trigger.ts';
import { LookStore } from '../waiting/look.store.ts';
import { PreemptReplicas } from '../waiting/preempt-replicas.handler.ts';
import { TellWaits } from '../waiting/tell-waits.handler.ts';
import { type Locked, RecordPlaces } from './record-places.handler.ts';

/** Gives waiting replicas their nodes. */
@Injectable()
export class Placements {
  constructor(
    private readonly looks: LookStore,
    private readonly places: RecordPlaces,
    private readonly waits: TellWaits,
    private readonly preemptions: PreemptReplicas,
  ) {}

  /**
   * Call with the cluster locked. What fits nowhere stays, with its reason.
   * @returns the nodes that got something, or need not run something any more: to be told once the transaction has committed
   */
  async placePending(tx: Tx, at: Locked, why: Trigger): Promise<readonly string[]> {
    const decision = await this.looks.at(tx, at.cluster);
    if (!decision) return [];
    const { chosen, waiting, vain, preemptions } = decision;
    await this.waits.tell(tx, waiting, why);
    if (chosen.length > 0 && !(await this.places.record(tx, at, { chosen, why }))) return [];
    const placed = chosen.map(({ replica }) => replica.id);
    await this.waits.end(tx, placed);
    await this.preemptions.endClaims(tx, [...placed, ...vain]);
    const freed = await this.preemptions.carryOut(tx, preemptions, why);
    return [...new Set([...chosen.map(({ place }) => place.nodeId), ...freed])];
  }
}
