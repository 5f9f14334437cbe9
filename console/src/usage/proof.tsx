import { Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { count, money } from '../ui/format.ts';
import { usePaged } from '../ui/paged.ts';
import { ResourceTable } from '../ui/resource-table.tsx';
import { hoursOf } from './figures.ts';

const PAGE = 50;

/** The replicas of a line, each with the events that opened and closed what is billed. */
export const Proof = ({ invoiceId, line }: Readonly<{ invoiceId: string; line: number }>) => {
  const paged = usePaged(['invoices', invoiceId, 'proof', line], (cursor) =>
    unwrap(
      api.GET('/v1/billing/invoices/{invoiceId}/proof', {
        params: { path: { invoiceId }, query: { line, limit: PAGE, ...(cursor && { cursor }) } },
      }),
    ),
  );
  return (
    <ResourceTable
      label="What the line follows from"
      paged={paged}
      idOf={({ sourceId }) => sourceId}
      empty={{ sentence: 'Nothing.' }}
      columns={[
        { label: 'Source', cell: ({ replicaId, sourceId }) => replicaId ?? sourceId },
        { label: 'Held, h', right: true, cell: ({ heldUs }) => count(hoursOf(heldUs)) },
        { label: 'Amount', right: true, cell: ({ amountNanoUsd }) => money(amountNanoUsd) },
        {
          label: 'Events',
          cell: ({ events }) =>
            events.map(({ eventId, type, position }) => (
              <Text key={eventId} size="xs">
                {position} {type}
              </Text>
            )),
        },
      ]}
    />
  );
};
