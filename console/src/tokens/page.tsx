import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { Facts } from '../ui/facts.tsx';
import { type Field, filledOf, nestedOf, optionsOf } from '../ui/fields.ts';
import { count } from '../ui/format.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { StateWord } from '../ui/state-word.tsx';
import { useProject } from '../ui/use-project.ts';
import { stateOf } from './token-state.ts';

const askOf = (projectId: string) => (cursor?: string) =>
  unwrap(
    api.GET('/v1/projects/{projectId}/tokens', {
      params: { path: { projectId }, query: { limit: PAGE, ...(cursor && { cursor }) } },
    }),
  );
type Token = Awaited<ReturnType<ReturnType<typeof askOf>>>['items'][number];

const fields: readonly Field[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true, placeholder: 'ci' },
  {
    name: 'role',
    label: 'Role',
    kind: 'select',
    options: [
      { value: 'owner', label: 'Owner: everything in the project' },
      { value: 'developer', label: 'Developer: endpoints and calls' },
      { value: 'viewer', label: 'Viewer: sees, changes nothing' },
    ],
    help: 'A role stands for scopes. Without one, choose them yourself.',
  },
  {
    name: 'scopes',
    label: 'Scopes',
    kind: 'many',
    options: optionsOf(['read', 'write', 'invoke', 'admin']),
    help: 'invoke calls endpoints; read sees; write changes endpoints; admin changes tokens and money.',
    when: ({ role }) => role === '',
  },
  { name: 'expiresAt', label: 'Expires', kind: 'moment', help: 'Empty: never, until it is revoked.' },
  { name: 'limits/requestsPerMinute', label: 'Requests a minute at most', kind: 'number' },
  { name: 'limits/tokensPerMinute', label: 'Model tokens a minute at most', kind: 'number' },
];

const perMinute = (limit: number | null, of: string): string =>
  limit === null ? `${of}: no limit of its own` : `${count(limit)} ${of} a minute`;

const tokensOf = (projectId: string): Resource<Token, { token: string | null }> => ({
  topic: 'tokens',
  scope: projectId,
  title: 'Tokens',
  about: 'What a caller shows. The text of one is shown once; only its hash is kept.',
  noun: 'a token',
  ask: askOf(projectId),
  idOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  columns: [
    { label: 'Name', cell: ({ name }) => name },
    { label: 'State', cell: (token) => <StateWord state={stateOf(token, Date.now())} /> },
    { label: 'May', cell: ({ role, scopes }) => role ?? scopes.join(', ') },
    { label: 'Expires', cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <Ago at={expiresAt} />) },
    {
      label: 'Last used',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <Ago at={lastUsedAt} />),
    },
  ],
  empty: {
    sentence: 'No token: nobody but the operator can call.',
    command: 'tidegate token create ci --scopes invoke',
  },
  fields,
  usual: { scopes: ['invoke'] },
  createVerb: 'Issue',
  create: (values) =>
    unwrap(
      api.POST('/v1/projects/{projectId}/tokens', {
        params: { path: { projectId } },
        body: nestedOf(filledOf(fields, values)) as never,
      }),
    ),
  secretOf: ({ token }) => token,
  remove: {
    verb: 'Revoke',
    loses:
      'Whoever uses it is refused at once, and sessions that were signed in with it end. It cannot be undone.',
    when: ({ revokedAt }) => revokedAt === null,
    does: ({ id }) =>
      unwrap(
        api.DELETE('/v1/projects/{projectId}/tokens/{tokenId}', {
          params: { path: { projectId, tokenId: id } },
        }),
      ),
  },
  detail: (token) => (
    <Facts
      facts={[
        ['State', <StateWord key="state" state={stateOf(token, Date.now())} />],
        ['Id', token.id],
        ['Scopes', token.scopes.join(', ')],
        ['Role', token.role ?? 'none'],
        ['Limits', perMinute(token.limits.requestsPerMinute, 'requests')],
        ['', perMinute(token.limits.tokensPerMinute, 'model tokens')],
        ['Issued', <Ago key="issued" at={token.createdAt} />],
        ...(token.revokedAt === null
          ? []
          : [['Revoked', <Ago key="revoked" at={token.revokedAt} />] as const]),
      ]}
    />
  ),
});

export default function Tokens() {
  const { projectId } = useProject();
  return projectId === undefined ? null : <ResourcePage of={tokensOf(projectId)} />;
}
