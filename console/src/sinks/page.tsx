import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { Facts } from '../ui/facts.tsx';
import { changedOf, type Field, filledOf, type Value, type Values } from '../ui/fields.ts';
import { count, duration } from '../ui/format.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { StateWord } from '../ui/state-word.tsx';
import { useEndpoints } from '../ui/use-endpoints.ts';
import { headersOf } from './headers.ts';

const ask = (cursor?: string) =>
  unwrap(api.GET('/v1/log-sinks', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }));
type Sink = Awaited<ReturnType<typeof ask>>['items'][number];
const at = ({ id }: Sink) => ({ params: { path: { sinkId: id } } });

const fieldsOf = (endpoints: Field['options']): readonly Field[] => [
  {
    name: 'kind',
    label: 'Kind',
    kind: 'select',
    required: true,
    options: [
      { value: 'otlp', label: 'OTLP over HTTP' },
      { value: 'loki', label: 'Loki push' },
    ],
  },
  {
    name: 'url',
    label: 'URL',
    kind: 'text',
    required: true,
    placeholder: 'https://otlp.example.com/v1/logs',
  },
  {
    name: 'headers',
    label: 'Headers',
    kind: 'area',
    placeholder: 'Authorization: Bearer …',
    help: 'One “Name: value” a line. Kept sealed and never shown again; left empty in a change, they stay.',
  },
  {
    name: 'endpointIds',
    label: 'Endpoints',
    kind: 'many',
    ...(endpoints && { options: endpoints }),
    placeholder: 'All of the project',
  },
  { name: 'description', label: 'Description', kind: 'text' },
];

const bodyOf = (fields: readonly Field[], values: Values): Record<string, unknown> => {
  const { headers, ...rest } = filledOf(fields, values);
  return { ...rest, ...(typeof headers === 'string' && { headers: headersOf(headers) }) };
};

const sinksOf = (fields: readonly Field[], nameOf: (id: string) => string): Resource<Sink> => ({
  topic: 'log-sinks',
  title: 'Log sinks',
  about: 'Receivers of this project that take its lines as they come: OTLP or Loki.',
  noun: 'a log sink',
  ask,
  everyMs: 10_000,
  idOf: ({ id }) => id,
  nameOf: ({ url }) => url,
  columns: [
    { label: 'URL', cell: ({ url }) => <span style={{ overflowWrap: 'anywhere' }}>{url}</span> },
    { label: 'Kind', cell: ({ kind }) => kind },
    { label: 'State', cell: ({ state }) => <StateWord state={state} /> },
    { label: 'Lines', right: true, cell: ({ linesSent }) => count(linesSent) },
    { label: 'Behind', right: true, cell: ({ lagSeconds }) => duration(lagSeconds) },
  ],
  empty: {
    sentence: 'Lines stay here: no receiver takes them.',
    command: 'tidegate log-sink create loki https://loki.example.com/loki/api/v1/push',
  },
  fields,
  usual: { kind: 'otlp' },
  create: (values) => unwrap(api.POST('/v1/log-sinks', { body: bodyOf(fields, values) as never })),
  createVerb: 'Add',
  change: (sink, values, before) =>
    unwrap(
      api.PATCH('/v1/log-sinks/{sinkId}', {
        ...at(sink),
        body: changedOf(bodyOf(fields, values) as Record<string, Value>, before) as never,
      }),
    ),
  remove: {
    verb: 'Delete',
    loses: 'It gets no more lines. What it has stays there, and what is here stays here.',
    does: (sink) => unwrap(api.DELETE('/v1/log-sinks/{sinkId}', at(sink))),
  },
  actions: [
    {
      label: 'Try it',
      does: async (sink) => {
        const { delivered, status, error } = await unwrap(api.POST('/v1/log-sinks/{sinkId}/test', at(sink)));
        if (delivered) return { said: `It took a line (${status ?? 'ok'})` };
        throw new Error(error ?? `It answered ${status ?? 'nothing'}`);
      },
    },
    ...[false, true].map((enabled) => ({
      label: enabled ? 'Switch on' : 'Switch off',
      when: ({ state }: Sink) => (state === 'disabled') === enabled,
      does: async (sink: Sink) => {
        await unwrap(api.PATCH('/v1/log-sinks/{sinkId}', { ...at(sink), body: { enabled } as never }));
        return { said: enabled ? 'It gets lines from now on' : 'It gets no lines any more' };
      },
    })),
  ],
  detail: (sink) => (
    <Facts
      facts={[
        ['State', <StateWord key="state" state={sink.state} />],
        ['Id', sink.id],
        ['Description', sink.description || '–'],
        ['Endpoints', sink.endpointIds.map(nameOf).join(', ') || 'all of the project'],
        ['Headers', sink.headerNames.join(', ') || 'none'],
        ['Sent', `${count(sink.linesSent)} lines, ${count(sink.linesRejected)} rejected`],
        ['Behind', duration(sink.lagSeconds)],
        ['Last sent', sink.lastSentAt === null ? 'never' : <Ago key="last" at={sink.lastSentAt} />],
        ...(sink.lastError === null ? [] : [['Last error', sink.lastError] as const]),
        ...(sink.nextTryAt === null ? [] : [['Next try', <Ago key="next" at={sink.nextTryAt} />] as const]),
      ]}
    />
  ),
});

export default function LogSinks() {
  const { options, nameOf } = useEndpoints();
  return <ResourcePage of={sinksOf(fieldsOf(options), nameOf)} />;
}
