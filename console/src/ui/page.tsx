import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

type Props = Readonly<{
  title: string;
  /** One sentence on what this is. */
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}>;

/** One page: its only h1, its actions, and the title of the tab. */
export const Page = ({ title, about, actions, children }: Props) => {
  useEffect(() => {
    document.title = `${title} · Tidegate`;
  }, [title]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h2">
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
};
