import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { sentenceOf } from '../endpoint/event-sentences.ts';
import type { PlatformEvent } from '../endpoint/queries.ts';
import { Copy } from '../ui/copy.tsx';
import { Facts } from '../ui/facts.tsx';
import { Moment } from '../ui/moment.tsx';

type Props = Readonly<{
  event: PlatformEvent | undefined;
  onClose: () => void;
  onAsOf: (at: string) => void;
  onActor: (actor: string) => void;
}>;

/** All of one event. */
export const OneEvent = ({ event, onClose, onAsOf, onActor }: Props) => (
  <Drawer
    opened={event !== undefined}
    onClose={onClose}
    position="right"
    size="lg"
    title={event?.type ?? 'Event'}
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {event && (
      <Stack>
        <Text>{sentenceOf(event)}</Text>
        <Facts
          facts={[
            ['Time', <Moment key="at" at={event.at} />],
            ['Who', event.actor ?? 'nobody'],
            ['Request', event.requestId ?? 'none'],
            ['Belongs to', event.correlationId],
            ['Position', String(event.position)],
            ['Id', event.id],
          ]}
        />
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => onAsOf(event.at)}>
            The endpoint at that moment
          </Button>
          {event.actor !== null && (
            <Button size="compact-sm" variant="default" onClick={() => onActor(event.actor ?? '')}>
              All by {event.actor}
            </Button>
          )}
        </Group>
        <Copy block text={JSON.stringify(event.data, null, 2)} label="Copy the JSON" />
      </Stack>
    )}
  </Drawer>
);
