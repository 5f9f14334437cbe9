import type { EventNamed, EventType, Recorded, WebhookEvent } from '@tidegate/contracts';
import { type Sql, sql } from '@tidegate/eventing';
import { formersAfter } from './webhooks.ts';

type ProjectDeleted = EventNamed<'ProjectDeleted'>;
type Handlers = {
  readonly [Type in (WebhookEvent | ProjectDeleted)['type'] & EventType]: (
    event: Recorded<EventNamed<Type>>,
  ) => Sql[];
};

/** What was not delivered when a webhook ended is given up; a replay may take it up again. */
const giveUp = (webhookId: string): Sql => sql`
  update deliveries set state = 'failed', on_bus = false, due_at = null, finished_at = clock_timestamp()
  where subscription_id = ${webhookId} and state = 'queued'`;

/** Always in this order, as replays do: replay, webhook, deliveries. Whoever locks in one order waits and never dies. */
const forget = (webhookId: string): Sql[] => [
  sql`delete from webhook_replays where webhook_id = ${webhookId}`,
  sql`delete from webhooks where webhook_id = ${webhookId}`,
  sql`delete from webhook_secrets where webhook_id = ${webhookId}`,
  giveUp(webhookId),
];

/** What the log says of webhooks, as rows. */
const ROWS: Handlers = {
  WebhookSubscribed: ({ position, occurredAt, data }) => [
    sql`
      insert into webhooks (webhook_id, project_id, url, description, event_types, secret_id,
                            created_position, created_at, updated_at)
      values (${data.webhookId}, ${data.projectId}, ${data.url}, ${data.description}, ${data.eventTypes}::text[],
              ${data.secretId}, ${position}, ${occurredAt}, ${occurredAt})`,
  ],
  WebhookChanged: ({ occurredAt, data }) => [
    sql`
      update webhooks set url = ${data.url}, description = ${data.description}, event_types = ${data.eventTypes}::text[],
                          updated_at = ${occurredAt}
      where webhook_id = ${data.webhookId}`,
  ],
  WebhookSecretRotated: ({ occurredAt, data }) => [
    sql`
      update webhooks set secret_id = ${data.secretId}, updated_at = ${occurredAt},
        formers = jsonb_path_query_array(formers || ${JSON.stringify(formersAfter([], data))}::jsonb, '$[last - 3 to last]')
      where webhook_id = ${data.webhookId}`,
  ],
  WebhookDisabled: ({ position, occurredAt, data }) => [
    sql`delete from webhook_replays where webhook_id = ${data.webhookId}`,
    sql`
      update webhooks set disabled = ${JSON.stringify(data.reason)}::jsonb, disabled_position = ${position},
                          updated_at = ${occurredAt}
      where webhook_id = ${data.webhookId}`,
    giveUp(data.webhookId),
  ],
  WebhookEnabled: ({ occurredAt, data }) => [
    sql`
      update webhooks set disabled = null, failing_since = null, updated_at = ${occurredAt}
      where webhook_id = ${data.webhookId}`,
  ],
  /** A second one while the first is under way: both, as one. */
  WebhookReplayRequested: ({ data }) => [
    sql`
      insert into webhook_replays as r (webhook_id, from_position, to_position)
      values (${data.webhookId}, ${data.fromPosition}, ${data.toPosition})
      on conflict (webhook_id) do update
        set from_position = least(r.from_position, excluded.from_position),
            to_position = greatest(r.to_position, excluded.to_position)`,
  ],
  WebhookTestRequested: () => [],
  WebhookUnsubscribed: ({ data }) => forget(data.webhookId),
  ProjectDeleted: ({ data: { projectId } }) => [
    sql`delete from webhook_replays where webhook_id in (select webhook_id from webhooks where project_id = ${projectId})`,
    sql`delete from webhook_secrets where webhook_id in (select webhook_id from webhooks where project_id = ${projectId})`,
    sql`delete from webhooks where project_id = ${projectId}`,
    sql`
      update deliveries set state = 'failed', on_bus = false, due_at = null, finished_at = clock_timestamp()
      where project_id = ${projectId} and subscription_id is not null and state = 'queued'`,
  ],
};

export const SUBSCRIPTION_EVENTS = Object.keys(ROWS) as readonly (keyof Handlers)[];

/** What one event changes; nothing for those that change nothing here. */
export const rowsOf = (event: Recorded): Sql[] => {
  if (!Object.hasOwn(ROWS, event.type)) return [];
  return (ROWS as Record<string, (event: Recorded) => Sql[]>)[event.type]?.(event) ?? [];
};
