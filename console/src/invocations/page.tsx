import { Badge, Button, Chip, Group, Select, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { got, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { duration } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { Problem } from '../ui/problem.tsx';
import { type Column, ResourceTable } from '../ui/resource-table.tsx';
import { useFilters } from '../ui/use-filters.ts';
import { type Invocation, OneInvocation } from './one-invocation.tsx';

const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
type State = (typeof STATES)[number];
const COLOURS: Readonly<Record<State, string>> = {
  queued: 'gray',
  running: 'blue',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'gray',
};
/** Running time and attempts have no change of their own. */
const POLL_MS = 10_000;

const columns: readonly Column<Invocation>[] = [
  { label: 'Invocation', cell: ({ id }) => id },
  {
    label: 'State',
    cell: ({ state, deadLetter }) => (
      <Badge variant="outline" color={COLOURS[state]} tt="none" className="state-badge">
        {deadLetter ? 'given up' : state}
      </Badge>
    ),
  },
  { label: 'Queued', cell: ({ queuedAt }) => <Moment at={queuedAt} /> },
  { label: 'Waited', right: true, cell: ({ waitedMs }) => duration(waitedMs / 1000) },
  { label: 'Ran', right: true, cell: ({ ranMs }) => duration(ranMs / 1000) },
  { label: 'Tried', right: true, cell: ({ attempts, maxAttempts }) => `${attempts} of ${maxAttempts}` },
  { label: 'Status', right: true, cell: ({ status }) => status ?? '–' },
  {
    label: 'Error',
    cell: ({ error }) => (
      <Text size="sm" lineClamp={1}>
        {error ?? ''}
      </Text>
    ),
  },
];

/** Calls that are answered later. */
export default function Invocations() {
  const endpointId = useEndpointId();
  const queries = useQueryClient();
  const [filters, set] = useFilters<'state' | 'dead'>();
  const [openId, setOpen] = useState<string>();
  const state = STATES.find((each) => each === filters.state);
  const query = {
    limit: PAGE,
    ...(state && { state }),
    ...(filters.dead === 'true' && { deadLetters: 'true' as const }),
  };
  const paged = usePaged<Invocation>(
    ['invocations', endpointId, query],
    (cursor) =>
      got(
        api.GET('/v1/endpoints/{endpointId}/invocations', {
          params: { path: { endpointId }, query: { ...query, ...(cursor !== undefined && { cursor }) } },
        }),
      ),
    { everyMs: POLL_MS },
  );
  const doing = useMutation({
    mutationFn: ({ id, what }: Readonly<{ id: string; what: 'cancel' | 'replay' }>) =>
      got<Invocation>(
        api.POST(`/v1/endpoints/{endpointId}/invocations/{invocationId}/${what}`, {
          params: { path: { endpointId, invocationId: id } },
        }),
      ),
    onSuccess: (_, { what }) => {
      notifications.show({ message: what === 'cancel' ? 'It is cancelled.' : 'It is queued once more.' });
      void queries.invalidateQueries({ queryKey: ['invocations', endpointId] });
    },
  });
  const isFiltered = state !== undefined || filters.dead === 'true';
  return (
    <Tab
      title="Invocations"
      about="Calls that are answered later: queued, tried again, kept with their result."
    >
      <Group align="flex-end" gap="sm">
        <Select
          label="State"
          w={160}
          placeholder="all"
          clearable
          data={[...STATES]}
          value={state ?? null}
          onChange={(value) => set({ state: value ?? undefined })}
        />
        <Chip
          mb={6}
          variant="outline"
          checked={filters.dead === 'true'}
          onChange={(isOn) => set({ dead: isOn ? 'true' : undefined })}
        >
          Given up
        </Chip>
      </Group>
      {doing.error && <Problem error={doing.error} />}
      <ResourceTable<Invocation>
        label="Invocations"
        paged={paged}
        idOf={({ id }) => id}
        columns={columns}
        onOpen={({ id }) => setOpen(id)}
        actions={({ id, state: now }) =>
          now === 'queued' || now === 'running' ? (
            <Button size="compact-sm" variant="default" onClick={() => doing.mutate({ id, what: 'cancel' })}>
              Cancel
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => doing.mutate({ id, what: 'replay' })}>
              Once more
            </Button>
          )
        }
        empty={
          isFiltered
            ? { sentence: 'No invocation is like that.' }
            : {
                sentence: 'None yet. Its asynchronous paths are under Settings; call one like this:',
                command: `curl ${location.origin}/api/d/${endpointId}/v1/chat/completions -H 'Prefer: respond-async' -H "Authorization: Bearer $TIDEGATE_TOKEN" -H 'Content-Type: application/json' -d '{"messages":[{"role":"user","content":"Hello"}]}'`,
              }
        }
      />
      <OneInvocation
        invocation={paged.items?.find(({ id }) => id === openId)}
        onClose={() => setOpen(undefined)}
      />
    </Tab>
  );
}
