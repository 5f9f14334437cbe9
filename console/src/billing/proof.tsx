import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { sentenceOf } from '../endpoint/event-sentences.ts';
import { type Events, got } from '../endpoint/queries.ts';
import { money } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { Problem } from '../ui/problem.tsx';
import type { CostLine } from './lines.tsx';
import { heldOf, sharesOf, sumOf } from './amounts.ts';

const WORDS = {
  pulling: 'brings its image',
  loading: 'loads the model',
  ready: 'works',
  idle: 'has nothing to do',
  draining: 'finishes what it has',
  sleeping: 'sleeps',
} as const;
const COLOURS = {
  pulling: '#868e96',
  loading: '#1c7ed6',
  ready: '#2f9e44',
  idle: '#adb5bd',
  draining: '#e8590c',
  sleeping: '#5f3dc4',
} as const;

/** How a line comes to its amount: its seconds, its price, and the events that say so. */
export const Proof = ({ endpointId, line }: Readonly<{ endpointId: string; line: CostLine }>) => {
  const shares = sharesOf(line.phaseMicroseconds);
  const { seconds, units } = sumOf(line);
  return (
    <Stack gap="sm" p="xs">
      <Text size="sm">
        {seconds} paid seconds × {units} {units === '1' ? 'unit' : 'units'} ×{' '}
        {money(line.priceNanoUsdPerHour)} an hour ÷ 3,600 = {money(line.costNanoUsd)}
        {line.billed ? '' : ', which is billed to nobody'}.
      </Text>
      {shares.length > 0 && (
        <>
          <svg
            width="100%"
            height={14}
            role="img"
            aria-label={shares
              .map(({ phase, percent }) => `${WORDS[phase]} ${percent.toFixed(0)} %`)
              .join(', ')}
          >
            {shares.map(({ phase, percent }, nth) => (
              <rect
                key={phase}
                x={`${shares.slice(0, nth).reduce((sum, each) => sum + each.percent, 0)}%`}
                width={`${percent}%`}
                height={14}
                fill={COLOURS[phase]}
              />
            ))}
          </svg>
          <Table w="auto" withRowBorders={false} verticalSpacing={2}>
            <Table.Tbody>
              {shares.map(({ phase, microseconds }) => (
                <Table.Tr key={phase}>
                  <Table.Th scope="row" fw={500}>
                    <svg width={10} height={10} aria-hidden="true">
                      <rect width={10} height={10} fill={COLOURS[phase]} />
                    </svg>{' '}
                    {phase}
                  </Table.Th>
                  <Table.Td>{heldOf(microseconds)}</Table.Td>
                  <Table.Td>{WORDS[phase]}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
      {line.replicaId !== null && <ItsEvents endpointId={endpointId} line={line} />}
    </Stack>
  );
};

const METERED =
  'ReplicaStarted,ReplicaReady,ReplicaDraining,ReplicaResumed,ReplicaSlept,ReplicaWakeRequested,ReplicaStopped';
const EVENTS = 200;
const MARGIN_MS = 60_000;

/** The events of its replica, from which the meter was read. */
const ItsEvents = ({ endpointId, line }: Readonly<{ endpointId: string; line: CostLine }>) => {
  const { data, error } = useQuery({
    queryKey: ['events', endpointId, 'of', line.replicaId, line.startedAtUs, line.stoppedAtUs],
    queryFn: () =>
      got<Events>(
        api.GET('/v1/endpoints/{endpointId}/events', {
          params: {
            path: { endpointId },
            query: {
              type: METERED,
              limit: EVENTS,
              since: new Date(line.startedAtUs / 1000 - MARGIN_MS).toISOString(),
              ...(line.stoppedAtUs !== null && {
                until: new Date(line.stoppedAtUs / 1000 + MARGIN_MS).toISOString(),
              }),
            },
          },
        }),
      ),
  });
  if (error) return <Problem error={error} doing="Reading its events" />;
  const own = (data?.items ?? []).filter(
    (event) => (event.data as Readonly<{ replicaId?: unknown }>).replicaId === line.replicaId,
  );
  if (own.length === 0) return null;
  return (
    <Table w="auto" verticalSpacing={2}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Time</Table.Th>
          <Table.Th scope="col">Position</Table.Th>
          <Table.Th scope="col">Event</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {own.toReversed().map((event) => (
          <Table.Tr key={event.id}>
            <Table.Td>
              <Moment at={event.at} />
            </Table.Td>
            <Table.Td>{event.position}</Table.Td>
            <Table.Td>{sentenceOf(event)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};
