import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import type { Field, Values } from '../ui/fields.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { useEndpoints } from '../ui/use-endpoints.ts';

type Secret = Readonly<{ endpointId: string; endpointName: string; name: string; setAt: string | null }>;

/** Each has a list of its own: so many endpoints are asked at once. */
const ENDPOINTS = 20;

const ask = async (cursor: string | undefined) => {
  const { items, nextCursor } = await unwrap(
    api.GET('/v1/endpoints', { params: { query: { limit: ENDPOINTS, ...(cursor && { cursor }) } } }),
  );
  const secrets = await Promise.all(
    items.map(async ({ id, name }) => {
      const own = await unwrap(
        api.GET('/v1/endpoints/{endpointId}/secrets', { params: { path: { endpointId: id } } }),
      );
      return own.items.map((secret): Secret => ({ ...secret, endpointId: id, endpointName: name }));
    }),
  );
  return { items: secrets.flat(), nextCursor };
};

const set = (endpointId: string, name: string, value: string | null) =>
  unwrap(
    api.PATCH('/v1/endpoints/{endpointId}', {
      params: { path: { endpointId } },
      body: { secrets: { [name]: value } } as never,
    }),
  );
const setAs = (values: Values) =>
  set(String(values['endpointId']), String(values['name']), String(values['secrets']));

const fieldsOf = (endpoints: NonNullable<Field['options']>): readonly Field[] => [
  { name: 'endpointId', label: 'Endpoint', kind: 'select', required: true, options: endpoints, fixed: true },
  {
    name: 'name',
    label: 'Name',
    kind: 'text',
    required: true,
    fixed: true,
    placeholder: 'HF_TOKEN',
    help: 'The environment variable that replicas find it in.',
  },
  {
    name: 'secrets',
    label: 'Value',
    kind: 'secret',
    required: true,
    help: 'Sealed at once, given to replicas alone, masked in logs, shown to nobody. Replicas are replaced, without a lost request.',
  },
];

const secretsOf = (fields: readonly Field[]): Resource<Secret> => ({
  topic: 'secrets',
  title: 'Secrets',
  about: 'Write-only values of endpoints: named here, readable nowhere.',
  noun: 'a secret',
  ask,
  everyMs: 30_000,
  idOf: ({ endpointId, name }) => `${endpointId} ${name}`,
  nameOf: ({ name }) => name,
  columns: [
    { label: 'Name', cell: ({ name }) => name },
    { label: 'Endpoint', cell: ({ endpointName }) => endpointName },
    { label: 'Set', cell: ({ setAt }) => (setAt === null ? '–' : <Ago at={setAt} />) },
  ],
  empty: {
    sentence: 'No endpoint has a secret.',
    command: 'tidegate endpoint update --help',
  },
  fields,
  createVerb: 'Set',
  create: setAs,
  change: (_, values) => setAs(values),
  remove: {
    verb: 'Delete',
    loses: 'It is wiped, and replicas are replaced by ones that do not have it.',
    does: ({ endpointId, name }) => set(endpointId, name, null),
  },
});

export default function Secrets() {
  const { options } = useEndpoints();
  return <ResourcePage of={secretsOf(fieldsOf(options))} />;
}
