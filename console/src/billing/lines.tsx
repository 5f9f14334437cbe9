import { Badge, Button, Group, SegmentedControl, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { Fragment, useState } from 'react';
import { api } from '../app/api.ts';
import { type Cost, got } from '../endpoint/queries.ts';
import { Empty } from '../ui/empty.tsx';
import { money } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';
import { Draft } from './draft.tsx';
import { heldOf } from './amounts.ts';
import { Proof } from './proof.tsx';

export type CostLine = Cost['lines'][number];
const POLL_MS = 10_000;

/** Lines by replica as they are metered, or as this month’s bill has them; either opens to what it is made of. */
export const Lines = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const [by, setBy] = useState('replica');
  return (
    <Section
      title="Of what"
      actions={
        <SegmentedControl
          aria-label="Lines by"
          data={[
            { value: 'replica', label: 'By replica' },
            { value: 'bill', label: 'As on the bill' },
          ]}
          value={by}
          onChange={setBy}
        />
      }
    >
      {by === 'replica' ? <ByReplica endpointId={endpointId} /> : <Draft endpointId={endpointId} />}
    </Section>
  );
};

const ByReplica = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const paged = usePaged<CostLine>(
    ['cost', endpointId, 'lines'],
    async (cursor) => {
      const { lines, nextCursor } = await got<Cost>(
        api.GET('/v1/endpoints/{endpointId}/cost', {
          params: { path: { endpointId }, query: { limit: PAGE, ...(cursor !== undefined && { cursor }) } },
        }),
      );
      return { items: lines, nextCursor };
    },
    { everyMs: POLL_MS },
  );
  const [open, setOpen] = useState<string>();
  if (paged.error) return <Problem error={paged.error} doing="Reading the lines" />;
  if (paged.items?.length === 0)
    return <Empty sentence="Nothing was used yet." command={`tidegate cost ${endpointId}`} />;
  return (
    <Stack gap="xs">
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Cost by replica">
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {['From', 'Until', 'Replica', 'Hardware', 'Held', 'Price an hour', 'Cost', ''].map((label) => (
                <Table.Th key={label} scope="col">
                  {label === '' ? <VisuallyHidden>More</VisuallyHidden> : label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(paged.items ?? []).map((line) => {
              const id = `${line.sourceId} ${line.startedAtUs} ${line.period}`;
              const isOpen = open === id;
              return (
                <Fragment key={id}>
                  <Row line={line} isOpen={isOpen} onToggle={() => setOpen(isOpen ? undefined : id)} />
                  {isOpen && (
                    <Table.Tr>
                      <Table.Td colSpan={8}>
                        <Proof endpointId={endpointId} line={line} />
                      </Table.Td>
                    </Table.Tr>
                  )}
                </Fragment>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
      {paged.hasMore && (
        <Group justify="center">
          <Button variant="default" size="xs" loading={paged.isLoadingMore} onClick={paged.more}>
            Show more
          </Button>
        </Group>
      )}
    </Stack>
  );
};

const isoOf = (microseconds: number): string => new Date(microseconds / 1000).toISOString();

type RowProps = Readonly<{ line: CostLine; isOpen: boolean; onToggle: () => void }>;

const Row = ({ line, isOpen, onToggle }: RowProps) => (
  <Table.Tr>
    <Table.Td>
      <Moment at={isoOf(line.startedAtUs)} />
    </Table.Td>
    <Table.Td>
      {line.stoppedAtUs === null ? (
        <Text size="sm" fw={600}>
          still held
        </Text>
      ) : (
        <Moment at={isoOf(line.stoppedAtUs)} />
      )}
    </Table.Td>
    <Table.Td>{line.replicaId ?? line.kind}</Table.Td>
    <Table.Td>
      {line.sku}{' '}
      {line.simulated && (
        <Badge size="sm" variant="outline" color="gray" tt="none" className="state-badge">
          simulated
        </Badge>
      )}
    </Table.Td>
    <Table.Td>{heldOf(line.heldMicroseconds)}</Table.Td>
    <Table.Td>{money(line.priceNanoUsdPerHour)}</Table.Td>
    <Table.Td>{money(line.costNanoUsd)}</Table.Td>
    <Table.Td>
      <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={onToggle}>
        {isOpen ? 'Less' : 'Why'}
      </Button>
    </Table.Td>
  </Table.Tr>
);
