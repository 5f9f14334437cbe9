import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { type Field, filledOf, optionsOf } from '../ui/fields.ts';
import { money } from '../ui/format.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';

const askOf = (projectId: string) => (cursor?: string) =>
  unwrap(
    api.GET('/v1/projects/{projectId}/credits', {
      params: { path: { projectId }, query: { limit: PAGE, ...(cursor && { cursor }) } },
    }),
  );
type Credit = Awaited<ReturnType<ReturnType<typeof askOf>>>['items'][number];

const fields: readonly Field[] = [
  {
    name: 'kind',
    label: 'Kind',
    kind: 'select',
    required: true,
    options: optionsOf(['prepaid', 'promotional']),
  },
  { name: 'amountUsd', label: 'Amount in USD', kind: 'text', required: true, placeholder: '100.00' },
  { name: 'expiresAt', label: 'Expires', kind: 'moment' },
  { name: 'note', label: 'Note', kind: 'text' },
];

const creditsOf = (projectId: string, isOperator: boolean): Resource<Credit> => ({
  topic: 'credits',
  scope: projectId,
  title: 'Credits',
  about: 'What is used first, the one that expires first before others.',
  noun: 'credit',
  ask: askOf(projectId),
  everyMs: 30_000,
  idOf: ({ id }) => id,
  nameOf: ({ id }) => id,
  columns: [
    { label: 'Kind', cell: ({ kind }) => kind },
    {
      label: 'Left',
      right: true,
      cell: ({ remainingNanoUsd, amountNanoUsd }) => `${money(remainingNanoUsd)} of ${money(amountNanoUsd)}`,
    },
    { label: 'Granted', cell: ({ grantedAt }) => <Ago at={grantedAt} /> },
    { label: 'Expires', cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <Ago at={expiresAt} />) },
    { label: 'Note', cell: ({ note }) => note },
  ],
  empty: {
    sentence: 'No credit was granted.',
    ...(isOperator && { command: 'tidegate credit grant --help' }),
  },
  fields,
  usual: { kind: 'prepaid' },
  createVerb: 'Grant',
  ...(isOperator && {
    create: (values) =>
      unwrap(
        api.POST('/v1/projects/{projectId}/credits', {
          params: { path: { projectId } },
          body: filledOf(fields, values) as never,
        }),
      ),
  }),
});

export const Credits = ({ projectId, isOperator }: Readonly<{ projectId: string; isOperator: boolean }>) => (
  <ResourcePage inside of={creditsOf(projectId, isOperator)} />
);
