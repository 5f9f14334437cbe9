import { Anchor, Group, List, Paper, Text, Title } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../app/api.ts';
import { sentenceOf } from '../endpoint/event-sentences.ts';
import { onChange } from '../live/live.ts';
import { Ago } from '../ui/ago.tsx';
import type { Endpoint } from '../endpoints/list.ts';

const KEPT = 12;

type Happening = Readonly<{
  position: number;
  at: string;
  endpointId: string | null;
  event: Parameters<typeof sentenceOf>[0];
}>;

/** What happened last; what happens while the page is open comes by the stream. */
const before = queryOptions({
  queryKey: ['fleet-activity'],
  queryFn: async (): Promise<readonly Happening[]> => {
    const { items } = await unwrap(api.GET('/v1/events', { params: { query: { limit: KEPT } } }));
    return items.map((event) => ({ ...event, event }));
  },
});

/** What happens, as it happens, on top of what happened last; all of it is in the audit. */
export const Activity = ({ endpoints }: Readonly<{ endpoints: readonly Endpoint[] }>) => {
  const [now, setNow] = useState<readonly Happening[]>([]);
  useEffect(() => onChange((change) => setNow((known) => [change, ...known].slice(0, KEPT))), []);
  const { data: old = [] } = useQuery(before);
  const oldest = Math.min(...now.map(({ position }) => position));
  const changes = [...now, ...old.filter(({ position }) => position < oldest)].slice(0, KEPT);
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Activity
        </Title>
        <Anchor component={Link} to="/audit" size="sm">
          All of it
        </Anchor>
      </Group>
      <List listStyleType="none" size="sm" spacing={4} mt="xs">
        {changes.map(({ position, at, endpointId, event }) => {
          const name = endpoints.find(({ id }) => id === endpointId)?.name;
          return (
            <List.Item key={position}>
              <Text component="span" size="xs" c="dimmed" mr={8}>
                <Ago at={at} />
              </Text>
              {endpointId !== null && (
                <Anchor component={Link} to={`/endpoints/${endpointId}`} size="sm" mr={6}>
                  {name ?? endpointId}
                </Anchor>
              )}
              {sentenceOf(event)}
            </List.Item>
          );
        })}
      </List>
    </Paper>
  );
};
