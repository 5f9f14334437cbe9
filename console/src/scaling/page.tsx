import { Paper, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type Scaling, endpointOf, scalingMetricsOf, scalingOf, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { Chart, type Line } from '../ui/chart.tsx';
import { Empty } from '../ui/empty.tsx';
import { count } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { Decisions } from './decisions.tsx';
import { type Seen, markersOf, seenOf, summaryOf } from './series.ts';
import { WhatIf } from './what-if.tsx';
import { WhyNow } from './why-now.tsx';
import './scaling.css';

const RANGES = [
  { value: '15m', label: '15 min' },
  { value: '1h', label: '1 h' },
  { value: '6h', label: '6 h' },
  { value: '24h', label: '1 day' },
];

/** How many replicas there are and were, why, and what another policy would have done. */
export default function ScalingPage() {
  const endpointId = useEndpointId();
  const { data: endpoint } = useQuery(endpointOf(endpointId));
  const { data: scaling, error } = useQuery(scalingOf(endpointId));
  const [from, setFrom] = useState('15m');
  return (
    <Tab
      title="Scaling"
      actions={
        <SegmentedControl size="xs" aria-label="Time shown" data={RANGES} value={from} onChange={setFrom} />
      }
    >
      {error && !scaling && <Problem error={error} doing="Decisions cannot be shown" />}
      <OverTime endpointId={endpointId} from={from} scaling={scaling} />
      {!scaling && !error && <Skeleton height={160} />}
      {scaling && <Decided scaling={scaling} name={endpoint?.name ?? endpointId} />}
      {endpoint && <WhatIf key={endpoint.revision} endpoint={endpoint} />}
    </Tab>
  );
}

const Decided = ({ scaling: { decisions, now }, name }: Readonly<{ scaling: Scaling; name: string }>) => (
  <div className="two-columns">
    <Paper withBorder p="md" component="section" aria-label="Decisions" style={{ minWidth: 0 }}>
      <Title order={3} size="h5" mb="xs">
        Decisions
      </Title>
      {decisions.length === 0 && (
        <Empty sentence="Nothing was decided yet." command={`npx tidegate why ${name}`} />
      )}
      <Decisions decisions={decisions} />
    </Paper>
    {now && <WhyNow now={now} />}
  </div>
);

type OverTimeProps = Readonly<{ endpointId: string; from: string; scaling: Scaling | undefined }>;

const OverTime = ({ endpointId, from, scaling }: OverTimeProps) => {
  const { data, error } = useQuery(scalingMetricsOf(endpointId, from));
  const seen = useMemo(() => (data ? seenOf(data) : null), [data]);
  const markers = useMemo(() => markersOf(scaling?.decisions ?? []), [scaling]);
  if (error && !data) return <Problem error={error} doing="The chart cannot be drawn" />;
  if (!seen) return <Skeleton height={260} />;
  const first = seen.times[0] ?? 0;
  const shown = markers.filter(({ at }) => at >= first);
  return (
    <Paper withBorder p="md">
      <Chart
        summary={summaryOf(seen, shown.length)}
        times={seen.times}
        lines={linesOf(seen)}
        markers={shown}
        height={260}
        format={count}
        group={`endpoint ${endpointId}`}
      />
      <Text size="xs" c="dimmed">
        Dashed lines across the chart: violet for a decision, amber for a new revision. Numbers come some 15 s
        late.
      </Text>
    </Paper>
  );
};

const linesOf = ({ desired, ready, inFlight, waiting }: Seen): readonly Line[] => [
  { label: 'desired', values: desired, color: '#3b82c4', dashed: true, stepped: true },
  { label: 'ready', values: ready, color: '#2f9e58', filled: true, stepped: true },
  { label: 'in flight', values: inFlight, color: '#d08a1f', right: true },
  { label: 'waiting', values: waiting, color: '#c2476b', right: true, dashed: true },
];
