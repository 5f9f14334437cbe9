import { Drawer, Stack, Text } from '@mantine/core';
import type { operations } from '@tidegate/sdk';
import { Copy } from '../ui/copy.tsx';
import { Facts } from '../ui/facts.tsx';
import { duration } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { Waterfall } from '../ui/waterfall.tsx';

export type Invocation = operations['Invocation.one']['responses'][200]['content']['application/json'];

type Props = Readonly<{ invocation: Invocation | undefined; onClose: () => void }>;

/** All of one invocation. */
export const OneInvocation = ({ invocation, onClose }: Props) => (
  <Drawer
    opened={invocation !== undefined}
    onClose={onClose}
    position="right"
    size="lg"
    title="One invocation"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {invocation && (
      <Stack>
        <Copy text={invocation.id} label="Copy its id" />
        <Waterfall
          summary={`Waited ${duration(invocation.waitedMs / 1000)}, ran ${duration(invocation.ranMs / 1000)}.`}
          parts={[
            { label: 'Waited', fromMs: 0, ms: invocation.waitedMs, color: '#e8590c' },
            { label: 'Ran', fromMs: invocation.waitedMs, ms: invocation.ranMs, color: '#2f9e44' },
          ]}
        />
        {invocation.error !== null && <Text>{invocation.error}</Text>}
        <Facts
          facts={[
            ['State', invocation.deadLetter ? `${invocation.state}, given up` : invocation.state],
            ['Queued', <Moment key="queued" at={invocation.queuedAt} />],
            ['Started', momentOrNot(invocation.startedAt)],
            ['Finished', momentOrNot(invocation.finishedAt)],
            ['Kept until', <Moment key="expires" at={invocation.expiresAt} />],
            ['Tried', `${invocation.attempts} of ${invocation.maxAttempts}`],
            ['Status', String(invocation.status ?? 'none yet')],
            ['Content type', invocation.contentType ?? 'none yet'],
            ['Again of', invocation.replayOf ?? 'none'],
            ['Again as', invocation.replayedAs ?? 'none'],
          ]}
        />
        <Text size="sm">Its result is read with a token that may call the endpoint:</Text>
        <Copy
          block
          text={`curl ${location.origin}${invocation.responseLocation} -H "Authorization: Bearer $TIDEGATE_TOKEN"`}
          label="Copy the command"
        />
      </Stack>
    )}
  </Drawer>
);

const momentOrNot = (at: string | null) => (at === null ? 'not yet' : <Moment at={at} />);
