import { Button, Code, Drawer, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { components } from '@tidegate/sdk';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { type Endpoint, got } from '../endpoint/queries.ts';
import { differences, shown } from '../events/diff.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Copy } from '../ui/copy.tsx';
import { Moment } from '../ui/moment.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { Problem } from '../ui/problem.tsx';
import { type Column, ResourceTable } from '../ui/resource-table.tsx';
import { Section } from '../ui/section.tsx';
import { specOf } from './draft.ts';

type Revision = components['schemas']['Revision'];

const columns: readonly Column<Revision>[] = [
  { label: 'Revision', cell: ({ revision }) => revision },
  { label: 'Why', cell: ({ cause }) => cause },
  { label: 'When', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { label: 'Who', cell: ({ actor }) => <Code>{actor ?? '–'}</Code> },
  {
    label: 'What',
    cell: ({ changed }) => (
      <Text size="sm" lineClamp={2}>
        {changed.length === 0 ? 'all' : changed.map(({ pointer }) => pointer).join(', ')}
      </Text>
    ),
  },
];

/** What it was configured as, each time; any of them again with one click. */
export const Revisions = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const queries = useQueryClient();
  const paged = usePaged<Revision>(['revisions', endpoint.id], (cursor) =>
    got(
      api.GET('/v1/endpoints/{endpointId}/revisions', {
        params: {
          path: { endpointId: endpoint.id },
          query: { limit: PAGE, ...(cursor !== undefined && { cursor }) },
        },
      }),
    ),
  );
  const [open, setOpen] = useState<Revision>();
  const [asked, setAsked] = useState<Revision>();
  const going = useMutation({
    mutationFn: ({ revision }: Revision) =>
      got<Endpoint>(
        api.POST('/v1/endpoints/{endpointId}/rollback', {
          params: { path: { endpointId: endpoint.id } },
          body: { revision },
        }),
      ),
    onSuccess: (next, { revision }) => {
      queries.setQueryData(['endpoint', endpoint.id], next);
      void queries.invalidateQueries({ queryKey: ['revisions', endpoint.id] });
      notifications.show({ message: `Revision ${next.revision} is revision ${revision} again.` });
    },
    onSettled: () => setAsked(undefined),
  });
  return (
    <Section title="Revisions" about={`Revision ${endpoint.revision} is the one that counts.`}>
      {going.error && <Problem error={going.error} doing="Not rolled back" />}
      <ResourceTable<Revision>
        label="Revisions"
        paged={paged}
        idOf={({ revision }) => String(revision)}
        columns={columns}
        onOpen={setOpen}
        actions={(revision) =>
          revision.revision === endpoint.revision ? (
            <Text size="sm">now</Text>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => setAsked(revision)}>
              Roll back
            </Button>
          )
        }
        empty={{ sentence: 'No revision.' }}
      />
      {asked && (
        <Confirm
          opened
          title={`Back to revision ${asked.revision}?`}
          action="Roll back"
          busy={going.isPending}
          onConfirm={() => going.mutate(asked)}
          onClose={() => setAsked(undefined)}
        >
          <Differences revision={asked} endpoint={endpoint} />
        </Confirm>
      )}
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size="lg"
        title={open && `Revision ${open.revision}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open && (
          <Stack>
            <Differences revision={open} endpoint={endpoint} />
            <Copy block text={JSON.stringify(open.spec, null, 2)} label="Copy the JSON" />
          </Stack>
        )}
      </Drawer>
    </Section>
  );
};

type DifferencesProps = Readonly<{ revision: Revision; endpoint: Endpoint }>;

const Differences = ({ revision, endpoint }: DifferencesProps) => {
  const now: Readonly<Record<string, unknown>> = specOf(endpoint);
  const then = revision.spec as Readonly<Record<string, unknown>>;
  const same = Object.fromEntries(Object.keys(then).map((name) => [name, now[name]]));
  const all = differences(same, then);
  if (all.length === 0) return <Text size="sm">It is configured like that now.</Text>;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="What differs">
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Now</Table.Th>
            <Table.Th scope="col">Revision {revision.revision}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {all.map(({ pointer, from, to }) => (
            <Table.Tr key={pointer}>
              <Table.Th scope="row">
                <Code>{pointer}</Code>
              </Table.Th>
              <Table.Td>{shown(from)}</Table.Td>
              <Table.Td>{shown(to)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
};
