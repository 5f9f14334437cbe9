import { describe, it } from '@jest/globals';
import { given } from '@tidegate/testing';
import { type ChannelCommand, channels } from './channels.ts';

const projectId = 'proj-0123456789ab';
const channelId = 'chan-0123456789ab';
const owned = { channelId, projectId };
const channel = {
  name: 'On call',
  target: { kind: 'email' as const, addresses: ['a@example.com'] },
  notices: ['endpoint.failed' as const],
};
const created = { type: 'ChannelCreated', data: { ...owned, ...channel } } as const;
const create = (most: number, id = channelId, name = channel.name): ChannelCommand => ({
  type: 'Create',
  projectId,
  channelId: id,
  channel: { ...channel, name },
  most,
});

describe('the channels of a project', () => {
  it('are as many as they may be, and no more', () => {
    given(channels).when(create(1)).then(created);
    given(channels, created)
      .when(create(1, 'chan-ba9876543210', 'Other'))
      .thenRefuses('channel.too_many');
    given(channels, created, { type: 'ChannelRemoved', data: owned }).when(create(1)).then(created);
  });

  it('have a name each of their own', () => {
    given(channels, created).when(create(9, 'chan-ba9876543210')).thenRefuses('channel.name_taken');
    given(channels, created)
      .when({ type: 'Change', ...owned, changes: { name: channel.name } })
      .then();
  });

  it('change in what is named, but never their kind', () => {
    given(channels, created)
      .when({ type: 'Change', ...owned, changes: { notices: [] } })
      .then({ type: 'ChannelChanged', data: { ...owned, ...channel, notices: [] } });
    given(channels, created)
      .when({ type: 'Change', ...owned, changes: { target: { kind: 'webhook', url: 'https://a.example/' } } })
      .thenRefuses('channel.kind_fixed');
  });

  it('are unknown where they are not', () => {
    for (const command of [{ type: 'Remove' }, { type: 'Change', changes: {} }] as const)
      given(channels)
        .when({ ...command, ...owned })
        .thenRefuses('channel.not_found');
  });
});
