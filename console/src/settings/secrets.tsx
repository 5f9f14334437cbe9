import { Button, Group, PasswordInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { got } from '../endpoint/queries.ts';
import { Ago } from '../ui/ago.tsx';
import { Problem } from '../ui/problem.tsx';
import type { Draft } from './draft.ts';

type Secret = Readonly<{ name: string; setAt: string | null }>;
type Props = Readonly<{
  endpointId: string;
  draft: Draft;
  set: (pointer: string, value: unknown) => void;
}>;

const PREFIX = '/secrets/';

/** Names only: a value is set, replaced or taken away, and never shown. */
export const Secrets = ({ endpointId, draft, set }: Props) => {
  const { data, error } = useQuery({
    queryKey: ['revisions', endpointId, 'secrets'],
    queryFn: () =>
      got<Readonly<{ items: readonly Secret[] }>>(
        api.GET('/v1/endpoints/{endpointId}/secrets', { params: { path: { endpointId } } }),
      ),
  });
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const changes = Object.entries(draft).filter(([pointer]) => pointer.startsWith(PREFIX));
  const add = (): void => {
    set(`${PREFIX}${name}`, value);
    setName('');
    setValue('');
  };
  return (
    <Stack gap="xs">
      <Text fw={500} size="sm">
        Secrets
      </Text>
      {error && <Problem error={error} doing="Reading the names" />}
      <Table w="auto" verticalSpacing={4}>
        <Table.Tbody>
          {(data?.items ?? []).map((secret) => (
            <Table.Tr key={secret.name}>
              <Table.Th scope="row">{secret.name}</Table.Th>
              <Table.Td>
                {secret.setAt === null ? (
                  'set'
                ) : (
                  <>
                    set <Ago at={secret.setAt} />
                  </>
                )}
              </Table.Td>
              <Table.Td>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => set(`${PREFIX}${secret.name}`, null)}
                >
                  Take away
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
          {changes.map(([pointer, next]) => (
            <Table.Tr key={`changed ${pointer}`}>
              <Table.Th scope="row">{pointer.slice(PREFIX.length)}</Table.Th>
              <Table.Td>{next === null ? 'will be taken away' : 'will be set'}</Table.Td>
              <Table.Td>
                <Button size="compact-sm" variant="default" onClick={() => set(pointer, undefined)}>
                  Do not
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Name of a secret"
          placeholder="HF_TOKEN"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value.trim())}
        />
        <PasswordInput
          label="Its value"
          w={240}
          autoComplete="new-password"
          value={value}
          onChange={({ currentTarget }) => setValue(currentTarget.value)}
        />
        <Button variant="default" disabled={name === '' || value === ''} onClick={add}>
          Set
        </Button>
      </Group>
    </Stack>
  );
};
