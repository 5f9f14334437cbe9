import { Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../ui/ago.tsx';
import type { Node } from './queries.ts';

/** How far a drain is: of the replicas that were there when this page first looked. */
export const DrainProgress = ({ node }: Readonly<{ node: Node }>) => {
  const [most, setMost] = useState(node.replicas);
  if (node.replicas > most) setMost(node.replicas);
  if (!node.drain) return null;
  const gone = most === 0 ? 100 : Math.round(((most - node.replicas) / most) * 100);
  return (
    <Stack gap={4} role="status">
      <Text size="sm">
        Draining since <Ago at={node.drain.startedAt} />: {node.replicas}{' '}
        {node.replicas === 1 ? 'replica is' : 'replicas are'} still here
        {node.drain.deadline !== null && (
          <>
            ; ends <Ago at={node.drain.deadline} /> at the latest
          </>
        )}
      </Text>
      <Progress value={gone} animated aria-label={`Drain of ${node.hostname}`} />
    </Stack>
  );
};
