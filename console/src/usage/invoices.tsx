import { Anchor, Button, Group, Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { money } from '../ui/format.ts';
import { PAGE, usePaged } from '../ui/paged.ts';
import { ResourceTable } from '../ui/resource-table.tsx';
import { Section } from '../ui/section.tsx';
import { centsOf, monthOf } from './figures.ts';

/** The month that runs, and those that are closed. */
export const Invoices = () => {
  const { data: draft } = useQuery({
    queryKey: ['invoices', 'draft'],
    queryFn: () => unwrap(api.GET('/v1/billing/invoices/draft')),
    refetchInterval: 30_000,
  });
  const paged = usePaged(['invoices'], (cursor) =>
    unwrap(
      api.GET('/v1/billing/invoices', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }),
    ),
  );
  return (
    <Section
      title="Invoices"
      about="One a month, final once the month is closed; each line says what it follows from."
    >
      {draft && (
        <Group justify="space-between">
          <Text size="sm">
            {monthOf(draft.period)} as it stands: {money(centsOf(draft.totalCents))}, {draft.lines.length}{' '}
            lines
          </Text>
          <Button
            component={Link}
            to="/invoices/$invoiceId"
            params={{ invoiceId: 'draft' } as never}
            size="xs"
            variant="default"
          >
            Open the draft
          </Button>
        </Group>
      )}
      <ResourceTable
        label="Invoices"
        paged={paged}
        idOf={({ invoiceId }) => invoiceId}
        empty={{ sentence: 'No month is closed yet.' }}
        columns={[
          {
            label: 'Month',
            cell: ({ invoiceId, period }) => (
              <Anchor
                fz="inherit"
                underline="hover"
                component={Link}
                to="/invoices/$invoiceId"
                params={{ invoiceId } as never}
              >
                {monthOf(period)}
              </Anchor>
            ),
          },
          { label: 'Total', right: true, cell: ({ totalCents }) => money(centsOf(totalCents)) },
          { label: 'Credit used', right: true, cell: ({ creditNanoUsd }) => money(creditNanoUsd) },
          { label: 'Lines', right: true, cell: ({ lines }) => lines },
          { label: 'Issued', cell: ({ issuedAt }) => <Ago at={issuedAt} /> },
        ]}
      />
    </Section>
  );
};
