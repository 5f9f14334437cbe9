import { z } from 'zod';
import { CHANNEL_KINDS, CHANNEL_LIMITS, NOTICE_KINDS } from './channel.events.ts';
import { ChannelId, ProjectId } from './ids.ts';
import type { Question } from './questions.ts';
import { DELIVERY_STATES } from './webhook-questions.ts';

const At = z.iso.datetime();

/** `failing`: every try since the last success has failed; `untried`: there was none. */
export const CHANNEL_STATES = ['untried', 'working', 'failing'] as const;

export const ChannelView = z.object({
  id: ChannelId,
  projectId: ProjectId,
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  /** Of a channel by mail. */
  addresses: z.array(z.string()),
  /** Of a webhook; of a Slack channel its host alone, because its URL is a secret. */
  url: z.string().nullable(),
  notices: z.array(z.enum(NOTICE_KINDS)),
  state: z.enum(CHANNEL_STATES),
  /** Of the last try, if it failed: why. */
  lastError: z.string().nullable(),
  lastDeliveredAt: At.nullable(),
  /** Since then every try has failed. */
  failingSince: At.nullable(),
  /** How many deliveries there were, how many of them wait, and how many notices found no room. */
  deliveries: z.int(),
  waiting: z.int(),
  dropped: z.int(),
  createdAt: At,
  updatedAt: At,
});
export type ChannelView = z.infer<typeof ChannelView>;

/** One notice on its way by one channel. */
export const ChannelDeliveryView = z.object({
  /** Of a webhook the header `webhook-id`, of a mail the beginning of its Message-ID: the same over all tries and replays. */
  id: z.string(),
  /** 1, 2, 3, … of its channel. */
  number: z.int(),
  /** What it tells, e.g. `alert.firing` or `invoice.ready`. */
  type: z.string(),
  title: z.string(),
  state: z.enum(DELIVERY_STATES),
  /** Since it was queued, or replayed. */
  tries: z.int(),
  /** Of the last try: what the receiver or the mail server answered, or why there was no answer. */
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  lastTriedAt: At.nullable(),
  /** Null: it is on its way, or over. */
  nextTryAt: At.nullable(),
  queuedAt: At,
  finishedAt: At.nullable(),
});
export type ChannelDeliveryView = z.infer<typeof ChannelDeliveryView>;

/** Where a channel shall lead, in the words of its owner. */
export const ChannelWishTarget = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('email'),
    addresses: z.array(z.string().max(CHANNEL_LIMITS.addressCharacters)).min(1).max(CHANNEL_LIMITS.addresses),
  }),
  z.object({ kind: z.literal('webhook'), url: z.string().max(CHANNEL_LIMITS.urlCharacters) }),
  z.object({ kind: z.literal('slack'), url: z.string().max(CHANNEL_LIMITS.urlCharacters) }),
]);
export type ChannelWishTarget = z.infer<typeof ChannelWishTarget>;

const wish = {
  name: z.string().max(CHANNEL_LIMITS.nameCharacters),
  target: ChannelWishTarget,
  notices: z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length),
};
const one = { projectId: ProjectId, channelId: ChannelId };
const Paging = { limit: z.int().min(1).max(500), cursor: z.string().nullable() };
/** Who asks, and under which id it has one effect. */
const because = { commandId: z.uuid(), actor: z.string(), requestId: z.string().nullable() };
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const channelQuestions = {
  all: question('notifier.channels', z.object({ projectId: ProjectId, ...Paging }), pageOf(ChannelView)),
  one: question('notifier.channel', z.object(one), ChannelView),
  create: question(
    'notifier.create-channel',
    z.object({ projectId: ProjectId, ...wish, ...because }),
    ChannelView,
  ),
  /** What is left out stays as it is; its kind always does. */
  change: question(
    'notifier.change-channel',
    z.object({ ...one, ...because, ...z.object(wish).partial().shape }),
    ChannelView,
  ),
  remove: question('notifier.remove-channel', z.object({ ...one, ...because }), z.object({})),
  test: question(
    'notifier.test-channel',
    z.object({ ...one, ...because }),
    z.object({ deliveryId: z.string() }),
  ),
  /** Newest first. */
  deliveries: question(
    'notifier.channel-deliveries',
    z.object({ ...one, state: z.enum(DELIVERY_STATES).nullable(), ...Paging }),
    pageOf(ChannelDeliveryView),
  ),
  /** One delivery, or each that was given up. */
  replay: question(
    'notifier.replay-channel',
    z.object({ ...one, deliveryId: z.string().max(100).nullable() }),
    z.object({ deliveries: z.int() }),
  ),
} as const;
