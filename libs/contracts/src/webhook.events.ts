import { z } from 'zod';
import { Reason } from './endpoint.events.ts';
import { defineEvent } from './event.ts';
import { ProjectId, SecretId, WebhookId } from './ids.ts';

const owner = { webhookId: WebhookId, projectId: ProjectId };
const category = 'webhook';

export const WEBHOOK_LIMITS = {
  urlCharacters: 2000,
  descriptionCharacters: 200,
  /** What one subscription names. */
  eventTypes: 50,
} as const;

/** What is subscribed to, and where it goes. */
const wish = {
  url: z.string().max(WEBHOOK_LIMITS.urlCharacters),
  /** Names of events, groups of them like `billing.*`, or `*`. */
  eventTypes: z.array(z.string()).min(1).max(WEBHOOK_LIMITS.eventTypes),
  description: z.string().max(WEBHOOK_LIMITS.descriptionCharacters),
};

/** Who, or what, stopped deliveries: its owner; the receiver, by 410; failures for days; too many deliveries that wait. */
export const DISABLE_CAUSES = ['owner', 'gone', 'failing', 'backlog'] as const;

export const webhookEvents = {
  WebhookSubscribed: defineEvent(
    'WebhookSubscribed',
    'LOG',
    { category, description: 'Events of a project are to be delivered to a URL, from the next one on.' },
    {
      ...owner,
      ...wish,
      /** Of the signing secret, which is kept sealed and stands in no event. */
      secretId: SecretId,
    },
  ),
  WebhookChanged: defineEvent(
    'WebhookChanged',
    'LOG',
    { category, description: 'A webhook has another URL, other events, or another description.' },
    { ...owner, ...wish },
  ),
  WebhookSecretRotated: defineEvent(
    'WebhookSecretRotated',
    'LOG',
    {
      category,
      description:
        'A webhook signs with a new secret, and for a while with the one before as well, so that a receiver can change over.',
    },
    { ...owner, secretId: SecretId, formerSecretId: SecretId, formerUntilUs: z.int().min(0) },
  ),
  WebhookDisabled: defineEvent(
    'WebhookDisabled',
    'LOG',
    {
      category,
      description:
        'Nothing more is delivered to a webhook until it is enabled; what was missed can be replayed then.',
    },
    { ...owner, cause: z.enum(DISABLE_CAUSES), reason: Reason },
  ),
  WebhookEnabled: defineEvent(
    'WebhookEnabled',
    'LOG',
    { category, description: 'Events are delivered to a webhook again, from the next one on.' },
    owner,
  ),
  WebhookTestRequested: defineEvent(
    'WebhookTestRequested',
    'LOG',
    {
      category,
      description: 'Somebody tries a webhook out: this event is delivered to it, and to no other.',
    },
    owner,
  ),
  WebhookReplayRequested: defineEvent(
    'WebhookReplayRequested',
    'LOG',
    {
      category,
      description:
        'Whatever a webhook is subscribed to between two positions of the log is delivered to it, again where it was before.',
    },
    {
      ...owner,
      /** Both inclusive. */
      fromPosition: z.int().min(1),
      toPosition: z.int().min(0),
    },
  ),
  WebhookUnsubscribed: defineEvent(
    'WebhookUnsubscribed',
    'LOG',
    { category, description: 'A webhook is gone for good, and its secrets are wiped.' },
    owner,
  ),
} as const;
