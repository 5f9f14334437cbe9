import type { AnyEvent, EventType, NoticeKind, Recorded } from '@tidegate/contracts';
import { deriveUuid, sql } from '@tidegate/eventing';
import { Consumer, OnBatch, type Tx } from '@tidegate/eventing/nest';
import { EndAlerts } from '../evaluation/end-alerts.store.ts';
import { type Known, TOLD_EVENTS, noticeOf } from './event-notice.ts';
import { ROW_EVENTS, rowsOf } from './log-rows.projection.ts';
import { Notices } from './notice.store.ts';

/** The consumer whose checkpoint says how far channels and alerts have come. */
export const FOLLOW_LOG = 'notifier.follow-log';

const TYPES = [...new Set<EventType>([...ROW_EVENTS, ...TOLD_EVENTS])];

/**
 * Knows channels, alerts and endpoints as of each position of the log, and writes down what channels hear of it, in the
 * transaction of its checkpoint: once, however often the event comes. A channel hears of what stands after it in the log.
 */
@Consumer(FOLLOW_LOG)
export class FollowLog {
  constructor(
    private readonly notices: Notices,
    private readonly ends: EndAlerts,
  ) {}

  /** Where nobody listens, as in most projects, nothing is asked for each event. */
  @OnBatch(TYPES)
  async take(events: readonly Recorded<AnyEvent>[], tx: Tx): Promise<void> {
    const listening = await this.notices.listening(
      tx,
      events.flatMap(({ tenantId }) => tenantId ?? []),
    );
    for (const event of events) {
      if (event.type === 'ChannelCreated') listening.add(event.data.projectId);
      if (event.tenantId !== null && listening.has(event.tenantId)) {
        await this.notices.lock(tx, event.tenantId);
        await this.#tell(event, event.tenantId, tx);
      }
      if (event.type === 'AlertChanged') await this.ends.end(tx, event.data, 'changed');
      if (event.type === 'AlertRemoved') await this.ends.end(tx, event.data, 'removed');
      for (const statement of rowsOf(event)) await tx.query(statement);
    }
  }

  /** Before the event changes what is known: whether an endpoint was ready before is part of what is said. */
  async #tell(event: Recorded<AnyEvent>, projectId: string, tx: Tx): Promise<void> {
    if (!TOLD_EVENTS.includes(event.type)) return;
    const notice = noticeOf(event, await this.#known(tx, event.data));
    if (!notice) return;
    await this.notices.post(tx, {
      projectId,
      noticeId: deriveUuid(event.id, 'notice'),
      hearers: { kind: 'subscribed', to: notice.type as NoticeKind },
      notice,
      at: event.occurredAt,
    });
  }

  async #known(tx: Tx, data: object): Promise<Known | undefined> {
    const endpointId = 'endpointId' in data ? data.endpointId : null;
    if (endpointId === null) return undefined;
    const [row] = await tx.query<{ name: string; is_armed: boolean }>(
      sql`select name, is_armed from alert_endpoints where endpoint_id = ${endpointId}`,
    );
    return row && { name: row.name, isArmed: row.is_armed };
  }
}
