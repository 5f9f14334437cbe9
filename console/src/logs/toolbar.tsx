import { ActionIcon, Anchor, Badge, Chip, Group, Select, Switch, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { CrossIcon, SearchIcon } from '../ui/icons.tsx';
import { useTyped } from '../ui/use-filters.ts';
import { askOf, hueOf, type LogFilters, nameOf } from './lines.ts';

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
const STREAMS = ['stdout', 'stderr', 'pushed', 'platform'] as const;
const SPANS = [
  ['15m', 'last 15 minutes'],
  ['1h', 'last hour'],
  ['24h', 'last day'],
  ['7d', 'last 7 days'],
] as const;

type Props = Readonly<{
  endpointId: string;
  filters: LogFilters & Readonly<{ wrap?: string }>;
  replicas: readonly string[];
  set: (next: Readonly<Record<string, string | undefined>>) => void;
}>;

export const Toolbar = ({ endpointId, filters, replicas, set }: Props) => {
  const download = new URLSearchParams({ ...askOf(filters), format: 'text', timestamps: 'true' });
  return (
    <>
      <Group gap="xs" align="flex-end">
        <Search filters={filters} set={set} />
        <Select
          label="Replica"
          w={150}
          clearable
          placeholder="all"
          data={replicas.map((id) => ({ value: id, label: nameOf(id) }))}
          value={filters.replica ?? null}
          onChange={(replica) => set({ replica: replica ?? undefined })}
          renderOption={({ option }) => (
            <span data-hue={hueOf(option.value)} style={{ color: 'var(--hue)' }}>
              {option.label}
            </span>
          )}
        />
        <Select
          label="Came by"
          w={120}
          clearable
          placeholder="all"
          data={[...STREAMS]}
          value={filters.stream ?? null}
          onChange={(stream) => set({ stream: stream ?? undefined })}
        />
        <Select
          label="Time"
          w={160}
          clearable
          placeholder="all that is kept"
          data={SPANS.map(([value, label]) => ({ value, label }))}
          value={filters.since ?? null}
          onChange={(since) => set({ since: since ?? undefined })}
        />
      </Group>
      <Group gap="xs" justify="space-between">
        <Chip.Group
          value={filters.severity ?? 'trace'}
          onChange={(severity) =>
            set({ severity: typeof severity === 'string' && severity !== 'trace' ? severity : undefined })
          }
        >
          <Group gap={6} role="group" aria-label="At least so grave">
            {SEVERITIES.map((severity) => (
              <Chip key={severity} value={severity} size="xs" variant="outline">
                {severity === 'trace' ? 'all' : severity}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Group gap="sm">
          {(['requestId', 'traceId'] as const).map((name) => {
            const value = filters[name];
            return value === undefined ? null : (
              <Badge
                key={name}
                variant="outline"
                tt="none"
                className="state-badge"
                size="lg"
                rightSection={
                  <ActionIcon
                    size="xs"
                    variant="transparent"
                    color="gray"
                    aria-label={`All ${name === 'requestId' ? 'requests' : 'traces'} again`}
                    onClick={() => set({ [name]: undefined })}
                  >
                    <CrossIcon size={12} />
                  </ActionIcon>
                }
              >
                {name === 'requestId' ? 'request' : 'trace'} {value}
              </Badge>
            );
          })}
          <Switch
            label="Wrap"
            checked={filters.wrap === 'true'}
            onChange={(event) => set({ wrap: event.currentTarget.checked ? 'true' : undefined })}
          />
          <Anchor
            size="sm"
            href={`/v1/endpoints/${encodeURIComponent(endpointId)}/logs?${download.toString()}`}
            download
          >
            Download
          </Anchor>
        </Group>
      </Group>
    </>
  );
};

const Search = ({ filters, set }: Readonly<Pick<Props, 'filters' | 'set'>>) => {
  const { q = '', regex, case: matchCase } = filters;
  const { typed, type, send } = useTyped(q, (text) =>
    set({ q: text === '' ? undefined : text, at: undefined }),
  );
  const input = useRef<HTMLInputElement>(null);
  useSlash(input);
  return (
    <>
      <TextInput
        ref={input}
        label="Search"
        placeholder="press /"
        leftSection={<SearchIcon />}
        style={{ flex: '1 1 220px' }}
        value={typed}
        maxLength={1000}
        onChange={({ currentTarget }) => type(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(typed);
          if (event.key === 'Escape') send('');
        }}
      />
      <Group gap={6} pb={6}>
        <Chip
          size="xs"
          variant="outline"
          checked={regex === 'true'}
          onChange={(isOn) => set({ regex: isOn ? 'true' : undefined })}
        >
          Regex
        </Chip>
        <Chip
          size="xs"
          variant="outline"
          checked={matchCase === 'true'}
          onChange={(isOn) => set({ case: isOn ? 'true' : undefined })}
        >
          Match case
        </Chip>
      </Group>
    </>
  );
};

/** `/` goes to the search, unless something is being typed. */
const useSlash = (input: React.RefObject<HTMLInputElement | null>): void => {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target?.closest('input, textarea, select, [contenteditable], [role=dialog]')) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [input]);
};
