import { Anchor, Button, Code, Drawer, Group, Stack, TextInput } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { Facts } from '../ui/facts.tsx';
import { localOf, Moment, momentOf } from '../ui/moment.tsx';
import { Page } from '../ui/page.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { ResourceTable } from '../ui/resource-table.tsx';
import { useFilters } from '../ui/use-filters.ts';

const TEXTS = [
  ['type', 'Type', 'EndpointUpdated'],
  ['actor', 'Who', 'tok-… or operator'],
  ['stream', 'Of', 'endpt-…, tok-…'],
  ['requestId', 'Request', 'req-…'],
] as const;
const EVERY_MS = 5_000;

type Name = (typeof TEXTS)[number][0] | 'since' | 'until';
type Filters = Readonly<Partial<Record<Name, string>>>;

const ask = (filters: Filters) => (cursor: string | undefined) =>
  unwrap(
    api.GET('/v1/events', { params: { query: { limit: PAGE, ...filters, ...(cursor && { cursor }) } } }),
  );
type Event = Awaited<ReturnType<ReturnType<typeof ask>>>['items'][number];

/** Who did what in this project, when, and from which request. */
export default function Audit() {
  const [{ type, actor, stream, requestId, since, until }, setFilters] = useFilters<Name>();
  const [shown, setShown] = useState<Event | null>(null);
  const filters = Object.fromEntries(
    Object.entries({ type, actor, stream, requestId, since, until }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Filters;
  const paged = usePaged(['events', 'all', filters], ask(filters), { everyMs: EVERY_MS });
  const only = (name: Name, value: string) => (
    <Anchor
      component="button"
      type="button"
      ta="left"
      fz="inherit"
      underline="hover"
      onClick={() => setFilters({ [name]: value })}
    >
      {value}
    </Anchor>
  );
  return (
    <Page
      title="Audit"
      about="Every change of this project: who, when, what, and from which request. Without secrets."
    >
      <Choosing filters={filters} setFilters={setFilters} />
      <ResourceTable
        label="Events of the project"
        paged={paged}
        idOf={({ id }) => id}
        onOpen={setShown}
        empty={{ sentence: 'Nothing happened that fits.', command: 'tidegate audit list' }}
        columns={[
          { label: 'When', cell: ({ at }) => <Moment at={at} /> },
          { label: 'What', cell: (event) => event.type },
          { label: 'Of', cell: ({ streamId }) => only('stream', streamId) },
          {
            label: 'Who',
            cell: (event) => (event.actor === null ? 'the platform' : only('actor', event.actor)),
          },
          {
            label: 'Request',
            cell: (event) => (event.requestId === null ? '–' : only('requestId', event.requestId)),
          },
        ]}
      />
      <Drawer
        opened={shown !== null}
        onClose={() => setShown(null)}
        position="right"
        size="lg"
        title={shown?.type}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown && (
          <Stack>
            <Facts
              facts={[
                ['When', <Moment key="at" at={shown.at} />],
                ['Of', shown.streamId],
                ['Who', shown.actor ?? 'the platform'],
                ['Request', shown.requestId ?? '–'],
                ['Correlation', shown.correlationId],
                ['Position', shown.position],
              ]}
            />
            <Code block tabIndex={0}>
              {JSON.stringify(shown.data, null, 2)}
            </Code>
          </Stack>
        )}
      </Drawer>
    </Page>
  );
}

type ChoosingProps = Readonly<{
  filters: Filters;
  setFilters: (next: Readonly<Partial<Record<Name, string | undefined>>>) => void;
}>;

const Choosing = ({ filters, setFilters }: ChoosingProps) => (
  <Group align="flex-end" gap="xs">
    {TEXTS.map(([name, label, placeholder]) => (
      <TextInput
        key={`${name} ${filters[name] ?? ''}`}
        label={label}
        placeholder={placeholder}
        size="xs"
        w={150}
        defaultValue={filters[name] ?? ''}
        onBlur={(event) => setFilters({ [name]: event.currentTarget.value.trim() })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') setFilters({ [name]: event.currentTarget.value.trim() });
        }}
      />
    ))}
    {(['since', 'until'] as const).map((name) => (
      <TextInput
        key={name}
        label={name === 'since' ? 'Since' : 'Until'}
        type="datetime-local"
        size="xs"
        value={localOf(filters[name])}
        onChange={(event) => setFilters({ [name]: momentOf(event.currentTarget.value) })}
      />
    ))}
    {Object.keys(filters).length > 0 && (
      <Button
        size="xs"
        variant="subtle"
        onClick={() =>
          setFilters({
            type: undefined,
            actor: undefined,
            stream: undefined,
            requestId: undefined,
            since: undefined,
            until: undefined,
          })
        }
      >
        Clear
      </Button>
    )}
  </Group>
);
