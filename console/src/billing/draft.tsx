import { Skeleton, Stack, Table, Text } from '@mantine/core';
import type { operations } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { got } from '../endpoint/queries.ts';
import { Copy } from '../ui/copy.tsx';
import { money } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { Problem } from '../ui/problem.tsx';
import { heldOf } from './amounts.ts';

type DraftBill = operations['Invoice.draft']['responses'][200]['content']['application/json'];
const POLL_MS = 30_000;

/** This endpoint’s lines of the project’s next invoice. */
export const Draft = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { data, error } = useQuery({
    queryKey: ['invoices', 'draft'],
    queryFn: () => got<DraftBill>(api.GET('/v1/billing/invoices/draft')),
    refetchInterval: POLL_MS,
  });
  if (error) return <Problem error={error} doing="Reading the draft" />;
  if (!data) return <Skeleton h={80} />;
  const own = data.lines.filter((line) => line.endpointId === endpointId);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {data.period}, as of <Moment at={data.asOf} />. The finished invoice proves each line by its sources.
      </Text>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Lines of the next invoice">
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {['Line', 'Kind', 'Hardware', 'Held', 'Hours', 'Price an hour', 'Replicas', 'Amount'].map(
                (label) => (
                  <Table.Th key={label} scope="col">
                    {label}
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {own.map((line) => (
              <Table.Tr key={line.nth}>
                <Table.Td>{line.nth}</Table.Td>
                <Table.Td>{line.kind}</Table.Td>
                <Table.Td>{line.sku}</Table.Td>
                <Table.Td>{heldOf(line.heldUs)}</Table.Td>
                <Table.Td>{line.unitHours}</Table.Td>
                <Table.Td>{money(line.priceNanoUsdPerHour)}</Table.Td>
                <Table.Td>{line.sources}</Table.Td>
                <Table.Td>{money(line.amountNanoUsd)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Text size="sm">Checksum of all lines of the project’s draft</Text>
      <Copy text={data.linesSha256} label="Copy the checksum" />
    </Stack>
  );
};
