import { Injectable } from '@nestjs/common';
import type { AnyEvent, Reason, Recorded } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import { heardBy } from './heard-by.ts';
import type { Former } from './webhooks.ts';

/** What a try needs to know of a webhook. */
export type Receiver = Readonly<{
  projectId: string;
  url: string;
  secretId: string;
  formers: readonly Former[];
  disabled: Reason | null;
}>;

/** Webhooks as the log has them, each delivery that they lead to, and how they fare. */
@Injectable()
export class Subscriptions {
  constructor(private readonly db: Db) {}

  /** Which of some projects have webhooks. */
  async listening(tx: Tx, projectIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ project_id: string }>(sql`
      select distinct project_id from webhooks where project_id = any(${[...new Set(projectIds)]}::text[])`);
    return new Set(rows.map((row) => row.project_id));
  }

  /** One delivery of an event for each webhook that hears of it, each with the next number of its webhook. */
  async deliver(tx: Tx, event: Recorded<AnyEvent>): Promise<void> {
    const heard = heardBy(event);
    if (heard.kind === 'nobody') return;
    const { id, type, position } = event;
    const timestamp = event.occurredAt.toISOString();
    const one = heard.kind === 'one' ? heard.webhookId : null;
    const patterns = heard.kind === 'one' ? [] : heard.patterns;
    const but = heard.kind === 'one' ? null : heard.but;
    await tx.query(sql`
      with heard as (
        update webhooks set last_number = last_number + 1
        where disabled is null and (${heard.projectId}::text is null or project_id = ${heard.projectId})
          and case when ${one}::text is null then event_types && ${patterns}::text[] else webhook_id = ${one} end
          and (${but}::text is null or webhook_id <> ${but})
        returning webhook_id, project_id, url, last_number
      )
      insert into deliveries (webhook_id, project_id, url, type, due_at, subscription_id, number, event_id, position, webhook)
      select webhook_id || '_' || ${id}, project_id, url, ${type}, clock_timestamp(), webhook_id, last_number,
             ${id}::uuid, ${position}::bigint,
             jsonb_build_object('webhookId', webhook_id || '_' || ${id}, 'projectId', project_id, 'url', url,
               'type', ${type}::text, 'timestamp', ${timestamp}::text, 'data', '{}'::jsonb,
               'subscription', jsonb_build_object('webhookId', webhook_id, 'position', ${position}::bigint, 'number', last_number))
      from heard`);
  }

  async receiver(webhookId: string): Promise<Receiver | undefined> {
    const [row] = await this.db.query<{
      project_id: string;
      url: string;
      secret_id: string;
      formers: Former[];
      disabled: Reason | null;
    }>(
      sql`select project_id, url, secret_id, formers, disabled from webhooks where webhook_id = ${webhookId}`,
    );
    return (
      row && {
        projectId: row.project_id,
        url: row.url,
        secretId: row.secret_id,
        formers: row.formers,
        disabled: row.disabled,
      }
    );
  }

  /** One row is written for each delivery only where it says something new. */
  async succeeded(webhookId: string): Promise<void> {
    await this.db.query(sql`
      update webhooks set delivered_at = clock_timestamp(), failing_since = null
      where webhook_id = ${webhookId}
        and (failing_since is not null or delivered_at is null or delivered_at < clock_timestamp() - interval '5 seconds')`);
  }

  /** @returns for how many seconds every try has failed */
  async failed(webhookId: string): Promise<number> {
    await this.db.query(sql`
      update webhooks set failing_since = coalesce(failing_since, clock_timestamp()), failed_at = clock_timestamp()
      where webhook_id = ${webhookId}`);
    const [row] = await this.db.query<{ seconds: number }>(sql`
      select extract(epoch from failed_at - failing_since)::float8 as seconds from webhooks where webhook_id = ${webhookId}`);
    return row?.seconds ?? 0;
  }

  /** Webhooks for which more deliveries wait than may. */
  async overfull(most: number): Promise<{ webhookId: string; projectId: string }[]> {
    const rows = await this.db.query<{ webhook_id: string; project_id: string }>(sql`
      select w.webhook_id, w.project_id from webhooks w
      where w.disabled is null and w.last_number > ${most} and exists (
        select 1 from deliveries d where d.subscription_id = w.webhook_id and d.state = 'queued'
        order by d.due_at offset ${most} limit 1)`);
    return rows.map((row) => ({ webhookId: row.webhook_id, projectId: row.project_id }));
  }
}
