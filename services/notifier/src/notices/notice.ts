import type { NoticeKind } from '@tidegate/contracts';

export const LEVELS = ['info', 'warning', 'critical', 'good'] as const;
export type Level = (typeof LEVELS)[number];
export type Fact = Readonly<{ name: string; value: string }>;

/** What somebody is told, for people and for programs. Each channel makes of it what it sends. */
export type Notice = Readonly<{
  type: NoticeType;
  level: Level;
  /** A few words: the subject of a mail. */
  title: string;
  text: string;
  facts: readonly Fact[];
  /** The id of the first notice of the same matter; null: it is a matter of its own. */
  thread: string | null;
  /** For programs: ids and figures. */
  about: Readonly<Record<string, unknown>>;
}>;

/** Told to those who asked, told by an alert to its channels, or told about a channel to the others. */
export type NoticeType =
  | NoticeKind
  | 'alert.firing'
  | 'alert.repeated'
  | 'alert.resolved'
  | 'alert.test'
  | 'channel.test'
  | 'channel.failing';

export const factsOf = (facts: Readonly<Record<string, string | number | null>>): Fact[] =>
  Object.entries(facts).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name, value: String(value) }],
  );

/** The id of a notice on one channel: the header `webhook-id`, and the beginning of a Message-ID. */
export const noticeIdOn = (channelId: string, noticeId: string): string => `${channelId}_${noticeId}`;

export const channelTest = (channelId: string, name: string): Notice => ({
  type: 'channel.test',
  level: 'info',
  title: `Test of the channel ${name}`,
  text: 'This channel works: alerts that name it, and what it asks to hear of, arrive here.',
  facts: factsOf({ Channel: name }),
  thread: null,
  about: { channelId, name },
});

export const channelFailing = (
  channelId: string,
  { name, error, sinceAt }: Readonly<{ name: string; error: string; sinceAt: string }>,
): Notice => ({
  type: 'channel.failing',
  level: 'critical',
  title: `The channel ${name} does not work`,
  text: `Nothing has been delivered by it since ${sinceAt}: ${error}. Its deliveries say more; replay them when it works again.`,
  facts: factsOf({ Channel: name, 'Failing since': sinceAt, Error: error }),
  thread: null,
  about: { channelId, name, failingSince: sinceAt, error },
});
