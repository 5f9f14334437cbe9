import type { Reason, WebhookDeliveryView, WebhookView } from '@tidegate/contracts';
import type { Former, Webhook } from './webhooks.ts';

export type WebhookRow = Readonly<{
  webhook_id: string;
  project_id: string;
  url: string;
  description: string;
  event_types: string[];
  formers: Former[];
  disabled: Reason | null;
  disabled_position: number | null;
  created_position: number;
  created_at: Date;
  updated_at: Date;
  last_number: number;
  waiting: number;
  delivered_at: Date | null;
  failing_since: Date | null;
  from_position: number | null;
  to_position: number | null;
}>;

/** A webhook of which no list has anything yet. */
export const newRowOf = (
  { projectId, webhookId }: Readonly<{ projectId: string; webhookId: string }>,
  webhook: Webhook,
  at: Date,
): WebhookRow => ({
  webhook_id: webhookId,
  project_id: projectId,
  url: webhook.url,
  description: webhook.description,
  event_types: [...webhook.eventTypes],
  formers: [...webhook.formers],
  disabled: webhook.disabled,
  disabled_position: null,
  created_position: 0,
  created_at: at,
  updated_at: at,
  last_number: 0,
  waiting: 0,
  delivered_at: null,
  failing_since: null,
  from_position: null,
  to_position: null,
});

const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** @param nowUs decides which former secrets are still signed with */
export const webhookViewOf = (row: WebhookRow, nowUs: number): WebhookView => {
  const untilUs = Math.max(0, ...row.formers.map((former) => former.untilUs));
  return {
    id: row.webhook_id,
    projectId: row.project_id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types,
    state: row.disabled ? 'disabled' : 'active',
    reason: row.disabled,
    disabledAtPosition: row.disabled ? row.disabled_position : null,
    formerSecretsUntil: untilUs > nowUs ? new Date(untilUs / 1000).toISOString() : null,
    deliveries: row.last_number,
    waiting: row.waiting,
    lastDeliveredAt: isoOf(row.delivered_at),
    failingSince: isoOf(row.failing_since),
    replaying:
      row.from_position === null || row.to_position === null
        ? null
        : { fromPosition: row.from_position, toPosition: row.to_position },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
};

export type DeliveryRow = Readonly<{
  webhook_id: string;
  number: number;
  event_id: string;
  type: string;
  position: number;
  state: WebhookDeliveryView['state'];
  tries: number;
  last: Readonly<{ at: string; status: number | null; error: string | null }> | null;
  on_bus: boolean;
  queued_at: Date;
  due_at: Date | null;
  finished_at: Date | null;
}>;

const NEVER_TRIED = { at: null, status: null, error: null };

export const deliveryViewOf = (row: DeliveryRow): WebhookDeliveryView => {
  const { at, status, error } = row.last ?? NEVER_TRIED;
  return {
    id: row.webhook_id,
    number: row.number,
    eventId: row.event_id,
    eventType: row.type,
    position: row.position,
    state: row.state,
    tries: row.tries,
    lastStatus: status,
    lastError: error,
    lastTriedAt: at,
    nextTryAt: row.state === 'queued' && !row.on_bus ? isoOf(row.due_at) : null,
    queuedAt: row.queued_at.toISOString(),
    finishedAt: isoOf(row.finished_at),
  };
};
