import { type AnyEvent, type EventType, type Recorded, WEBHOOK_EVENT_GROUPS } from '@tidegate/contracts';
import { Consumer, OnBatch, type Tx } from '@tidegate/eventing/nest';
import { SUBSCRIPTION_EVENTS, rowsOf } from './subscription.projection.ts';
import { Subscriptions } from './subscription.store.ts';

/** The consumer whose checkpoint says how far subscriptions have come. */
export const FAN_OUT = 'notifier.fan-out';

const TYPES = [...new Set<EventType>([...WEBHOOK_EVENT_GROUPS.keys(), ...SUBSCRIPTION_EVENTS])];

/**
 * Knows the subscriptions as of each position of the log, and writes down one delivery of each event for each that names it, in
 * the transaction of its checkpoint: once, however often the event comes and whenever the process dies. A subscription hears
 * of what stands after it in the log.
 */
@Consumer(FAN_OUT)
export class FanOut {
  constructor(private readonly subscriptions: Subscriptions) {}

  /** Where nobody listens, as in most projects, nothing is asked for each event. */
  @OnBatch(TYPES)
  async take(events: readonly Recorded<AnyEvent>[], tx: Tx): Promise<void> {
    const listening = await this.subscriptions.listening(
      tx,
      events.flatMap(({ tenantId }) => tenantId ?? []),
    );
    for (const event of events) {
      for (const statement of rowsOf(event)) await tx.query(statement);
      if (event.type === 'WebhookSubscribed') listening.add(event.data.projectId);
      if (event.tenantId === null || listening.has(event.tenantId))
        await this.subscriptions.deliver(tx, event);
    }
  }
}
