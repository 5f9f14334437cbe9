import { Code, Stack } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { Facts } from '../ui/facts.tsx';
import { type Field, filledOf, type Values } from '../ui/fields.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { linesOf, rulesOf } from './rules.ts';

const ask = (cursor?: string) =>
  unwrap(api.GET('/v1/security-groups', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }));
type Group = Awaited<ReturnType<typeof ask>>['items'][number];
const at = ({ id }: Group) => ({ params: { path: { securityGroupId: id } } });

const fields: readonly Field[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true, placeholder: 'office' },
  {
    name: 'rules',
    label: 'Rules',
    kind: 'area',
    required: true,
    placeholder: '10.0.0.0/8 443\n203.0.113.7/32',
    help: 'One a line: an address or network, then its ports; without ports, all. What no rule names is refused.',
  },
];
const bodyOf = (values: Values) =>
  ({ ...filledOf(fields, values), rules: rulesOf(String(values['rules'] ?? '')) }) as never;

const groups: Resource<Group> = {
  topic: 'security-groups',
  title: 'Security groups',
  about:
    'Who may call: networks and ports. An endpoint names its groups in its settings; without one, anybody with a token may.',
  noun: 'a security group',
  ask,
  idOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  columns: [
    { label: 'Name', cell: ({ name }) => name },
    {
      label: 'Rules',
      cell: ({ rules }) => (
        <Stack gap={2} align="flex-start">
          {rules.slice(0, 3).map((rule) => (
            <Code key={linesOf([rule])}>{linesOf([rule])}</Code>
          ))}
          {rules.length > 3 && `and ${rules.length - 3} more`}
        </Stack>
      ),
    },
    { label: 'Changed', cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
  ],
  empty: {
    sentence: 'No security group: every address may call, with a token.',
    command: 'tidegate security-group create office --help',
  },
  fields,
  create: (values) => unwrap(api.POST('/v1/security-groups', { body: bodyOf(values) })),
  formOf: ({ name, rules }) => ({ name, rules: linesOf(rules) }),
  change: (group, values) =>
    unwrap(api.PUT('/v1/security-groups/{securityGroupId}', { ...at(group), body: bodyOf(values) })),
  remove: {
    verb: 'Delete',
    loses: 'One that an endpoint uses cannot be deleted: take it out of the endpoint’s settings first.',
    does: (group) => unwrap(api.DELETE('/v1/security-groups/{securityGroupId}', at(group))),
  },
  detail: ({ id, rules, createdAt, updatedAt }) => (
    <Facts
      facts={[
        ['Id', id],
        [
          'Rules',
          <Code key="rules" block>
            {linesOf(rules)}
          </Code>,
        ],
        ['Created', <Ago key="created" at={createdAt} />],
        ['Changed', <Ago key="changed" at={updatedAt} />],
      ]}
    />
  ),
};

export default function SecurityGroups() {
  return <ResourcePage of={groups} />;
}
