import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is known of one thing, line by line. */
export const Facts = ({ facts }: Readonly<{ facts: readonly (readonly [string, ReactNode])[] }>) => (
  <Table withRowBorders={false} verticalSpacing={2} layout="auto">
    <Table.Tbody>
      {facts.map(([label, value]) => (
        <Table.Tr key={label}>
          <Table.Th scope="row" fw={500} w={150} style={{ verticalAlign: 'top' }}>
            {label}
          </Table.Th>
          <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
);
