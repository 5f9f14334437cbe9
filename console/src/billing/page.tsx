import { Alert, Anchor, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../app/api.ts';
import { type Cost, got, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { onChange } from '../live/live.ts';
import { Problem } from '../ui/problem.tsx';
import { Forecast } from './forecast.tsx';
import { Lines } from './lines.tsx';
import { Meter } from './meter.tsx';

const POLL_MS = 5_000;

/** What it has cost, to the second, and of what. */
export default function Billing() {
  const endpointId = useEndpointId();
  const queries = useQueryClient();
  // A replica that starts or ends changes the rate at once.
  useEffect(
    () =>
      onChange((change) => {
        if (change.endpointId === endpointId && /^Replica|^Endpoint(Idled|Occupied)/.test(change.type))
          void queries.invalidateQueries({ queryKey: ['cost', endpointId] });
      }),
    [queries, endpointId],
  );
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['cost', endpointId, 'meter'],
    queryFn: () =>
      got<Cost>(
        api.GET('/v1/endpoints/{endpointId}/cost', { params: { path: { endpointId }, query: { limit: 1 } } }),
      ),
    refetchInterval: POLL_MS,
    staleTime: 0,
  });
  const file = (format: string): string =>
    `/v1/billing/export?${new URLSearchParams({ endpointId, format }).toString()}`;
  return (
    <Tab
      title="Billing"
      actions={
        <>
          <Anchor size="sm" href={file('csv')} download>
            CSV of 30 days
          </Anchor>
          <Anchor size="sm" href={file('ndjson')} download>
            JSON lines
          </Anchor>
        </>
      }
    >
      {error && !data && <Problem error={error} doing="Reading the cost" />}
      {!data && !error && <Skeleton h={120} />}
      {data && <Meter cost={data} receivedMs={dataUpdatedAt} />}
      {data?.lines.some(({ simulated }) => simulated) && (
        <Alert variant="outline" color="gray" title="Simulated hardware">
          Lines of simulated hardware are calculated like others and billed to nobody.
        </Alert>
      )}
      <Forecast endpointId={endpointId} />
      <Lines endpointId={endpointId} />
    </Tab>
  );
}
