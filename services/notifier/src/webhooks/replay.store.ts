import { Injectable } from '@nestjs/common';
import { type AnyEvent, type Recorded, eventsIn } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, type Tx } from '@tidegate/eventing/nest';
import { deliveryId } from './heard-by.ts';
import { type Step, everybodysIn, stepOf } from './replay-page.ts';

type Due = Readonly<{
  webhook_id: string;
  project_id: string;
  event_types: string[];
  from_position: number;
  to_position: number;
}>;

/** So many events at once. */
const PAGE = 200;
/** A replay goes on when fewer deliveries than this wait: what is new meanwhile must not stand behind all that is old. */
const MOST_WAITING = 400;

/** Brings back from the log what a webhook is subscribed to, whether it was delivered before or not. */
@Injectable()
export class Replays {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  /** One page of one replay. Its row is locked meanwhile, so several processes share the work. @returns whether there was one */
  step(): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [due] = await tx.query<Due>(sql`
        select r.webhook_id, w.project_id, w.event_types, r.from_position, r.to_position
        from webhook_replays r join webhooks w using (webhook_id)
        where not exists (
          select 1 from deliveries d where d.subscription_id = r.webhook_id and d.state = 'queued'
          order by d.due_at offset ${MOST_WAITING} limit 1)
        order by r.webhook_id limit 1 for update of r skip locked`);
      if (!due) return false;
      const { events, nextPosition } = await this.#read(due);
      if (events.length > 0) await this.#deliver(tx, due.webhook_id, events);
      await tx.query(
        nextPosition === null
          ? sql`delete from webhook_replays where webhook_id = ${due.webhook_id}`
          : sql`update webhook_replays set from_position = ${nextPosition} where webhook_id = ${due.webhook_id}`,
      );
      return true;
    });
  }

  /** One delivery again, at once. @returns whether there is such a one of this webhook */
  async again(webhookId: string, id: string): Promise<boolean> {
    const rows = await this.db.query(sql`
      update deliveries
      set due_at = case when on_bus and state = 'queued' then due_at else clock_timestamp() end,
          tries = case when state = 'queued' then tries else 0 end,
          rounds = case when state = 'queued' then rounds else rounds + 1 end,
          state = 'queued', finished_at = null
      where webhook_id = ${id} and subscription_id = ${webhookId} returning 1`);
    return rows.length > 0;
  }

  head(): Promise<number> {
    return this.store.head();
  }

  /** The first position that something is at that happened at this time or later. Times in the log hardly go backwards. */
  async positionAt(time: Date): Promise<number> {
    let [low, high] = [1, (await this.head()) + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [event] = await this.store.readLog({ after: middle - 1, limit: 1 });
      if (event && event.occurredAt < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #read(due: Due): Promise<Step> {
    const types = eventsIn(due.event_types);
    const after = due.from_position - 1;
    const everybodys = everybodysIn(types);
    const page = { limit: PAGE, after };
    const pages = {
      own: await this.store.history({
        tenantId: due.project_id,
        types,
        order: 'oldestFirst',
        ...page,
      }),
      everybodys: everybodys.length > 0 ? await this.store.readLog({ types: everybodys, ...page }) : [],
    };
    return stepOf(pages, { webhookId: due.webhook_id, toPosition: due.to_position, limit: PAGE });
  }

  /** What was delivered or given up begins anew; what never was gets the next numbers. */
  async #deliver(tx: Tx, webhookId: string, events: readonly Recorded<AnyEvent>[]): Promise<void> {
    const ids = events.map(({ id }) => deliveryId(webhookId, id));
    // The webhook's row first: the consumer takes it first as well.
    await tx.query(sql`select 1 from webhooks where webhook_id = ${webhookId} for update`);
    await tx.query(sql`
      update deliveries set state = 'queued', tries = 0, rounds = rounds + 1, on_bus = false,
                            due_at = clock_timestamp(), finished_at = null
      where webhook_id = any(${ids}::text[]) and state <> 'queued'`);
    await tx.query(sql`
      with wanted as (
        select * from unnest(${ids}::text[], ${events.map(({ id }) => id)}::uuid[], ${events.map(({ type }) => type)}::text[],
          ${events.map(({ position }) => position)}::bigint[],
          ${events.map(({ occurredAt }) => occurredAt.toISOString())}::text[]) as e (id, event_id, type, position, at)
      ), fresh as (
        select e.*, row_number() over (order by e.position) as nth from wanted e
        where not exists (select 1 from deliveries d where d.webhook_id = e.id)
      ), numbered as (
        update webhooks set last_number = last_number + (select count(*) from fresh)
        where webhook_id = ${webhookId}
        returning project_id, url, last_number - (select count(*) from fresh) as before
      )
      insert into deliveries (webhook_id, project_id, url, type, due_at, subscription_id, number, event_id, position, webhook)
      select e.id, n.project_id, n.url, e.type, clock_timestamp(), ${webhookId}::text, n.before + e.nth, e.event_id, e.position,
             jsonb_build_object('webhookId', e.id, 'projectId', n.project_id, 'url', n.url, 'type', e.type,
               'timestamp', e.at, 'data', '{}'::jsonb, 'subscription',
               jsonb_build_object('webhookId', ${webhookId}::text, 'position', e.position, 'number', n.before + e.nth))
      from fresh e cross join numbered n`);
  }
}
