import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { DeliveryRow, WebhookRow } from './webhook-view.ts';

/** What people ask of webhooks and their deliveries. */
@Injectable()
export class WebhookLists {
  constructor(private readonly db: Db) {}

  /** Oldest first. @param after the place in the log at which the one before was created */
  async page(projectId: string, after: number, limit: number): Promise<WebhookRow[]> {
    return this.db.query<WebhookRow>(sql`
      select w.*, r.from_position, r.to_position,
             (select count(*) from deliveries d where d.subscription_id = w.webhook_id and d.state = 'queued') as waiting
      from webhooks w left join webhook_replays r using (webhook_id)
      where w.project_id = ${projectId} and w.created_position > ${after}
      order by w.created_position limit ${limit}`);
  }

  async one(projectId: string, webhookId: string): Promise<WebhookRow | undefined> {
    const [row] = await this.db.query<WebhookRow>(sql`
      select w.*, r.from_position, r.to_position,
             (select count(*) from deliveries d where d.subscription_id = w.webhook_id and d.state = 'queued') as waiting
      from webhooks w left join webhook_replays r using (webhook_id)
      where w.project_id = ${projectId} and w.webhook_id = ${webhookId}`);
    return row;
  }

  /** Newest first. @param before the number of the one before; null: from the newest on */
  async deliveries(
    webhookId: string,
    { state, before, limit }: Readonly<{ state: string | null; before: number | null; limit: number }>,
  ): Promise<DeliveryRow[]> {
    return this.db.query<DeliveryRow>(sql`
      select webhook_id, number, event_id, type, position, state, tries, attempts -> -1 as last, on_bus,
             queued_at, due_at, finished_at
      from deliveries
      where subscription_id = ${webhookId} and number < ${before ?? Number.MAX_SAFE_INTEGER}
        and (${state}::text is null or state = ${state})
      order by number desc limit ${limit}`);
  }

  /** Waits until the consumer has come to a position. @returns whether it has, within the time */
  async reached(consumer: string, position: number, withinMs = 3000): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 50)) {
      const [row] = await this.db.query<{ position: number }>(
        sql`select position from es.checkpoints where consumer = ${consumer}`,
      );
      if ((row?.position ?? 0) >= position) return true;
      if (performance.now() + waitMs > end) return false;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
