import { Badge, Group, Stack, Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { type Delivery, Deliveries } from '../ui/deliveries.tsx';
import { Facts } from '../ui/facts.tsx';
import { changedOf, type Field, filledOf } from '../ui/fields.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { StateWord } from '../ui/state-word.tsx';
import { EVENT_TYPES } from './event-types.ts';

const ask = (cursor?: string) =>
  unwrap(api.GET('/v1/webhooks', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }));
type Webhook = Awaited<ReturnType<typeof ask>>['items'][number];
const at = ({ id }: Webhook) => ({ params: { path: { webhookId: id } } });

const fields: readonly Field[] = [
  {
    name: 'url',
    label: 'URL',
    kind: 'text',
    required: true,
    placeholder: 'https://example.com/hooks/tidegate',
    help: 'Gets one POST for each event, signed (Standard Webhooks).',
  },
  {
    name: 'eventTypes',
    label: 'Events',
    kind: 'many',
    required: true,
    options: EVENT_TYPES,
    placeholder: 'Choose events',
    help: 'Whole families (endpoint.*) or single ones.',
  },
  { name: 'description', label: 'Description', kind: 'text' },
];

const Known = ({ hook }: Readonly<{ hook: Webhook }>) => (
  <Stack gap="xs">
    <Facts
      facts={[
        ['State', <StateWord key="state" state={hook.failingSince === null ? hook.state : 'failing'} />],
        ['Id', hook.id],
        ['Events', hook.eventTypes.join(', ')],
        ['Delivered', `${hook.deliveries}, ${hook.waiting} waiting`],
        ['Last', hook.lastDeliveredAt === null ? 'never' : <Ago key="last" at={hook.lastDeliveredAt} />],
        ...(hook.formerSecretsUntil === null
          ? []
          : [['Former secret', <ValidFor key="former" until={hook.formerSecretsUntil} />] as const]),
      ]}
    />
    {hook.reason && (
      <Text size="sm">
        {hook.reason.message} {hook.reason.nextStep}
      </Text>
    )}
  </Stack>
);

const ValidFor = ({ until }: Readonly<{ until: string }>) => (
  <>
    signs too, ends <Ago at={until} />
  </>
);

const HOUR_MS = 3_600_000;
const hourAgo = (): string => new Date(Date.now() - HOUR_MS).toISOString();

type Sent = Delivery & Readonly<{ eventType: string }>;

const webhooks: Resource<Webhook, { secret: string | null }> = {
  topic: 'webhooks',
  title: 'Webhooks',
  about: 'URLs that are told of events: signed, in order of their position, tried again until they answer.',
  noun: 'a webhook',
  ask,
  everyMs: 10_000,
  idOf: ({ id }) => id,
  nameOf: ({ url }) => url,
  columns: [
    { label: 'URL', cell: ({ url }) => <span style={{ overflowWrap: 'anywhere' }}>{url}</span> },
    {
      label: 'State',
      cell: ({ state, failingSince }) => (
        <StateWord state={state === 'active' && failingSince !== null ? 'failing' : state} />
      ),
    },
    {
      label: 'Events',
      cell: ({ eventTypes }) => (
        <Group gap={4}>
          {eventTypes.slice(0, 3).map((type) => (
            <Badge key={type} variant="outline" color="gray" className="state-badge" tt="none">
              {type}
            </Badge>
          ))}
          {eventTypes.length > 3 && `and ${eventTypes.length - 3} more`}
        </Group>
      ),
    },
    { label: 'Waiting', right: true, cell: ({ waiting }) => waiting },
    {
      label: 'Last delivered',
      cell: ({ lastDeliveredAt }) => (lastDeliveredAt === null ? 'never' : <Ago at={lastDeliveredAt} />),
    },
  ],
  empty: {
    sentence: 'No URL is told of events.',
    command: "tidegate webhook create https://example.com/hook 'endpoint.*'",
  },
  fields,
  create: (values) => unwrap(api.POST('/v1/webhooks', { body: filledOf(fields, values) as never })),
  createVerb: 'Add',
  secretOf: ({ secret }) => secret,
  change: (hook, values, before) =>
    unwrap(
      api.PATCH('/v1/webhooks/{webhookId}', {
        ...at(hook),
        body: changedOf(filledOf(fields, values), before) as never,
      }),
    ),
  remove: {
    verb: 'Delete',
    loses: 'Its deliveries and its secret go with it. What was not delivered yet is not delivered any more.',
    does: (hook) => unwrap(api.DELETE('/v1/webhooks/{webhookId}', at(hook))),
  },
  actions: [
    {
      label: 'Send a test',
      when: ({ state }) => state === 'active',
      does: async (hook) => {
        await unwrap(api.POST('/v1/webhooks/{webhookId}/test', at(hook)));
        return { said: 'A test is on its way: see its deliveries' };
      },
    },
    {
      label: 'Rotate secret',
      asks: 'A new secret is shown this once. For a while deliveries are signed with the former one too.',
      does: async (hook) => {
        const { secret } = await unwrap(api.POST('/v1/webhooks/{webhookId}/rotate', at(hook)));
        return { said: 'It has a new secret', secret };
      },
    },
    ...(['disabled', 'active'] as const).map((state) => ({
      label: state === 'disabled' ? 'Switch off' : 'Switch on',
      when: (hook: Webhook) => hook.state !== state,
      does: async (hook: Webhook) => {
        await unwrap(api.PATCH('/v1/webhooks/{webhookId}', { ...at(hook), body: { state } }));
        return { said: state === 'active' ? 'Told again from now on' : 'Not told any more' };
      },
    })),
  ],
  detail: (hook) => (
    <>
      <Known hook={hook} />
      <Deliveries<Sent>
        of={hook.id}
        whatOf={({ eventType }) => eventType}
        ask={(cursor, state) =>
          unwrap(
            api.GET('/v1/webhooks/{webhookId}/deliveries', {
              params: {
                path: { webhookId: hook.id },
                query: { limit: PAGE, ...(cursor && { cursor }), ...(state && { state }) },
              },
            }),
          )
        }
        replayLabel="Replay the last hour"
        replay={(deliveryId) =>
          unwrap(
            api.POST('/v1/webhooks/{webhookId}/replay', {
              ...at(hook),
              body: (deliveryId === undefined ? { since: hourAgo() } : { deliveryId }) as never,
            }),
          )
        }
      />
    </>
  ),
};

export default function Webhooks() {
  return <ResourcePage of={webhooks} />;
}
