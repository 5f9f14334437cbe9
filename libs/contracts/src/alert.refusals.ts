import { refusal } from './refusal-kind.ts';

/** What is refused of alerts and of the channels that tell of them. */
export const alertRefusals = {
  'alert.not_found': refusal(404, 'NOT_FOUND', 'There is no such alert', {
    detail: 'No alert {alertId} in this project.',
    remedy: 'GET /v1/alerts lists the alerts of the project.',
  }),
  'alert.too_many': refusal(403, 'RESOURCE_EXHAUSTED', 'The project has enough alerts', {
    detail: 'A project may have {most} alerts, and this one has them.',
    remedy: 'Remove one, or let one alert watch every endpoint by leaving its endpointId out.',
  }),
  'alert.name_taken': refusal(409, 'ALREADY_EXISTS', 'The alert’s name is taken', {
    detail: 'The project has an alert named “{name}”.',
    remedy: 'Choose another name.',
  }),
  'channel.not_found': refusal(404, 'NOT_FOUND', 'There is no such channel', {
    detail: 'No channel {channelId} in this project.',
    remedy: 'GET /v1/channels lists the channels of the project.',
  }),
  'channel.too_many': refusal(403, 'RESOURCE_EXHAUSTED', 'The project has enough channels', {
    detail: 'A project may have {most} channels, and this one has them.',
    remedy: 'Remove one, or add the address to an existing one.',
  }),
  'channel.name_taken': refusal(409, 'ALREADY_EXISTS', 'The channel’s name is taken', {
    detail: 'The project has a channel named “{name}”.',
    remedy: 'Choose another name.',
  }),
  'channel.kind_fixed': refusal(409, 'FAILED_PRECONDITION', 'A channel’s kind cannot be changed', {
    detail: 'The channel {channelId} is of the kind {kind}.',
    remedy: 'Create another channel, name it in your alerts, then remove this one.',
  }),
  'channel.in_use': refusal(409, 'FAILED_PRECONDITION', 'Alerts are told by this channel', {
    detail: '{alerts} alert(s) are told by the channel {channelId}, e.g. “{name}”.',
    remedy: 'Name other channels in them first.',
  }),
  'channel.address_not_allowed': refusal(422, 'FAILED_PRECONDITION', 'A channel cannot lead to this URL', {
    detail: 'The URL cannot be used: {problem}.',
    remedy: 'Name a URL that anybody on the internet reaches by http or https.',
  }),
  'channel.mail_not_configured': refusal(409, 'FAILED_PRECONDITION', 'This platform sends no mail', {
    detail: 'A channel by mail needs a mail server, and none is configured.',
    remedy:
      'Have whoever runs this platform set TIDEGATE_SMTP_URL and TIDEGATE_MAIL_FROM, or use a webhook or Slack.',
  }),
  'channel.delivery_not_found': refusal(404, 'NOT_FOUND', 'There is no such delivery', {
    detail: 'No delivery {deliveryId} of this channel; deliveries are kept for a limited time.',
    remedy: 'GET the deliveries of the channel.',
  }),
} as const;
