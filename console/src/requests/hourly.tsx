import { Select } from '@mantine/core';
import { api } from '../app/api.ts';
import { got } from '../endpoint/queries.ts';
import { Chart } from '../ui/chart.tsx';
import { bytes, count } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { usePaged } from '../ui/paged.ts';
import { type Column, ResourceTable } from '../ui/resource-table.tsx';
import { chartOf, type Division, groupOf, type Hour } from './hours.ts';
import type { Name } from './page.tsx';
import { milliseconds } from './parts.ts';

type Props = Readonly<{
  endpointId: string;
  filters: Readonly<Partial<Record<Name, string>>>;
  set: (next: Readonly<Record<string, string | undefined>>) => void;
}>;

const HOURS_A_PAGE = '100';
const POLL_MS = 30_000;

const NUMBERS: readonly Column<Hour>[] = [
  { label: 'Requests', right: true, cell: ({ requests }) => count(requests) },
  { label: 'Errors', right: true, cell: ({ errors }) => count(errors) },
  { label: 'Mean', right: true, cell: ({ durationMs }) => milliseconds(durationMs.mean) },
  { label: 'p50', right: true, cell: ({ durationMs }) => milliseconds(durationMs.p50) },
  { label: 'p95', right: true, cell: ({ durationMs }) => milliseconds(durationMs.p95) },
  { label: 'p99', right: true, cell: ({ durationMs }) => milliseconds(durationMs.p99) },
  { label: 'Longest', right: true, cell: ({ durationMs }) => milliseconds(durationMs.longest) },
  { label: 'First byte p95', right: true, cell: ({ firstByteMs }) => milliseconds(firstByteMs.p95) },
  { label: 'Prompt tokens', right: true, cell: ({ promptTokens }) => count(promptTokens) },
  { label: 'Answer tokens', right: true, cell: ({ completionTokens }) => count(completionTokens) },
  { label: 'In', right: true, cell: ({ bytesIn }) => bytes(bytesIn) },
  { label: 'Out', right: true, cell: ({ bytesOut }) => bytes(bytesOut) },
];
const HOUR: Column<Hour> = { label: 'Hour', cell: ({ hour }) => <Moment at={hour} /> };
const WORDS = { hour: 'nothing more', token: 'token', status: 'status' } as const;

const divisionOf = (by: string | undefined): Division => (by === 'token' || by === 'status' ? by : 'hour');

export const Hours = ({ endpointId, filters, set }: Props) => {
  const by = divisionOf(filters.by);
  const paged = usePaged<Hour>(
    ['requests', endpointId, 'hourly', by],
    (cursor) =>
      got(
        api.GET('/v1/endpoints/{endpointId}/requests/hourly', {
          params: {
            path: { endpointId },
            query: { by, limit: Number(HOURS_A_PAGE), ...(cursor !== undefined && { cursor }) },
          },
        }),
      ),
    { everyMs: POLL_MS },
  );
  const chart = chartOf(paged.items ?? [], by);
  const total = (paged.items ?? []).reduce((sum, { requests }) => sum + requests, 0);
  const columns: readonly Column<Hour>[] =
    by === 'hour'
      ? [HOUR, ...NUMBERS]
      : [HOUR, { label: by === 'token' ? 'Token' : 'Status', cell: (hour) => groupOf(hour, by) }, ...NUMBERS];
  return (
    <>
      <Select
        label="Hours divided by"
        w={180}
        data={(['hour', 'token', 'status'] as const).map((value) => ({ value, label: WORDS[value] }))}
        value={by}
        allowDeselect={false}
        onChange={(value) => set({ by: value === 'hour' ? undefined : (value ?? undefined) })}
      />
      {chart.times.length > 1 && (
        <Chart
          summary={`${count(total)} requests in ${chart.times.length} hours.`}
          times={chart.times}
          lines={chart.lines}
          format={count}
        />
      )}
      <ResourceTable<Hour>
        label="Requests by the hour"
        paged={paged}
        idOf={(hour) => `${hour.hour} ${groupOf(hour, by)}`}
        columns={columns}
        empty={{ sentence: 'No hour has a request yet.', command: `tidegate chat ${endpointId} "Hello"` }}
      />
    </>
  );
};
