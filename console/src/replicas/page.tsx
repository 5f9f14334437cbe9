import { Paper, SegmentedControl, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Replica, endpointOf, replicasOf, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { useTimeline, useUsual } from '../endpoint/use-timeline.ts';
import { Ago } from '../ui/ago.tsx';
import { Empty } from '../ui/empty.tsx';
import { Problem } from '../ui/problem.tsx';
import type { Row } from '../ui/timeline.ts';
import { Timeline } from '../ui/timeline.tsx';
import { Details } from './details.tsx';
import { shownOf } from './span.ts';

const HOUR_MS = 3_600_000;
const SPANS = [
  { value: '0.25', label: '15 min' },
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '1 day' },
];
/** The log from so long before the moment that somebody points at. */
const BEFORE_MS = 10_000;

/** What replicas did, how they started, and why they are where they are. */
export default function ReplicasPage() {
  const endpointId = useEndpointId();
  const { rows, error, isCut, nowMs } = useTimeline(endpointId);
  const [hours, setHours] = useState('1');
  return (
    <Tab
      title="Replicas"
      about="A click on a bar opens the log of that moment."
      actions={
        <SegmentedControl size="xs" aria-label="Time shown" data={SPANS} value={hours} onChange={setHours} />
      }
    >
      {error && !rows && <Problem error={error} doing="The timeline cannot be drawn" />}
      {!rows && !error && <Skeleton height={140} />}
      {rows && (
        <Past endpointId={endpointId} nowMs={nowMs} {...shownOf(rows, nowMs, Number(hours) * HOUR_MS)} />
      )}
      {isCut && (
        <Text size="xs" c="dimmed">
          Older replicas are under Events.
        </Text>
      )}
      <Present endpointId={endpointId} />
    </Tab>
  );
}

type PastProps = Readonly<{ endpointId: string; rows: readonly Row[]; fromMs: number; nowMs: number }>;

/** The timeline, and the replica of it that was chosen; the newest at first. */
const Past = ({ endpointId, rows, fromMs, nowMs }: PastProps) => {
  const { data: endpoint } = useQuery(endpointOf(endpointId));
  const usual = useUsual(endpointId);
  const navigate = useNavigate();
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = rows.find(({ replicaId }) => replicaId === picked) ?? rows[0];
  if (!chosen)
    return (
      <Empty
        sentence="No replica in this time. A request or a start brings one."
        command={`npx tidegate endpoint start ${endpoint?.name ?? endpointId}`}
      />
    );
  const atMoment = (replicaId: string, atMs: number): void =>
    void navigate({
      to: `/endpoints/${endpointId}/logs`,
      search: {
        replica: replicaId,
        since: new Date(atMs - BEFORE_MS).toISOString(),
      },
    });
  return (
    <>
      <Paper withBorder p="md">
        <Timeline
          rows={rows}
          fromMs={fromMs}
          toMs={nowMs}
          chosen={chosen.replicaId}
          onChoose={setPicked}
          onMoment={atMoment}
          summary={`Timeline of ${rows.length} ${rows.length === 1 ? 'replica' : 'replicas'}`}
        />
      </Paper>
      <Details key={chosen.replicaId} endpointId={endpointId} row={chosen} usual={usual} />
    </>
  );
};

/** Those that are there now, as the scheduler knows them. */
const Present = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { data } = useQuery(replicasOf(endpointId));
  if (!data || data.items.length === 0) return null;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Replicas now">
      <Table>
        <Table.Thead>
          <Table.Tr>
            {['Replica', 'State', 'Why', 'Node', 'Revision', 'Asked for'].map((label) => (
              <Table.Th key={label} scope="col">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map((replica) => (
            <PresentRow key={replica.id} replica={replica} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
};

const PresentRow = ({ replica }: Readonly<{ replica: Replica }>) => (
  <Table.Tr>
    <Table.Td>{replica.id}</Table.Td>
    <Table.Td>{replica.state}</Table.Td>
    <Table.Td>
      {replica.reason}
      {replica.placeInLine && ` (${replica.placeInLine.place} of ${replica.placeInLine.of})`}
    </Table.Td>
    <Table.Td>{replica.nodeId ?? '–'}</Table.Td>
    <Table.Td>{replica.revision}</Table.Td>
    <Table.Td>
      <Ago at={replica.requestedAt} />
    </Table.Td>
  </Table.Tr>
);
