import { ActionIcon, Button, Fieldset, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CrossIcon, PlusIcon } from '../ui/icons.tsx';
import type { Draft, Json } from './draft.ts';
import { useBound } from './form.ts';

type Props = Readonly<{ pointer: string; label: string; help: string; name: string; isSecret?: boolean }>;
type Pair = Readonly<{ key: number; name: string; value: string }>;

const pairsOf = (value: Json | undefined): readonly Pair[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value as Draft).map(([name, text], key) => ({
        key,
        name,
        value: typeof text === 'string' ? text : '',
      }))
    : [];

/** Names with values: variables, tags, labels. A pair whose name is not written yet is not sent. */
export const PairsField = ({ pointer, label, help, name, isSecret = false }: Props) => {
  const { id, value, error, set } = useBound(pointer);
  const [pairs, setPairs] = useState(() => pairsOf(value));
  const change = (next: readonly Pair[]): void => {
    setPairs(next);
    const named = next.filter((pair) => pair.name !== '');
    set(named.length === 0 ? undefined : Object.fromEntries(named.map((pair) => [pair.name, pair.value])));
  };
  const edit = (key: number, changed: Partial<Pair>): void =>
    change(pairs.map((pair) => (pair.key === key ? { ...pair, ...changed } : pair)));
  const Value = isSecret ? PasswordInput : TextInput;
  return (
    <Fieldset legend={label} id={id} tabIndex={-1}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {help}
        </Text>
        {pairs.map((pair) => (
          <Group key={pair.key} gap="xs" wrap="nowrap">
            <TextInput
              aria-label={`${name} name`}
              placeholder="name"
              value={pair.name}
              onChange={(event) => edit(pair.key, { name: event.currentTarget.value.trim() })}
              flex={1}
              autoComplete="off"
            />
            <Value
              aria-label={`${name} value of ${pair.name === '' ? 'it' : pair.name}`}
              placeholder="value"
              value={pair.value}
              onChange={(event) => edit(pair.key, { value: event.currentTarget.value })}
              flex={2}
              autoComplete={isSecret ? 'new-password' : 'off'}
            />
            <ActionIcon
              variant="subtle"
              aria-label={`Take ${pair.name === '' ? 'it' : pair.name} away`}
              onClick={() => change(pairs.filter(({ key }) => key !== pair.key))}
            >
              <CrossIcon />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<PlusIcon />}
            onClick={() =>
              setPairs([
                ...pairs,
                { key: Math.max(-1, ...pairs.map(({ key }) => key)) + 1, name: '', value: '' },
              ])
            }
          >
            {`Add a ${name}`}
          </Button>
        </Group>
        {error !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
};
