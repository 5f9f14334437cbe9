import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Ago } from './ago.tsx';
import { type PageOf, usePaged } from './paged.ts';
import { Problem } from './problem.tsx';
import { ResourceTable } from './resource-table.tsx';
import { StateWord } from './state-word.tsx';

export type Delivery = Readonly<{
  id: string;
  number: number;
  state: 'queued' | 'delivered' | 'failed';
  tries: number;
  lastStatus: number | null;
  lastError: string | null;
  nextTryAt: string | null;
  queuedAt: string;
}>;
export type DeliveryState = Delivery['state'] | undefined;

type Props<Item extends Delivery> = Readonly<{
  /** Of whom: part of the query’s key. */
  of: string;
  whatOf: (delivery: Item) => string;
  ask: (cursor: string | undefined, state: DeliveryState) => Promise<PageOf<Item>>;
  replay: (deliveryId: string | undefined) => Promise<unknown>;
  /** What is sent again without naming one. */
  replayLabel: string;
}>;

const EVERY_MS = 5_000;
const STATES = ['all', 'queued', 'delivered', 'failed'] as const;

/** What was sent to a receiver and what became of it; what failed can be sent again. */
export const Deliveries = <Item extends Delivery>({ of, whatOf, ask, replay, replayLabel }: Props<Item>) => {
  const [chosen, setChosen] = useState<string>('all');
  const queries = useQueryClient();
  const key = ['deliveries', of];
  const state = chosen === 'all' ? undefined : (chosen as Delivery['state']);
  const paged = usePaged<Item>([...key, chosen], (cursor) => ask(cursor, state), { everyMs: EVERY_MS });
  const again = useMutation({
    mutationFn: replay,
    onSuccess: () => notifications.show({ message: 'On its way again' }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3} size="h5">
          Deliveries
        </Title>
        <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate(undefined)}>
          {replayLabel}
        </Button>
      </Group>
      <SegmentedControl
        size="xs"
        aria-label="Deliveries by state"
        data={[...STATES]}
        value={chosen}
        onChange={setChosen}
      />
      {again.error && <Problem error={again.error} />}
      <ResourceTable
        label="Deliveries"
        paged={paged}
        idOf={({ id }) => id}
        empty={{ sentence: chosen === 'all' ? 'Nothing was sent yet.' : `None is ${chosen}.` }}
        columns={[
          { label: 'Delivery', cell: (delivery) => `#${delivery.number} ${whatOf(delivery)}` },
          { label: 'State', cell: (delivery) => <StateWord state={delivery.state} /> },
          { label: 'Answer', cell: (delivery) => <Answer {...delivery} /> },
          { label: 'Queued', cell: ({ queuedAt }) => <Ago at={queuedAt} /> },
        ]}
        actions={(delivery) =>
          delivery.state !== 'queued' && (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={`Send #${delivery.number} again`}
              onClick={() => again.mutate(delivery.id)}
            >
              Replay
            </Button>
          )
        }
      />
    </Stack>
  );
};

const Answer = ({ tries, lastStatus, lastError, nextTryAt }: Delivery) => (
  <>
    <Text size="sm">
      {lastStatus ?? '–'}, {tries === 1 ? '1 try' : `${tries} tries`}
    </Text>
    {lastError !== null && (
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {lastError}
      </Text>
    )}
    {nextTryAt !== null && (
      <Text size="xs" c="dimmed">
        again <Ago at={nextTryAt} />
      </Text>
    )}
  </>
);
