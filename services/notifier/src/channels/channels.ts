import { type ChannelEvent, type ChannelTarget, type NoticeKind, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

export type Channel = Readonly<{ name: string; target: ChannelTarget; notices: readonly NoticeKind[] }>;
/** All channels of one project by id: one aggregate, so that names are taken once and their number has a limit. */
export type Channels = Readonly<Record<string, Channel>>;

type Owned = Readonly<{ projectId: string; channelId: string }>;
export type ChannelCommand = Owned &
  (
    | Readonly<{ type: 'Create'; channel: Channel; most: number }>
    /** What is left out stays as it is. */
    | Readonly<{ type: 'Change'; changes: Partial<Channel> }>
    | Readonly<{ type: 'Remove' }>
  );

/** The stream of a project’s channels. */
export const streamOf = (projectId: string): string => `channels-${projectId}`;

export const channels: Decider<Channels, ChannelCommand, ChannelEvent> = {
  initial: {},

  decide(state, command) {
    const { projectId, channelId } = command;
    if (command.type === 'Create') return created(state, command);
    const before = state[channelId] ?? refuse('channel.not_found', { channelId });
    if (command.type === 'Remove') return [{ type: 'ChannelRemoved', data: { channelId, projectId } }];
    const after = { ...before, ...command.changes };
    if (after.target.kind !== before.target.kind)
      refuse('channel.kind_fixed', { channelId, kind: before.target.kind });
    mustBeFree(state, after.name, channelId);
    return JSON.stringify(after) === JSON.stringify(before)
      ? []
      : [{ type: 'ChannelChanged', data: { channelId, projectId, ...storable(after) } }];
  },

  evolve(state, { type, data }) {
    if (type === 'ChannelRemoved')
      return Object.fromEntries(Object.entries(state).filter(([id]) => id !== data.channelId));
    const { channelId, name, target, notices } = data;
    return { ...state, [channelId]: { name, target, notices } };
  },
};

const created = (
  state: Channels,
  { projectId, channelId, channel, most }: Extract<ChannelCommand, { type: 'Create' }>,
): ChannelEvent[] => {
  if (Object.keys(state).length >= most) return refuse('channel.too_many', { most });
  mustBeFree(state, channel.name, channelId);
  return [{ type: 'ChannelCreated', data: { channelId, projectId, ...storable(channel) } }];
};

const storable = ({ name, target, notices }: Channel) => ({ name, target, notices: [...notices] });

const mustBeFree = (state: Channels, name: string, channelId: string): void => {
  if (Object.entries(state).some(([id, channel]) => id !== channelId && channel.name === name))
    refuse('channel.name_taken', { name });
};
