import { Button, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { SearchIcon } from '../ui/icons.tsx';
import { type Filters, type Search, choices } from './filters.ts';
import type { Endpoint } from './list.ts';

type Props = Readonly<{
  endpoints: readonly Endpoint[];
  filters: Filters;
  onChange: (search: Search) => void;
}>;

/** What of the list is shown; it is kept in the address. */
export const FilterBar = ({ endpoints, filters, onChange }: Props) => {
  const states = choices(
    endpoints.flatMap(({ state, conditions }) => [state, ...conditions.map(({ condition }) => condition)]),
  );
  const tags = choices(endpoints.flatMap(({ tags: all }) => Object.entries(all).map((tag) => tag.join('='))));
  const hardware = choices(endpoints.map((endpoint) => endpoint.hardware.id));
  const frameworks = choices(endpoints.map(({ framework }) => framework));
  const one = (name: 'tag' | 'hardware' | 'framework', label: string, data: typeof tags) =>
    data.length > 0 && (
      <Select
        aria-label={label}
        placeholder={label}
        size="sm"
        w={170}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
        data={data}
        value={filters[name]}
        onChange={(value) => onChange({ [name]: value ?? undefined })}
      />
    );
  const isFiltered =
    filters.text !== '' ||
    filters.states.length > 0 ||
    [filters.tag, filters.hardware, filters.framework].some((value) => value !== null);
  return (
    <Group gap="xs" role="search">
      <TextInput
        aria-label="Search endpoints"
        placeholder="Name, model, tag …"
        data-search
        leftSection={<SearchIcon />}
        value={filters.text}
        onChange={(event) => onChange({ q: event.currentTarget.value })}
        w={220}
      />
      <MultiSelect
        aria-label="State"
        placeholder={filters.states.length === 0 ? 'State' : ''}
        size="sm"
        miw={170}
        clearable
        clearButtonProps={{ 'aria-label': 'Any state' }}
        data={states}
        value={[...filters.states]}
        onChange={(values) => onChange({ state: values.join(',') })}
      />
      {one('tag', 'Tag', tags)}
      {one('hardware', 'Hardware', hardware)}
      {one('framework', 'Framework', frameworks)}
      {isFiltered && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() =>
            onChange({
              q: undefined,
              state: undefined,
              tag: undefined,
              hardware: undefined,
              framework: undefined,
            })
          }
        >
          Show all
        </Button>
      )}
    </Group>
  );
};
