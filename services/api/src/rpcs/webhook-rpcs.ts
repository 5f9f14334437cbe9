import { type Answered, type Json, type Rpcs, as, idIn, nothing, pageAs, pick, whole } from './rpc.ts';

const webhook = (request: Json): string => `/v1/webhooks/${idIn(request, 'webhookId')}`;
const withSecret = ({ body: { secret, ...facts } }: Answered): Json => ({ webhook: facts, secret });

export const WEBHOOK_RPCS: Rpcs = {
  CreateWebhook: {
    ask: (request) => ({
      method: 'POST',
      path: '/v1/webhooks',
      body: pick(request, 'url', 'eventTypes', 'description'),
    }),
    answer: withSecret,
  },
  GetWebhook: { ask: (request) => ({ method: 'GET', path: webhook(request) }), answer: as('webhook') },
  ListWebhooks: {
    ask: (request) => ({ method: 'GET', path: '/v1/webhooks', query: pick(request, 'limit', 'cursor') }),
    answer: pageAs('webhooks'),
  },
  UpdateWebhook: {
    // A list that is left out of a message stays as it is: none that is kept is empty.
    ask: (request) => ({
      method: 'PATCH',
      path: webhook(request),
      body: pick(request, 'url', 'eventTypes', 'description', 'state'),
    }),
    answer: as('webhook'),
  },
  DeleteWebhook: { ask: (request) => ({ method: 'DELETE', path: webhook(request) }), answer: nothing },
  RotateWebhookSecret: {
    ask: (request) => ({ method: 'POST', path: `${webhook(request)}/rotate` }),
    answer: withSecret,
  },
  TestWebhook: { ask: (request) => ({ method: 'POST', path: `${webhook(request)}/test` }), answer: whole },
  ListWebhookDeliveries: {
    ask: (request) => ({
      method: 'GET',
      path: `${webhook(request)}/deliveries`,
      query: pick(request, 'limit', 'cursor', 'state'),
    }),
    answer: pageAs('deliveries'),
  },
  ReplayWebhook: {
    ask: (request) => ({
      method: 'POST',
      path: `${webhook(request)}/replay`,
      body: pick(request, 'deliveryId', 'since', 'afterPosition'),
    }),
    answer: whole,
  },
};
