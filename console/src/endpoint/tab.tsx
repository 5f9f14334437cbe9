import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = Readonly<{ title: string; about?: ReactNode; actions?: ReactNode; children: ReactNode }>;

/** One tab of an endpoint, below the endpoint’s own heading. */
export const Tab = ({ title, about, actions, children }: Props) => (
  <Stack gap="md" component="section" aria-label={title}>
    <Group justify="space-between" align="flex-start">
      <div>
        <Title order={2} size="h4">
          {title}
        </Title>
        {about !== undefined && (
          <Text c="dimmed" size="sm">
            {about}
          </Text>
        )}
      </div>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </Group>
    {children}
  </Stack>
);
