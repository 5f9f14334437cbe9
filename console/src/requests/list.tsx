import { Alert, Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { got } from '../endpoint/queries.ts';
import { count } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { type Column, ResourceTable } from '../ui/resource-table.tsx';
import { Inspector } from './inspector.tsx';
import type { Name } from './page.tsx';
import { askOf, colourOf, endOf, milliseconds, type Request } from './parts.ts';
import { Strip } from './strip.tsx';

type Answer = Readonly<{
  items: readonly Request[];
  nextCursor: string | null;
  notRecorded: readonly Readonly<{ requests: number; from: string; until: string }>[];
}>;

type Props = Readonly<{
  endpointId: string;
  filters: Readonly<Partial<Record<Name, string>>>;
  set: (next: Readonly<Record<string, string | undefined>>) => void;
}>;

/** The API has no change for a request. */
const POLL_MS = 5_000;

const columns: readonly Column<Request>[] = [
  { label: 'Time', cell: ({ at }) => <Moment at={at} /> },
  {
    label: 'Status',
    cell: (request) => (
      <Badge variant="outline" color={colourOf(request)} tt="none" className="state-badge">
        {endOf(request)}
      </Badge>
    ),
  },
  {
    label: 'What',
    cell: ({ method, path }) => (
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {method} {path}
      </Text>
    ),
  },
  { label: 'Where its time went', cell: (request) => <Strip request={request} /> },
  { label: 'Total', right: true, cell: ({ durationMs }) => milliseconds(durationMs) },
  { label: 'First byte', right: true, cell: ({ firstByteMs }) => milliseconds(firstByteMs) },
  { label: 'Queue', right: true, cell: ({ queueMs }) => milliseconds(queueMs) },
  { label: 'Wake', right: true, cell: ({ wakeMs }) => milliseconds(wakeMs) },
  {
    label: 'Tokens',
    right: true,
    cell: ({ promptTokens, completionTokens, tokensEstimated }) =>
      `${tokensEstimated ? '~' : ''}${promptTokens === null ? '–' : count(promptTokens)} / ${completionTokens === null ? '–' : count(completionTokens)}`,
  },
  { label: 'Token', cell: ({ tokenName, tokenId }) => tokenName ?? tokenId ?? 'none' },
];

export const List = ({ endpointId, filters, set }: Props) => {
  const asked = { ...filters, ...(filters.open && { open: undefined }) };
  const ask = (query: Readonly<Record<string, string>>) =>
    got<Answer>(api.GET('/v1/endpoints/{endpointId}/requests', { params: { path: { endpointId }, query } }));
  const paged = usePaged<Request>(
    ['requests', endpointId, asked],
    (cursor) =>
      ask({ ...askOf(filters, Date.now()), limit: String(PAGE), ...(cursor !== undefined && { cursor }) }),
    { everyMs: POLL_MS },
  );
  const here = paged.items?.find(({ requestId }) => requestId === filters.open);
  // One that a link names may be on a later page.
  const { data: linked } = useQuery({
    queryKey: ['request', endpointId, filters.open],
    queryFn: () => ask({ request: filters.open ?? '', limit: '1' }),
    enabled: filters.open !== undefined && here === undefined,
  });
  const open = here ?? (filters.open === undefined ? undefined : linked?.items[0]);
  return (
    <>
      <ResourceTable<Request>
        label="Requests"
        paged={paged}
        idOf={({ requestId, at }) => `${requestId} ${at}`}
        columns={columns}
        onOpen={({ requestId }) => set({ open: requestId })}
        empty={
          Object.keys(askOf(filters, 0)).length > 0
            ? { sentence: 'No request is like that.' }
            : {
                sentence: 'Nobody has called it yet.',
                command: `tidegate chat ${endpointId} "Hello"`,
              }
        }
      />
      <Inspector endpointId={endpointId} request={open} onClose={() => set({ open: undefined })} />
      <NotRecorded endpointId={endpointId} ask={ask} />
    </>
  );
};

const NotRecorded = ({
  endpointId,
  ask,
}: Readonly<{ endpointId: string; ask: (query: Readonly<Record<string, string>>) => Promise<Answer> }>) => {
  const { data } = useQuery({
    queryKey: ['requests', endpointId, 'not recorded'],
    queryFn: () => ask({ limit: '1' }),
  });
  if (!data || data.notRecorded.length === 0) return null;
  return (
    <Alert color="yellow" variant="outline" title="Some requests were not recorded one by one">
      {data.notRecorded.map(({ requests, from, until }) => (
        <Text size="sm" key={from}>
          {count(requests)} between {new Date(from).toLocaleString()} and {new Date(until).toLocaleString()}
        </Text>
      ))}
    </Alert>
  );
};
