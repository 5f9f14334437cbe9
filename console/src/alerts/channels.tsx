import { Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { type Delivery, Deliveries } from '../ui/deliveries.tsx';
import { Facts } from '../ui/facts.tsx';
import { changedOf, type Field, filledOf, optionsOf, without } from '../ui/fields.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { StateWord } from '../ui/state-word.tsx';

const ask = (cursor?: string) =>
  unwrap(api.GET('/v1/channels', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }));
type Channel = Awaited<ReturnType<typeof ask>>['items'][number];
const at = ({ id }: Channel) => ({ params: { path: { channelId: id } } });

const NOTICES = optionsOf([
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
]);

const fields: readonly Field[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true, placeholder: 'on call' },
  {
    name: 'kind',
    label: 'Kind',
    kind: 'select',
    required: true,
    fixed: true,
    options: [
      { value: 'email', label: 'Mail' },
      { value: 'webhook', label: 'Webhook (signed)' },
      { value: 'slack', label: 'Slack' },
    ],
  },
  {
    name: 'addresses',
    label: 'Addresses',
    kind: 'texts',
    required: true,
    placeholder: 'team@example.com, then Enter',
    when: ({ kind }) => kind === 'email',
  },
  {
    name: 'url',
    label: 'URL',
    kind: 'text',
    required: true,
    placeholder: 'https://…',
    when: ({ kind }) => kind !== 'email',
  },
  {
    name: 'notices',
    label: 'Notices',
    kind: 'many',
    options: NOTICES,
    help: 'What it is told beside the alerts that name it.',
  },
];

type Sent = Delivery & Readonly<{ type: string; title: string }>;

const channels: Resource<Channel> = {
  topic: 'channels',
  title: 'Channels',
  about: 'Where this project is told of alerts and notices: mail, a signed webhook, or Slack.',
  noun: 'a channel',
  ask,
  everyMs: 10_000,
  idOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  columns: [
    { label: 'Name', cell: ({ name }) => name },
    { label: 'State', cell: ({ state }) => <StateWord state={state} /> },
    {
      label: 'Where',
      cell: ({ kind, addresses, url }) => (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {kind}: {kind === 'email' ? addresses.join(', ') : (url ?? 'hidden')}
        </Text>
      ),
    },
    { label: 'Waiting', right: true, cell: ({ waiting }) => waiting },
    {
      label: 'Last delivered',
      cell: ({ lastDeliveredAt }) => (lastDeliveredAt === null ? 'never' : <Ago at={lastDeliveredAt} />),
    },
  ],
  empty: {
    sentence: 'Nobody is told of alerts yet.',
    command: 'tidegate channel create --help',
  },
  fields,
  usual: { kind: 'email' },
  create: (values) => unwrap(api.POST('/v1/channels', { body: filledOf(fields, values) as never })),
  change: (channel, values, before) => {
    const sent = without(filledOf(fields, values), 'kind');
    return unwrap(
      api.PATCH('/v1/channels/{channelId}', { ...at(channel), body: changedOf(sent, before) as never }),
    );
  },
  remove: {
    verb: 'Remove',
    loses: 'Alerts that name it tell it nothing any more. What waits for it is not delivered.',
    does: (channel) => unwrap(api.DELETE('/v1/channels/{channelId}', at(channel))),
  },
  actions: [
    {
      label: 'Send a test',
      does: async (channel) => {
        await unwrap(api.POST('/v1/channels/{channelId}/test', at(channel)));
        return { said: 'A test is on its way: see its deliveries' };
      },
    },
  ],
  detail: (channel) => (
    <>
      <Facts
        facts={[
          ['State', <StateWord key="state" state={channel.state} />],
          ['Id', channel.id],
          ['Notices', channel.notices.join(', ') || 'none: only alerts that name it'],
          [
            'Delivered',
            `${channel.deliveries}, ${channel.waiting} waiting, ${channel.dropped} dropped as too many`,
          ],
          ...(channel.lastError === null ? [] : [['Last error', channel.lastError] as const]),
        ]}
      />
      <Deliveries<Sent>
        of={channel.id}
        whatOf={({ title }) => title}
        ask={(cursor, state) =>
          unwrap(
            api.GET('/v1/channels/{channelId}/deliveries', {
              params: {
                path: { channelId: channel.id },
                query: { limit: PAGE, ...(cursor && { cursor }), ...(state && { state }) },
              },
            }),
          )
        }
        replayLabel="Replay what failed"
        replay={(deliveryId) =>
          unwrap(
            api.POST('/v1/channels/{channelId}/replay', {
              ...at(channel),
              body: deliveryId === undefined ? {} : { deliveryId },
            }),
          )
        }
      />
    </>
  ),
};

export default function Channels() {
  return <ResourcePage of={channels} />;
}
