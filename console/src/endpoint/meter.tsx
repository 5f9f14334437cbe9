import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNow } from '../ui/ago.tsx';
import { money } from '../ui/format.ts';
import { spentAt, ticking } from './meter.ts';
import { costOf } from './queries.ts';

const TICK_MS = 250;

/** What the endpoint has cost so far, as it goes on. */
export const Meter = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { data } = useQuery(costOf(endpointId));
  const now = useNow(TICK_MS);
  if (!data) return <Text className="figure">–</Text>;
  const { nanoUsd, isStale } = spentAt(data, now);
  return (
    <div>
      <Text className="figure" c={isStale ? 'dimmed' : 'inherit'}>
        {ticking(nanoUsd)}
      </Text>
      <Text size="xs" c="dimmed">
        {isStale ? 'not heard of lately' : `${money(data.burnRateNanoUsdPerHour)} an hour now`}
      </Text>
    </div>
  );
};
