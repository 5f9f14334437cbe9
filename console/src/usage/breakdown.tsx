import { Anchor, Group, SegmentedControl, Select, Skeleton, Text, TextInput } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api } from '../app/api.ts';
import { useNow } from '../ui/ago.tsx';
import { count, money } from '../ui/format.ts';
import { PAGE, usePaged } from '../ui/paged.ts';
import { ResourceTable } from '../ui/resource-table.tsx';
import { Section } from '../ui/section.tsx';
import { useFilters } from '../ui/use-filters.ts';
import { dollarsOf, hoursOf, seriesOf, spanOf, sumOf } from './figures.ts';

const Chart = lazy(() => import('../ui/chart.tsx').then((chunk) => ({ default: chunk.Chart })));

const GROUPS = ['endpoint', 'hardware', 'phase', 'kind', 'replica', 'month', 'day', 'hour'] as const;
const TAG = 'tag:';
const SPANS = ['1', '7', '30', '90'] as const;
const EVERY_MS = 30_000;
const HOUR_MS = 3_600_000;
const MOST = 500;
const COLOR = '#0b7285';

/** What was used and what it costs, by whatever it is divided; the same to take along. */
export const Breakdown = () => {
  const [{ by = 'endpoint', days = '30' }, setPlace] = useFilters<'by' | 'days'>();
  const now = useNow(HOUR_MS);
  const span = spanOf(Number(days) || 30, now);
  const paged = usePaged(
    ['usage', by, days],
    (cursor) =>
      unwrap(
        api.GET('/v1/billing/usage', {
          params: { query: { ...span, groupBy: [by] as never, limit: PAGE, ...(cursor && { cursor }) } },
        }),
      ),
    { everyMs: EVERY_MS },
  );
  const query = new URLSearchParams(span);
  return (
    <Section
      title="What was used"
      actions={
        <Group gap="sm">
          <Text size="sm">Export</Text>
          {(['csv', 'focus', 'ndjson'] as const).map((format) => (
            <Anchor
              key={format}
              size="sm"
              href={`/v1/billing/export?${query.toString()}&format=${format}`}
              download={`usage.${format === 'ndjson' ? 'ndjson' : 'csv'}`}
            >
              {format === 'focus' ? 'FOCUS' : format.toUpperCase()}
            </Anchor>
          ))}
        </Group>
      }
    >
      <Group>
        <Select
          aria-label="Divided by"
          size="xs"
          data={GROUPS.map((value) => ({ value, label: `by ${value}` }))}
          value={by.startsWith(TAG) ? null : by}
          placeholder="by tag"
          allowDeselect={false}
          onChange={(next) => setPlace({ by: next ?? undefined })}
        />
        <TextInput
          key={by}
          aria-label="By the tag"
          size="xs"
          w={130}
          placeholder="or by a tag: team"
          defaultValue={by.startsWith(TAG) ? by.slice(TAG.length) : ''}
          onBlur={(event) => {
            const tag = event.currentTarget.value.trim();
            if (tag !== '') setPlace({ by: `${TAG}${tag}` });
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label="Days"
          data={SPANS.map((value) => ({ value, label: value === '1' ? 'today' : `${value} days` }))}
          value={days}
          onChange={(next) => setPlace({ days: next })}
        />
      </Group>
      {days !== '1' && <ByDay span={span} days={days} />}
      <ResourceTable
        label={`Usage by ${by}`}
        paged={paged}
        idOf={({ group }) => JSON.stringify(group)}
        empty={{ sentence: 'Nothing was used in this time.' }}
        columns={[
          { label: by, cell: ({ group, endpointName }) => endpointName ?? group[by] ?? 'none' },
          { label: 'Cost', right: true, cell: ({ costNanoUsd }) => money(costNanoUsd) },
          { label: 'Held, h', right: true, cell: ({ heldMicroseconds }) => count(hoursOf(heldMicroseconds)) },
          { label: 'GPU-hours', right: true, cell: ({ gpuMicroseconds }) => count(hoursOf(gpuMicroseconds)) },
          {
            label: 'Committed, h',
            right: true,
            cell: ({ coveredMicroseconds }) => count(hoursOf(coveredMicroseconds)),
          },
        ]}
      />
    </Section>
  );
};

const ByDay = ({
  span,
  days,
}: Readonly<{ span: Readonly<{ from: string; until: string }>; days: string }>) => {
  const { data } = useQuery({
    queryKey: ['usage', 'chart', days],
    queryFn: () =>
      unwrap(
        api.GET('/v1/billing/usage', {
          params: { query: { ...span, groupBy: ['day'] as never, limit: MOST } },
        }),
      ),
    refetchInterval: EVERY_MS,
  });
  if (!data) return <Skeleton height={180} />;
  const { times, dollars } = seriesOf(data.items, span);
  return (
    <Suspense fallback={<Skeleton height={180} />}>
      <Chart
        summary={`Cost by day over ${days} days: ${money(sumOf(data.items))} in all`}
        times={times}
        lines={[{ label: 'USD a day', values: dollars, color: COLOR, filled: true, stepped: true }]}
        height={180}
        format={dollarsOf}
      />
    </Suspense>
  );
};
