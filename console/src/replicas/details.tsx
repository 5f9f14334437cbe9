import { Alert, Anchor, List, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { Usual } from '../endpoint/progress.ts';
import { type Placement, placementOf } from '../endpoint/queries.ts';
import { wordsOf } from '../endpoint/words.ts';
import { duration } from '../ui/format.ts';
import { PHASE_COLORS } from '../ui/phase-colors.ts';
import { Problem } from '../ui/problem.tsx';
import { PHASE_WORDS, type Row, biggestOf, startOf } from '../ui/timeline.ts';
import { type Part, Waterfall } from '../ui/waterfall.tsx';

type Props = Readonly<{ endpointId: string; row: Row; usual: Usual }>;

/** One replica: how it started and what took longest, why it is where it is, how it ended. */
export const Details = ({ endpointId, row, usual }: Props) => (
  <Paper withBorder p="md" component="section" aria-label={`Replica ${row.replicaId}`}>
    <Stack gap="md">
      <div>
        <Title order={3} size="h5">
          {row.replicaId}
        </Title>
        <Text size="sm" c="dimmed">
          {row.revision !== null && `revision ${row.revision} · `}
          {row.nodeId === null ? (
            'no node yet'
          ) : (
            <Anchor component={Link} to={`/nodes/${row.nodeId}`} underline="always" size="sm">
              {row.nodeId}
            </Anchor>
          )}
          {' · '}
          <Anchor
            component={Link}
            to={`/endpoints/${endpointId}/logs`}
            search={{ replica: row.replicaId } as never}
            underline="always"
            size="sm"
          >
            its log
          </Anchor>
        </Text>
      </div>
      {row.delay !== undefined && (
        <Alert color="yellow" variant="outline" title="It waits for a place">
          {row.delay}
        </Alert>
      )}
      {row.end && (
        <Text size="sm">
          It ended ({wordsOf(row.end.cause)}) at {new Date(row.end.atMs).toLocaleTimeString()}
          {row.end.neverReady && ', before it was ever ready'}.
        </Text>
      )}
      <Start row={row} usual={usual} />
      <Where endpointId={endpointId} replicaId={row.replicaId} />
    </Stack>
  </Paper>
);

const Start = ({ row, usual }: Readonly<{ row: Row; usual: Usual }>) => {
  const started = startOf(row);
  const biggest = biggestOf(started);
  if (!biggest) return null;
  const whole = started.reduce((sum, { ms }) => sum + ms, 0);
  const parts = started.map(({ phase, fromMs, ms }): Part => {
    const seconds = usual[phase];
    return {
      label: PHASE_WORDS[phase],
      fromMs,
      ms,
      color: PHASE_COLORS[phase],
      ...(seconds != null && { typicalMs: seconds * 1000 }),
    };
  });
  const { part, share, fix } = biggest;
  return (
    <div>
      <Title order={4} size="h6" mb={4}>
        Start: {duration(whole / 1000)}
      </Title>
      <Waterfall
        parts={parts}
        summary={`Longest: ${PHASE_WORDS[part.phase]}, ${duration(part.ms / 1000)} (${Math.round(100 * share)} %). ${fix}`}
      />
      <Text size="xs" c="dimmed">
        The faint bar behind is what the part took at most for 95 % of the last day’s starts.
      </Text>
    </div>
  );
};

const Where = ({ endpointId, replicaId }: Readonly<{ endpointId: string; replicaId: string }>) => {
  const { data, error } = useQuery(placementOf(endpointId, replicaId));
  return (
    <div>
      <Title order={4} size="h6" mb={4}>
        Why there
      </Title>
      {error && !data && <Problem error={error} doing="Its placement cannot be shown" />}
      {!data && !error && <Skeleton height={60} />}
      {data && <Explained placement={data} />}
    </div>
  );
};

const Explained = ({ placement }: Readonly<{ placement: Placement }>) => {
  const { reason, placeInLine, candidates, nodes, asOf } = placement;
  return (
    <>
      <Text size="sm">
        {reason}
        {placeInLine && ` It is number ${placeInLine.place} of ${placeInLine.of} that wait.`}
      </Text>
      <Text size="xs" c="dimmed">
        {nodes === 1 ? 'One node was' : `${nodes} nodes were`} looked at,{' '}
        {asOf === 'placed' ? 'when it was placed' : 'and it waits still'}.
      </Text>
      <List size="sm" mt={4}>
        {candidates.map(({ nodeId, hostname, chosen, reason: why }) => (
          <List.Item key={nodeId} style={{ overflowWrap: 'anywhere' }}>
            <strong>{hostname}</strong>
            {chosen && ' (chosen)'}: {why}
          </List.Item>
        ))}
      </List>
    </>
  );
};
