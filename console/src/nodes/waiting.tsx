import { Anchor, List, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ago } from '../ui/ago.tsx';
import { Section } from '../ui/section.tsx';
import { placementOf, type PoolReplica } from './queries.ts';

const SHOWN = 20;

/** Replicas that no node takes, and what each node has against them. */
export const Waiting = ({ replicas }: Readonly<{ replicas: readonly PoolReplica[] }>) => {
  const waiting = replicas.filter(({ state }) => state === 'pending');
  return (
    <Section title="Waiting for room" about="Replicas of this project that no node has taken, and why.">
      {waiting.length === 0 && <Text size="sm">None waits.</Text>}
      {waiting.slice(0, SHOWN).map((replica) => (
        <WaitingReplica key={replica.id} replica={replica} />
      ))}
      {waiting.length > SHOWN && <Text size="sm">and {waiting.length - SHOWN} more</Text>}
    </Section>
  );
};

const WaitingReplica = ({ replica }: Readonly<{ replica: PoolReplica }>) => {
  const { data } = useQuery(placementOf(replica));
  return (
    <Paper withBorder p="sm">
      <Stack gap={4}>
        <Text size="sm">
          <Anchor
            component={Link}
            to="/endpoints/$endpointId/replicas"
            params={{ endpointId: replica.endpointId } as never}
          >
            {replica.endpointName}
          </Anchor>{' '}
          {replica.id}, {replica.hardwareId}, asked for <Ago at={replica.requestedAt} />
          {replica.placeInLine && `, ${replica.placeInLine.place} of ${replica.placeInLine.of} in line`}
        </Text>
        <Text size="sm">{data?.reason ?? replica.reason}</Text>
        {data && data.candidates.length > 0 && (
          <List size="sm">
            {data.candidates.map(({ nodeId, hostname, reason }) => (
              <List.Item key={nodeId}>
                {hostname}: {reason}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
    </Paper>
  );
};
