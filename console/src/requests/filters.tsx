import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useTyped } from '../ui/use-filters.ts';
import type { RequestFilters } from './parts.ts';

type Props = Readonly<{
  filters: RequestFilters;
  set: (next: Readonly<Record<string, string | undefined>>) => void;
}>;

const SPANS = [
  ['1h', 'last hour'],
  ['24h', 'last day'],
  ['7d', 'last 7 days'],
  ['30d', 'last 30 days'],
] as const;
const OUTCOMES = [
  ['answered', 'answered'],
  ['refused', 'refused'],
  ['client_gone', 'caller gone'],
  ['cut', 'cut'],
] as const;
const options = (pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([value, label]) => ({ value, label }));

const ALL = [
  'status',
  'outcome',
  'token',
  'replica',
  'request',
  'minDurationMs',
  'span',
  'since',
  'until',
] as const;

export const Filters = ({ filters, set }: Props) => (
  <Group gap="xs" align="flex-end">
    <Select
      label="Time"
      w={140}
      clearable
      placeholder="all"
      data={options(SPANS)}
      value={filters.span ?? null}
      onChange={(span) => set({ span: span ?? undefined, since: undefined, until: undefined })}
    />
    <Select
      label="Status"
      w={110}
      clearable
      placeholder="all"
      data={['2xx', '4xx', '5xx', 'none']}
      value={filters.status ?? null}
      onChange={(status) => set({ status: status ?? undefined })}
    />
    <Select
      label="Ended"
      w={130}
      clearable
      placeholder="all"
      data={options(OUTCOMES)}
      value={filters.outcome ?? null}
      onChange={(outcome) => set({ outcome: outcome ?? undefined })}
    />
    <Typed label="Request" name="request" placeholder="req-…" filters={filters} set={set} />
    <Typed label="Token" name="token" placeholder="name or id" filters={filters} set={set} />
    <Typed label="Replica" name="replica" placeholder="repl-…" filters={filters} set={set} />
    <NumberInput
      label="At least (ms)"
      w={110}
      min={0}
      max={86_400_000}
      allowDecimal={false}
      hideControls
      value={filters.minDurationMs ?? ''}
      onChange={(value) => set({ minDurationMs: value === '' ? undefined : String(value) })}
    />
    {ALL.some((name) => filters[name] !== undefined) && (
      <Button
        variant="default"
        onClick={() => set(Object.fromEntries(ALL.map((name) => [name, undefined] as const)))}
      >
        Clear
      </Button>
    )}
  </Group>
);

type TypedProps = Props &
  Readonly<{ label: string; name: 'request' | 'token' | 'replica'; placeholder: string }>;

const Typed = ({ label, name, placeholder, filters, set }: TypedProps) => {
  const { typed, type, send } = useTyped(filters[name] ?? '', (text) => set({ [name]: text.trim() }));
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      w={150}
      value={typed}
      maxLength={200}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      onKeyDown={({ key }) => {
        if (key === 'Enter') send(typed);
      }}
    />
  );
};
