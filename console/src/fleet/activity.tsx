import { Anchor, List, Paper, Text, Title } from '@mantine/core';
import type { WatchChange } from '@tidegate/sdk';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { sentenceOf } from '../endpoint/event-sentences.ts';
import { onChange } from '../live/live.ts';
import { Ago } from '../ui/ago.tsx';
import type { Endpoint } from '../endpoints/list.ts';

const KEPT = 12;

/** What happens, as it happens; what happened before is in the audit. */
export const Activity = ({ endpoints }: Readonly<{ endpoints: readonly Endpoint[] }>) => {
  const [changes, setChanges] = useState<readonly WatchChange[]>([]);
  useEffect(() => onChange((change) => setChanges((now) => [change, ...now].slice(0, KEPT))), []);
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4">
        Activity
      </Title>
      {changes.length === 0 && (
        <Text size="sm" mt="xs">
          Nothing has happened since this page was opened. What was before is in the{' '}
          <Anchor component={Link} to="/audit" size="sm">
            audit
          </Anchor>
          .
        </Text>
      )}
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
