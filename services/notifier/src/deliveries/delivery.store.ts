import { Injectable } from '@nestjs/common';
import type { EventNamed } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import type { Attempt, Verdict } from './attempt.ts';

export type Webhook = EventNamed<'WebhookQueued'>['data'];
export type Delivery = Readonly<{
  state: 'queued' | 'delivered' | 'failed';
  tries: number;
  /** It was written down just now. */
  isNew: boolean;
}>;
type Judged = Readonly<{ attempt: Attempt; verdict: Verdict; waitSeconds: number }>;

/** A delivery that is on the queue is put there again after so long, should it have been lost. */
const LOST_AFTER = '10 minutes';
/** One that the queue did not take is offered again after so long. */
const REFUSED_FOR = '1 minute';
const BATCH = 100;
/** So many deliveries of one subscription, and so many others of one project, are on the queue at once, so that a slow receiver leaves room for others … */
export const AT_ONCE = 32;
/** … and so many while every try fails, so long after the last one. */
const AT_ONCE_FAILING = 1;
const FAILING_WAIT = '2 seconds';
const KEPT_ATTEMPTS = 20;

type Due = Readonly<{ webhook_id: string; webhook: Webhook; tries: number; rounds: number }>;
/** A try: how often it was replayed or put off before it, and the number of tries since the last replay. */
export type Turn = Readonly<{ rounds: number; tries: number }>;

/** A delivery of a subscription or a channel: it was written down before it was queued, and its owner sees what becomes of it. */
export const isListed = ({ subscription, channelId }: Webhook): boolean =>
  subscription !== undefined || channelId !== undefined;

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

  /** How far it is. One that somebody else queued is written down now; what is listed was written down before, and may be gone. */
  async find(webhook: Webhook): Promise<Delivery> {
    if (!isListed(webhook)) {
      const made = await this.db.query(sql`
        insert into deliveries (webhook_id, project_id, url, type, webhook, due_at, on_bus)
        values (${webhook.webhookId}, ${webhook.projectId}, ${webhook.url}, ${webhook.type}, ${JSON.stringify(webhook)}::jsonb,
                clock_timestamp() + ${LOST_AFTER}::interval, true)
        on conflict do nothing returning 1`);
      if (made.length > 0) return { state: 'queued', tries: 0, isNew: true };
    }
    const [row] = await this.db.query<Omit<Delivery, 'isNew'>>(
      sql`select state, tries from deliveries where webhook_id = ${webhook.webhookId}`,
    );
    if (row) return { ...row, isNew: false };
    if (isListed(webhook)) return { state: 'failed', tries: 0, isNew: false };
    throw new Error(`delivery ${webhook.webhookId} has vanished`);
  }

  async judge({ webhookId }: Webhook, { attempt, verdict, waitSeconds }: Judged): Promise<void> {
    const state = verdict === 'again' ? 'queued' : verdict;
    const waitMs = Math.round(waitSeconds * 1000);
    await this.db.query(sql`
      update deliveries
      set attempts = case when jsonb_array_length(attempts) < ${KEPT_ATTEMPTS} then attempts else attempts - 0 end
                     || ${JSON.stringify([attempt])}::jsonb,
          tries = tries + 1, on_bus = false,
          state = ${state},
          due_at = case when ${state} = 'queued' then clock_timestamp() + ${waitMs}::int * interval '1 millisecond' end,
          finished_at = case when ${state} = 'queued' then null else clock_timestamp() end
      where webhook_id = ${webhookId} and state = 'queued'`);
  }

  /** It waits here instead of on the queue, and comes back when there is room for its project. */
  async putOff({ webhookId }: Webhook): Promise<void> {
    await this.db.query(sql`
      update deliveries set on_bus = false, rounds = rounds + 1, due_at = clock_timestamp()
      where webhook_id = ${webhookId} and state = 'queued'`);
  }

  /**
   * Hands what is due to `queue`, all at once. What it throws on waits for a while, so that one that can never be queued does
   * not stand before all others. Then it is thrown.
   * @returns how many were due
   */
  async requeue(queue: (webhook: Webhook, turn: Turn) => Promise<void>): Promise<number> {
    const { due, failure } = await this.db.transaction(async (tx) => {
      const rows = [...(await this.#due(tx)), ...(await this.#dueOfSubscriptions(tx))];
      const outcomes = await Promise.allSettled(
        rows.map(({ webhook, tries, rounds }) => queue(webhook, { tries, rounds })),
      );
      const idsOf = (status: 'fulfilled' | 'rejected'): string[] =>
        rows.filter((_, n) => outcomes[n]?.status === status).map((row) => row.webhook_id);
      await this.#postpone(tx, idsOf('fulfilled'), { onBus: true, wait: LOST_AFTER });
      await this.#postpone(tx, idsOf('rejected'), { onBus: false, wait: REFUSED_FOR });
      return { due: rows.length, failure: outcomes.find(({ status }) => status === 'rejected') };
    });
    if (failure?.status === 'rejected') throw failure.reason;
    return due;
  }

  async #postpone(
    tx: Tx,
    ids: readonly string[],
    { onBus, wait }: Readonly<{ onBus: boolean; wait: string }>,
  ): Promise<void> {
    if (ids.length > 0)
      await tx.query(sql`
        update deliveries set on_bus = ${onBus}, due_at = clock_timestamp() + ${wait}::interval
        where webhook_id = any(${ids}::text[])`);
  }

  /** Of each project, of what is no subscription's, what fits beside what it has on the queue already. */
  #due(tx: Tx): Promise<Due[]> {
    return tx.query<Due>(sql`
      with recursive projects as (
        select min(project_id) as project_id from deliveries where state = 'queued' and subscription_id is null
        union all
        select (select min(n.project_id) from deliveries n
                where n.state = 'queued' and n.subscription_id is null and n.project_id > p.project_id)
        from projects p where p.project_id is not null)
      select d.* from projects p
      cross join lateral (
        select greatest(0, ${AT_ONCE}::bigint - count(*)) as room from deliveries q
        where q.project_id = p.project_id and q.state = 'queued' and q.subscription_id is null
          and q.on_bus and q.due_at > clock_timestamp()) r
      cross join lateral (
        select webhook_id, webhook, tries, rounds, due_at from deliveries
        where project_id = p.project_id and state = 'queued' and subscription_id is null and due_at <= clock_timestamp()
        order by due_at limit r.room for update skip locked) d
      where p.project_id is not null
      order by d.due_at limit ${BATCH}`);
  }

  /** Of each subscription what fits beside what it has on the queue already. */
  #dueOfSubscriptions(tx: Tx): Promise<Due[]> {
    return tx.query<Due>(sql`
      select d.* from webhooks w
      cross join lateral (
        select greatest(0, case when w.failing_since is null then ${AT_ONCE}::bigint else ${AT_ONCE_FAILING}::bigint end
                           - count(*)) as room
        from deliveries q
        where q.subscription_id = w.webhook_id and q.state = 'queued' and q.on_bus and q.due_at > clock_timestamp()) r
      cross join lateral (
        select webhook_id, webhook, tries, rounds, due_at from deliveries
        where subscription_id = w.webhook_id and state = 'queued' and due_at <= clock_timestamp()
        order by due_at limit r.room for update skip locked) d
      where w.disabled is null
        and (w.failing_since is null or w.failed_at < clock_timestamp() - ${FAILING_WAIT}::interval)
      order by d.due_at limit ${BATCH * 2}`);
  }

  async forgetOlder(days: number): Promise<void> {
    await this.db.query(sql`
      delete from deliveries where state <> 'queued' and finished_at < clock_timestamp() - make_interval(days => ${days})`);
  }
}
