import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { Facts } from '../ui/facts.tsx';
import { type Field, filledOf } from '../ui/fields.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Action, Resource } from '../ui/resource.ts';
import { StateWord } from '../ui/state-word.tsx';
import { useEndpoints } from '../ui/use-endpoints.ts';
import { AlertDetail } from './detail.tsx';
import { changeOf, fieldsOf, ruleOf, USUAL } from './fields.ts';

const ask = (cursor?: string) =>
  unwrap(api.GET('/v1/alerts', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }));
type Alert = Awaited<ReturnType<typeof ask>>['items'][number];
const at = ({ id }: Alert) => ({ params: { path: { alertId: id } } });

const HOUR_MS = 3_600_000;
const mute = (label: string, hours: number): Action<Alert> => ({
  label,
  when: ({ isMuted }) => !isMuted,
  does: async (alert) => {
    const until = new Date(Date.now() + hours * HOUR_MS).toISOString();
    await unwrap(api.POST('/v1/alerts/{alertId}/mute', { ...at(alert), body: { until } }));
    return { said: `${alert.name}: nobody is told for ${hours} h` };
  },
});

const actions: readonly Action<Alert>[] = [
  {
    label: 'Test its channels',
    does: async (alert) => {
      const { deliveryIds } = await unwrap(api.POST('/v1/alerts/{alertId}/test', at(alert)));
      return { said: `${deliveryIds.length} on the way: see the deliveries of the channels` };
    },
  },
  mute('Mute for an hour', 1),
  mute('Mute for a day', 24),
  {
    label: 'Unmute',
    when: ({ isMuted }) => isMuted,
    does: async (alert) => {
      await unwrap(api.POST('/v1/alerts/{alertId}/unmute', at(alert)));
      return { said: `${alert.name}: its channels are told again` };
    },
  },
];

type Names = Readonly<{
  fields: readonly Field[];
  endpoint: (id: string | null) => string;
  channel: (id: string) => string;
}>;

const alertsOf = ({ fields, endpoint, channel }: Names): Resource<Alert> => ({
  topic: 'alerts',
  title: 'Alerts',
  about:
    'Rules on any metric, with duration and recovery; channels are told when one fires and when it is resolved.',
  noun: 'an alert',
  ask,
  everyMs: 10_000,
  idOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  columns: [
    { label: 'Name', cell: ({ name }) => name },
    {
      label: 'State',
      cell: ({ state, firing, isMuted }) => (
        <StateWord
          state={state}
          word={`${state}${firing > 1 ? ` (${firing})` : ''}${isMuted ? ', muted' : ''}`}
        />
      ),
    },
    { label: 'Severity', cell: ({ severity }) => severity },
    { label: 'Rule', cell: ruleOf },
    {
      label: 'Of',
      cell: ({ scope, endpointId }) => (endpointId === null ? `each ${scope}` : endpoint(endpointId)),
    },
  ],
  empty: {
    sentence: 'No rule: nobody is told when something is wrong.',
    command: 'tidegate alert create --help',
  },
  fields,
  usual: USUAL,
  create: (values) => unwrap(api.POST('/v1/alerts', { body: filledOf(fields, values) as never })),
  change: (alert, values, before) =>
    unwrap(
      api.PATCH('/v1/alerts/{alertId}', { ...at(alert), body: changeOf(fields, values, before) as never }),
    ),
  remove: {
    verb: 'Remove',
    loses: 'It is evaluated no more. If it fires now, its channels are told that it is over.',
    does: (alert) => unwrap(api.DELETE('/v1/alerts/{alertId}', at(alert))),
  },
  actions,
  detail: (alert) => (
    <>
      <Facts
        facts={[
          ['State', <StateWord key="state" state={alert.state} />],
          ['Rule', ruleOf(alert)],
          ['Clears at', alert.clearThreshold ?? alert.threshold],
          ['Channels', alert.channelIds.map(channel).join(', ') || 'none: nobody is told'],
          ['Without data', alert.noData],
          ['Evaluated', alert.evaluatedAt === null ? 'not yet' : <Ago key="at" at={alert.evaluatedAt} />],
          ...(alert.mutedUntil === null
            ? []
            : [['Muted until', new Date(alert.mutedUntil).toLocaleString()] as const]),
          ...(alert.problem === null ? [] : [['Problem', alert.problem] as const]),
          ['Id', alert.id],
        ]}
      />
      <AlertDetail alertId={alert.id} nameOf={endpoint} />
    </>
  ),
});

const MOST = 200;

export default function Alerts() {
  const { options: endpoints, nameOf } = useEndpoints();
  const { data: channels } = useQuery({
    queryKey: ['channels', 'names'],
    queryFn: () => unwrap(api.GET('/v1/channels', { params: { query: { limit: MOST } } })),
  });
  const { data: metrics } = useQuery({
    queryKey: ['metric-names'],
    queryFn: () => unwrap(api.GET('/v1/metric-names')),
    staleTime: Infinity,
  });
  const names = (channels?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const fields = fieldsOf({
    metrics: (metrics?.items ?? []).map(({ name }) => name),
    endpoints,
    channels: names,
  });
  return (
    <ResourcePage
      of={alertsOf({
        fields,
        endpoint: nameOf,
        channel: (id) => names.find(({ value }) => value === id)?.label ?? id,
      })}
    />
  );
}
