import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Empty } from '../ui/empty.tsx';
import { PlusIcon } from '../ui/icons.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { count } from '../ui/format.ts';
import { FilterBar } from './bar.tsx';
import { type Search, filtersOf, matches, sorted } from './filters.ts';
import type { List, Numbers } from './list.ts';
import { AT_ONCE, endpointList, useNumbers } from './queries.ts';
import { EndpointTable } from './table.tsx';

const NO_NUMBERS = new Map<string, Numbers>();
const CreateButton = () => (
  <Button component={Link} to="/endpoints/new" leftSection={<PlusIcon />}>
    Create an endpoint
  </Button>
);

export default function Endpoints() {
  const search: Search = useSearch({ strict: false });
  const upTo = Math.max(AT_ONCE, Number(search['upTo'] ?? AT_ONCE) || AT_ONCE);
  const { data, error } = useQuery(endpointList(upTo));
  return (
    <Page title="Endpoints" actions={<CreateButton />}>
      {error && <Problem error={error} doing="Listing endpoints" />}
      {!data && !error && <Waiting />}
      {data?.items.length === 0 && (
        <Empty
          sentence="An endpoint is a model behind a URL that never changes; it costs nothing while it sleeps."
          action={<CreateButton />}
          command="tidegate apply -f endpoint.yaml"
        />
      )}
      {data && data.items.length > 0 && <Found list={data} search={search} upTo={upTo} />}
    </Page>
  );
}

const Found = ({ list, search, upTo }: Readonly<{ list: List; search: Search; upTo: number }>) => {
  const navigate = useNavigate();
  const { items, hasMore } = list;
  const { data: numbers = NO_NUMBERS, dataUpdatedAt } = useNumbers(items.length);
  const filters = useMemo(() => filtersOf(search), [search]);
  const shown = useMemo(
    () =>
      sorted(
        items.filter((endpoint) => matches(endpoint, filters)),
        filters,
        numbers,
      ),
    [items, filters, numbers],
  );
  const change = (changed: Search): void => {
    const next = Object.entries({ ...search, ...changed }).filter(([, value]) => value);
    void navigate({ to: '/endpoints', search: Object.fromEntries(next), replace: true });
  };
  return (
    <Stack gap="xs">
      <FilterBar endpoints={items} filters={filters} onChange={change} />
      <Text size="sm" c="dimmed" role="status">
        {shown.length === items.length ? '' : `${count(shown.length)} of `}
        {count(items.length)} {items.length === 1 ? 'endpoint' : 'endpoints'}
      </Text>
      <EndpointTable
        endpoints={shown}
        numbers={numbers}
        measuredAt={dataUpdatedAt}
        filters={filters}
        onSort={(sort) => change({ sort: sort === 'name' ? undefined : sort })}
      />
      {hasMore && (
        <Group>
          <Button variant="default" onClick={() => change({ upTo: String(upTo + AT_ONCE) })}>
            Show more
          </Button>
          <Text size="sm">The first {count(items.length)} are shown.</Text>
        </Group>
      )}
    </Stack>
  );
};

const Waiting = () => (
  <Stack gap="xs" aria-busy="true" aria-label="Endpoints are being listed">
    {['a', 'b', 'c', 'd', 'e'].map((row) => (
      <Skeleton key={row} h={48} />
    ))}
  </Stack>
);
