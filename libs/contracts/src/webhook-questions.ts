import { z } from 'zod';
import { Reason } from './endpoint.events.ts';
import { ProjectId, WebhookId } from './ids.ts';
import type { Question } from './questions.ts';
import { WEBHOOK_LIMITS } from './webhook.events.ts';

export const WEBHOOK_STATES = ['active', 'disabled'] as const;
export const DELIVERY_STATES = ['queued', 'delivered', 'failed'] as const;

const At = z.iso.datetime();

/** A project’s wish to hear of events at a URL, without its secret. */
export const WebhookView = z.object({
  id: WebhookId,
  projectId: ProjectId,
  url: z.string(),
  description: z.string(),
  /** Names of events, groups like `billing.*`, or `*`. */
  eventTypes: z.array(z.string()),
  state: z.enum(WEBHOOK_STATES),
  /** Why it is disabled. */
  reason: Reason.nullable(),
  /** Where in the log it was disabled: a replay from here brings what was missed. */
  disabledAtPosition: z.int().nullable(),
  /** Until then deliveries are signed with a former secret as well. */
  formerSecretsUntil: At.nullable(),
  /** How many deliveries there were: the `deliverynumber` of the last one. */
  deliveries: z.int(),
  /** How many of them are not delivered and not given up. */
  waiting: z.int(),
  lastDeliveredAt: At.nullable(),
  /** Since then every try has failed. */
  failingSince: At.nullable(),
  /** The replay that is under way: the positions still to go. */
  replaying: z.object({ fromPosition: z.int(), toPosition: z.int() }).nullable(),
  createdAt: At,
  updatedAt: At,
});
export type WebhookView = z.infer<typeof WebhookView>;

/** One event on its way to one webhook. */
export const WebhookDeliveryView = z.object({
  /** The header `webhook-id`: the same over all tries and replays. */
  id: z.string(),
  /** The number that its body carries as `deliverynumber`: 1, 2, 3, … without gaps. */
  number: z.int(),
  eventId: z.uuid(),
  eventType: z.string(),
  /** The event’s place in the log. */
  position: z.int(),
  state: z.enum(DELIVERY_STATES),
  /** Since it was queued, or replayed. */
  tries: z.int(),
  /** Of the last try: what the receiver answered, or why there was no answer. */
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  lastTriedAt: At.nullable(),
  /** Null: it is on its way, or over. */
  nextTryAt: At.nullable(),
  queuedAt: At,
  finishedAt: At.nullable(),
});
export type WebhookDeliveryView = z.infer<typeof WebhookDeliveryView>;

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const Paging = { limit: z.int().min(1).max(500), cursor: z.string().nullable() };
const one = { projectId: ProjectId, webhookId: WebhookId };
/** Who asks, and under which id it has one effect. */
const because = { commandId: z.uuid(), actor: z.string(), requestId: z.string().nullable() };

export const WebhookWish = z.object({
  url: z.string().max(WEBHOOK_LIMITS.urlCharacters),
  eventTypes: z.array(z.string()).min(1).max(WEBHOOK_LIMITS.eventTypes),
  description: z.string().max(WEBHOOK_LIMITS.descriptionCharacters),
});
export type WebhookWish = z.infer<typeof WebhookWish>;

/** The only answers that have a secret in them. */
const WithSecret = z.object({ webhook: WebhookView, secret: z.string() });
/** Null where one delivery alone was asked for. */
const Replayed = z.object({ fromPosition: z.int().nullable(), toPosition: z.int().nullable() });

const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const webhookQuestions = {
  all: question('notifier.webhooks', z.object({ projectId: ProjectId, ...Paging }), pageOf(WebhookView)),
  one: question('notifier.webhook', z.object(one), WebhookView),
  subscribe: question(
    'notifier.subscribe-webhook',
    z.object({ projectId: ProjectId, wish: WebhookWish, ...because }),
    WithSecret,
  ),
  change: question(
    'notifier.change-webhook',
    z.object({
      ...one,
      ...because,
      wish: WebhookWish.partial(),
      /** Null: as it is. */
      state: z.enum(WEBHOOK_STATES).nullable(),
    }),
    WebhookView,
  ),
  unsubscribe: question('notifier.unsubscribe-webhook', z.object({ ...one, ...because }), z.object({})),
  rotate: question('notifier.rotate-webhook-secret', z.object({ ...one, ...because }), WithSecret),
  test: question(
    'notifier.test-webhook',
    z.object({ ...one, ...because }),
    z.object({ deliveryId: z.string() }),
  ),
  deliveries: question(
    'notifier.webhook-deliveries',
    z.object({ ...one, state: z.enum(DELIVERY_STATES).nullable(), ...Paging }),
    pageOf(WebhookDeliveryView),
  ),
  /** One delivery, or whatever it is subscribed to since a time or after a position. One of the three is given. */
  replay: question(
    'notifier.replay-webhook',
    z.object({
      ...one,
      ...because,
      deliveryId: z.string().max(100).nullable(),
      since: At.nullable(),
      afterPosition: z.int().min(0).nullable(),
    }),
    Replayed,
  ),
} as const;
