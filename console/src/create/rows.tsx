import { ActionIcon, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CrossIcon, PlusIcon } from '../ui/icons.tsx';
import type { Json } from './draft.ts';
import { useBound } from './form.ts';

type Props = Readonly<{
  pointer: string;
  label: string;
  help: string;
  name: string;
  /** What the list is when nothing is said. */
  byDefault: readonly Json[];
  added: Json;
  most: number;
  children: (item: Json, set: (item: Json) => void, place: number) => ReactNode;
}>;

/** A list of things with fields of their own: rules, schedules. */
export const RowsField = ({ pointer, label, help, name, byDefault, added, most, children }: Props) => {
  const { id, value, error, set } = useBound(pointer);
  const items = Array.isArray(value) ? (value as readonly Json[]) : byDefault;
  return (
    <Fieldset legend={label} id={id} tabIndex={-1}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {help}
        </Text>
        {items.map((item, place) => (
          // A row has no name of its own: its place is what it is.
          <Group key={place} gap="xs" align="flex-end">
            {children(item, (changed) => set(items.map((one, at) => (at === place ? changed : one))), place)}
            <ActionIcon
              variant="subtle"
              size="lg"
              aria-label={`Take ${name} ${place + 1} away`}
              onClick={() => {
                const left = items.filter((_, at) => at !== place);
                set(left.length === 0 ? undefined : left);
              }}
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
            disabled={items.length >= most}
            onClick={() => set([...items, added])}
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
