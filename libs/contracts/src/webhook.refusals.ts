import { refusal } from './refusal-kind.ts';

/** What is refused of webhooks. */
export const webhookRefusals = {
  'webhook.not_found': refusal(404, 'NOT_FOUND', 'There is no such webhook', {
    detail: 'No webhook {webhookId} in this project.',
    remedy: 'GET /v1/webhooks lists the webhooks of the project.',
  }),
  'webhook.too_many': refusal(403, 'RESOURCE_EXHAUSTED', 'The project has enough webhooks', {
    detail: 'A project may have {most} webhooks, and this one has them.',
    remedy: 'Delete one, or subscribe an existing one to more events.',
  }),
  'webhook.disabled': refusal(409, 'FAILED_PRECONDITION', 'The webhook is disabled', {
    detail: 'Nothing is delivered to the webhook {webhookId}: it is disabled ({reason}).',
    remedy: 'PATCH it with {"state": "active"} when its receiver is ready.',
  }),
  'webhook.rotated_too_often': refusal(409, 'FAILED_PRECONDITION', 'The secret was rotated too often', {
    detail: 'The webhook signs with {secrets} secrets already, each former one for a day.',
    remedy: 'Rotate again after {until}, or delete the webhook and subscribe anew.',
  }),
  'webhook.address_not_allowed': refusal(422, 'FAILED_PRECONDITION', 'Webhooks cannot go to this URL', {
    detail: 'The URL cannot be used: {problem}.',
    remedy: 'Name a URL that anybody on the internet reaches by http or https.',
  }),
  'webhook.delivery_not_found': refusal(404, 'NOT_FOUND', 'There is no such delivery', {
    detail: 'No delivery {deliveryId} of this webhook; deliveries are kept for a limited time.',
    remedy: 'GET the deliveries of the webhook, or replay from a time or a position.',
  }),
} as const;
