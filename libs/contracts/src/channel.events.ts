import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ChannelId, ProjectId, SecretId } from './ids.ts';

const owner = { channelId: ChannelId, projectId: ProjectId };
const category = 'channel';

export const CHANNEL_LIMITS = {
  nameCharacters: 100,
  urlCharacters: 2000,
  /** Of one channel, and of one address. */
  addresses: 10,
  addressCharacters: 254,
} as const;

/** How somebody is told: by mail, by a signed POST, or by a message as Slack’s incoming webhooks take it. */
export const CHANNEL_KINDS = ['email', 'webhook', 'slack'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What a channel may ask to hear of beside the alerts that name it. */
export const NOTICE_KINDS = [
  'endpoint.ready',
  'endpoint.failed',
  'endpoint.degraded',
  'endpoint.no_capacity',
  'endpoint.disabled',
  'budget.threshold_reached',
  'spending.stopped',
  'spending.resumed',
  'invoice.ready',
  'domain.verified',
  'domain.released',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Where a channel leads. */
export const ChannelTarget = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('email'),
    addresses: z.array(z.string().max(CHANNEL_LIMITS.addressCharacters)).min(1).max(CHANNEL_LIMITS.addresses),
  }),
  z.object({ kind: z.literal('webhook'), url: z.string().max(CHANNEL_LIMITS.urlCharacters) }),
  /** Its URL lets whoever knows it write: it is kept sealed, and the event has its host alone. */
  z.object({ kind: z.literal('slack'), host: z.string(), secretId: SecretId }),
]);
export type ChannelTarget = z.infer<typeof ChannelTarget>;

const terms = {
  name: z.string().max(CHANNEL_LIMITS.nameCharacters),
  target: ChannelTarget,
  /** What it hears of beside alerts. */
  notices: z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length),
};

export const channelEvents = {
  ChannelCreated: defineEvent(
    'ChannelCreated',
    'LOG',
    { category, description: 'A project can be told of alerts by a channel, and of what it asks for.' },
    { ...owner, ...terms },
  ),
  ChannelChanged: defineEvent(
    'ChannelChanged',
    'LOG',
    { category, description: 'A channel leads elsewhere, hears of other things, or has another name.' },
    { ...owner, ...terms },
  ),
  ChannelRemoved: defineEvent(
    'ChannelRemoved',
    'LOG',
    { category, description: 'A channel is gone for good, and its secret is wiped.' },
    owner,
  ),
} as const;
