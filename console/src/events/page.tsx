import { Badge, Code, Group, MultiSelect, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { sentenceOf } from '../endpoint/event-sentences.ts';
import { type Events as Page, got, type PlatformEvent, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { localOf, Moment, momentOf } from '../ui/moment.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { type Column, ResourceTable } from '../ui/resource-table.tsx';
import { useFilters } from '../ui/use-filters.ts';
import { When } from '../ui/when.tsx';
import { AsOf } from './as-of.tsx';
import { OneEvent } from './one-event.tsx';
import { TYPES } from './types.ts';

type Name = 'type' | 'actor' | 'since' | 'until' | 'asOf';

const ACTORS = ['operator', 'service:api', 'service:scaler', 'service:scheduler', 'service:billing'];

const columns: readonly Column<PlatformEvent>[] = [
  { label: 'Time', cell: ({ at }) => <Moment at={at} /> },
  {
    label: 'Event',
    cell: ({ type }) => (
      <Badge variant="outline" color="gray" tt="none" className="state-badge">
        {type}
      </Badge>
    ),
  },
  { label: 'What happened', cell: (event) => <Text size="sm">{sentenceOf(event)}</Text> },
  { label: 'Who', cell: ({ actor }) => <Code>{actor ?? '–'}</Code> },
];

/** All that happened to an endpoint, and what it was at any moment. */
export default function Events() {
  const endpointId = useEndpointId();
  const [filters, set] = useFilters<Name>();
  const [open, setOpen] = useState<PlatformEvent>();
  const { type, actor, since, until, asOf } = filters;
  const query = {
    limit: PAGE,
    ...(type !== undefined && { type }),
    ...(actor !== undefined && { actor }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
  const paged = usePaged<PlatformEvent>(['events', endpointId, 'history', query], (cursor) =>
    got<Page>(
      api.GET('/v1/endpoints/{endpointId}/events', {
        params: { path: { endpointId }, query: { ...query, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  return (
    <Tab title="Events" about="All that happened to it, newest first. Nothing of this is ever changed.">
      <AsOf endpointId={endpointId} asOf={asOf} onChoose={(at) => set({ asOf: at })} />
      <Group gap="xs" align="flex-end">
        <MultiSelect
          label="Event"
          placeholder={type === undefined ? 'all' : ''}
          data={TYPES}
          value={type === undefined ? [] : type.split(',')}
          onChange={(types) => set({ type: types.join(',') })}
          searchable
          clearable
          hidePickedOptions
          style={{ flex: '1 1 260px', maxWidth: 520 }}
        />
        <Select
          label="Who"
          w={180}
          placeholder="all"
          data={[...new Set([...ACTORS, ...(actor === undefined ? [] : [actor])])]}
          value={actor ?? null}
          onChange={(value) => set({ actor: value ?? undefined })}
          clearable
        />
        <When label="From" value={localOf(since)} onChange={(local) => set({ since: momentOf(local) })} />
        <When label="Until" value={localOf(until)} onChange={(local) => set({ until: momentOf(local) })} />
      </Group>
      <ResourceTable<PlatformEvent>
        label="Events"
        paged={paged}
        idOf={({ id }) => id}
        columns={columns}
        onOpen={setOpen}
        empty={{ sentence: 'No event is like that.' }}
      />
      <OneEvent
        event={open}
        onClose={() => setOpen(undefined)}
        onAsOf={(at) => {
          setOpen(undefined);
          set({ asOf: at });
        }}
        onActor={(by) => {
          setOpen(undefined);
          set({ actor: by });
        }}
      />
    </Tab>
  );
}
