import { Alert, Loader, Text } from '@mantine/core';
import { useState } from 'react';
import { progressOf } from '../endpoint/progress.ts';
import type { Endpoint } from '../endpoint/queries.ts';
import { useTimeline, useUsual } from '../endpoint/use-timeline.ts';
import { useNow } from '../ui/ago.tsx';
import { duration } from '../ui/format.ts';
import { PHASE_WORDS } from '../ui/timeline.ts';

/** The request waits for a replica: what goes on meanwhile, and how long it takes yet. */
export const Waking = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const now = useNow();
  const [since] = useState(now);
  const { rows } = useTimeline(endpoint.id);
  const progress = progressOf(rows ?? [], useUsual(endpoint.id));
  const step = progress?.steps.find(({ state }) => state === 'now');
  const left = progress?.leftSeconds ?? null;
  return (
    <Alert color="cyan" variant="outline" icon={<Loader size="xs" color="cyan" />} role="status">
      <Text size="sm">
        Waking{step ? `: ${PHASE_WORDS[step.phase]}` : ''}
        {left === null ? '' : left > 0.5 ? `, about ${duration(left)} left` : ', about to be ready'}. Your
        request waits and is answered as soon as a replica is ready.
      </Text>
      <Text size="xs" c="dimmed">
        waited {duration(Math.max(0, Math.floor((now - since) / 1000)))}
      </Text>
    </Alert>
  );
};
