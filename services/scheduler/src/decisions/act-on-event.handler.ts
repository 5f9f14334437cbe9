import { Injectable } from '@nestjs/common';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { causedBy } from '@tidegate/eventing';
import type { Tx } from '@tidegate/eventing/nest';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { MeetScale } from './meet-scale.handler.ts';
import type { Trigger } from './trigger.ts';

/** Anything that concerns one endpoint. */
export type Concerns = Recorded<AnyEvent & { data: { endpointId: string } }>;

/** Decides because of an event, at its time, and tells the nodes that got something once that is committed. */
@Injectable()
export class ActOnEvent {
  constructor(
    private readonly meetScale: MeetScale,
    private readonly nudges: NodeNudges,
  ) {}

  async meet(tx: Tx, event: Concerns, how: { freed?: boolean } = {}): Promise<void> {
    const { endpointId } = event.data;
    this.nudges.whenCommitted(tx, await this.meetScale.meet(tx, endpointId, triggerOf(event), how));
  }

  async fill(tx: Tx, cluster: string, event: Recorded<AnyEvent>): Promise<void> {
    this.nudges.whenCommitted(tx, await this.meetScale.fill(tx, cluster, triggerOf(event)));
  }
}

const triggerOf = (event: Recorded<AnyEvent>): Trigger => ({
  id: event.id,
  cause: causedBy(event),
  nowUs: event.occurredAt.getTime() * 1000,
});
