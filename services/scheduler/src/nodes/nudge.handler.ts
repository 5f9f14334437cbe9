import { Injectable } from '@nestjs/common';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus, type Tx } from '@tidegate/eventing/nest';

/** Tells nodes to ask now instead of at their next interval, as soon as what they shall find is there to be found. */
@Injectable()
export class NodeNudges {
  constructor(private readonly bus: Bus) {}

  now(nodeIds: Iterable<string>): void {
    for (const nodeId of nodeIds) this.bus.nudge(SUBJECTS.nodeNudge(nodeId));
  }

  whenCommitted(tx: Tx, nodeIds: readonly string[]): void {
    if (nodeIds.length > 0)
      tx.afterCommit(() => {
        this.now(nodeIds);
      });
  }
}
