import { Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Copy } from './copy.tsx';

type Props = Readonly<{ sentence: string; action?: ReactNode; command?: string }>;

/** Nothing here yet: what it would be, one action, and the same as a command. */
export const Empty = ({ sentence, action, command }: Props) => (
  <Paper withBorder p="xl">
    <Stack align="center" gap="sm">
      <Text>{sentence}</Text>
      {action}
      {command !== undefined && <Copy text={command} label="Copy the command" />}
    </Stack>
  </Paper>
);
