import { Injectable } from '@nestjs/common';
import type { EventNamed } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import type { Attempt, Verdict } from './attempt.ts';

export type Webhook = EventNamed<'WebhookQueued'>['data'];
export type Delivery = Readonly<{ state: 'queued' | 'delivered' | 'failed'; tries: number }>;
type Judged = Readonly<{ attempt: Attempt; verdict: Verdict; waitSeconds: number }>;

/** A delivery that is on the queue is put there again after so long, should it have been lost. */
const LOST_AFTER = '10 minutes';
/** One that the queue did not take is offered again after so long. */
const REFUSED_FOR = '1 minute';
const BATCH = 100;

/** Every webhook, what was tried, and what became of it. Waits between tries are kept here, so that the queue holds only what can be sent now. */
@Injectable()
export class Deliveries {
  constructor(private readonly db: Db) {}

  /** A webhook that the requeue loop shall put on the queue at once. */
  async writeDown(webhook: Webhook, tx: Tx): Promise<void> {
    await tx.query(sql`
      insert into deliveries (webhook_id, project_id, url, type, webhook, due_at)
      values (${webhook.webhookId}, ${webhook.projectId}, ${webhook.url}, ${webhook.type}, ${JSON.stringify(webhook)}::jsonb,
              clock_timestamp())
      on conflict do nothing`);
  }

  /** How far it is. One that somebody else queued is written down now. */
  async find(webhook: Webhook): Promise<Delivery> {
    await this.db.query(sql`
      insert into deliveries (webhook_id, project_id, url, type, webhook, due_at)
      values (${webhook.webhookId}, ${webhook.projectId}, ${webhook.url}, ${webhook.type}, ${JSON.stringify(webhook)}::jsonb,
              clock_timestamp() + ${LOST_AFTER}::interval)
      on conflict do nothing`);
    const [row] = await this.db.query<Delivery>(sql`
      select state, jsonb_array_length(attempts) as tries from deliveries where webhook_id = ${webhook.webhookId}`);
    if (!row) throw new Error(`delivery ${webhook.webhookId} has vanished`);
    return row;
  }

  async judge({ webhookId }: Webhook, { attempt, verdict, waitSeconds }: Judged): Promise<void> {
    const state = verdict === 'again' ? 'queued' : verdict;
    const waitMs = Math.round(waitSeconds * 1000);
    await this.db.query(sql`
      update deliveries
      set attempts = attempts || ${JSON.stringify([attempt])}::jsonb,
          state = ${state},
          due_at = case when ${state} = 'queued' then clock_timestamp() + ${waitMs}::int * interval '1 millisecond' end,
          finished_at = case when ${state} = 'queued' then null else clock_timestamp() end
      where webhook_id = ${webhookId} and state = 'queued'`);
  }

  /**
   * Hands what is due to `queue`, one by one. What it throws on waits for a while, so that one that can never be queued does
   * not stand before all others; what comes after it is left for the next call. Then it is thrown.
   * @returns how many were due
   */
  async requeue(queue: (webhook: Webhook, tries: number) => Promise<void>): Promise<number> {
    const { due, failure } = await this.db.transaction(async (tx) => {
      const rows = await tx.query<{ webhook_id: string; webhook: Webhook; tries: number }>(sql`
        select webhook_id, webhook, jsonb_array_length(attempts) as tries from deliveries
        where state = 'queued' and due_at <= clock_timestamp()
        order by due_at limit ${BATCH} for update skip locked`);
      for (const { webhook_id: id, webhook, tries } of rows)
        try {
          await queue(webhook, tries);
          await this.#postpone(tx, id, LOST_AFTER);
        } catch (error) {
          await this.#postpone(tx, id, REFUSED_FOR);
          return { due: rows.length, failure: { error } };
        }
      return { due: rows.length, failure: null };
    });
    if (failure) throw failure.error;
    return due;
  }

  async #postpone(tx: Tx, webhookId: string, wait: string): Promise<void> {
    await tx.query(
      sql`update deliveries set due_at = clock_timestamp() + ${wait}::interval where webhook_id = ${webhookId}`,
    );
  }

  async forgetOlder(days: number): Promise<void> {
    await this.db.query(sql`
      delete from deliveries where state <> 'queued' and finished_at < clock_timestamp() - make_interval(days => ${days})`);
  }
}
