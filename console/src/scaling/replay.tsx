import { List, Stack, Table, Text, Title } from '@mantine/core';
import type { Simulation } from '../endpoint/queries.ts';
import { Chart } from '../ui/chart.tsx';
import { count, duration, money } from '../ui/format.ts';
import { changeOf, drawnOf } from './wish.ts';

type Policy = Simulation['policies'][number];
type Row = Readonly<{ label: string; of: (policy: Policy) => number; tell: (policy: Policy) => string }>;

const ROWS: readonly Row[] = [
  {
    label: 'Cost',
    of: ({ costNanoUsd }) => Number(costNanoUsd ?? 0),
    tell: ({ costNanoUsd }) => (costNanoUsd === null ? 'no price' : money(costNanoUsd)),
  },
  {
    label: 'Replica time',
    of: ({ replicaSeconds }) => replicaSeconds,
    tell: ({ replicaSeconds }) => duration(replicaSeconds),
  },
  { label: 'Cold starts', of: ({ coldStarts }) => coldStarts, tell: ({ coldStarts }) => count(coldStarts) },
  {
    label: 'Replicas at most',
    of: ({ mostReplicas }) => mostReplicas,
    tell: ({ mostReplicas }) => count(mostReplicas),
  },
  {
    label: 'Wait, half at most',
    of: ({ waitSeconds }) => waitSeconds.p50,
    tell: ({ waitSeconds }) => duration(waitSeconds.p50),
  },
  {
    label: 'Wait, 95 % at most',
    of: ({ waitSeconds }) => waitSeconds.p95,
    tell: ({ waitSeconds }) => duration(waitSeconds.p95),
  },
  {
    label: 'Changes an hour',
    of: ({ changesPerHour }) => changesPerHour,
    tell: ({ changesPerHour }) => changesPerHour.toFixed(1),
  },
];

/** Two policies side by side: what they would have done, and what it would have cost. */
export const Replay = ({ simulation }: Readonly<{ simulation: Simulation }>) => {
  const { policies, requests, notes } = simulation;
  const [now] = policies;
  return (
    <Stack gap="sm">
      <Text size="sm" role="status">
        {requests === 0
          ? 'No request came in this time: there is nothing to compare but what idles.'
          : `${count(requests)} requests were replayed.`}
      </Text>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="The policies compared">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Over this time</Table.Th>
              {policies.map(({ name }) => (
                <Table.Th scope="col" key={name}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ROWS.map(({ label, of, tell }) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                {policies.map((policy) => {
                  const change = now && policy !== now ? changeOf(of(now), of(policy)) : null;
                  return (
                    <Table.Td key={policy.name}>
                      {tell(policy)}
                      {change !== null && ` (${change})`}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <div className="side-by-side">
        {policies.map((policy) => {
          const { times, lines, summary } = drawnOf(simulation, policy);
          return (
            <section key={policy.name} aria-label={policy.name} style={{ minWidth: 0 }}>
              <Title order={4} size="h6">
                {policy.name}
              </Title>
              <Chart summary={summary} times={times} lines={lines} height={180} group="what-if" />
            </section>
          );
        })}
      </div>
      {notes.length > 0 && (
        <List size="sm" c="dimmed">
          {notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
};
