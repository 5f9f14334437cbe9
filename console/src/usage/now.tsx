import { Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../app/api.ts';
import { spentAt, ticking } from '../endpoint/meter.ts';
import { useNow } from '../ui/ago.tsx';
import { money } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';

const EVERY_MS = 10_000;
const TICK_MS = 250;
const BASES = {
  last_week: 'as the last week went',
  since_first: 'as it went since the first use',
  nothing: 'nothing was used yet',
} as const;

const Card = ({ label, figure, about }: Readonly<{ label: string; figure: ReactNode; about: string }>) => (
  <Paper withBorder p="md">
    <Text size="sm">{label}</Text>
    <Text fz={22} fw={650}>
      {figure}
    </Text>
    <Text size="xs" c="dimmed">
      {about}
    </Text>
  </Paper>
);

const Ticking = (props: Parameters<typeof spentAt>[0]) => {
  const now = useNow(TICK_MS);
  return <>{ticking(spentAt(props, now).nanoUsd)}</>;
};

/** What an hour costs now, what the month has cost, where it goes, and what is left. */
export const Now = ({ projectId }: Readonly<{ projectId: string }>) => {
  const burning = useQuery({
    queryKey: ['burn'],
    queryFn: () => unwrap(api.GET('/v1/billing/burn')),
    refetchInterval: EVERY_MS,
  });
  const { data: balance } = useQuery({
    queryKey: ['balance', projectId],
    queryFn: () => unwrap(api.GET('/v1/projects/{projectId}/balance', { params: { path: { projectId } } })),
    refetchInterval: EVERY_MS,
  });
  if (burning.error && !burning.data) return <Problem error={burning.error} doing="Asking what it costs" />;
  const burn = burning.data;
  if (!burn) return <Skeleton height={110} />;
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
        <Card
          label="An hour costs now"
          figure={money(burn.burnNanoUsdPerHour)}
          about={`${burn.endpoints.filter((one) => one.burnNanoUsdPerHour !== '0').length} endpoints hold hardware`}
        />
        <Card
          label="This month so far"
          figure={
            <Ticking
              costNanoUsd={burn.soFarNanoUsd}
              burnRateNanoUsdPerHour={burn.burnNanoUsdPerHour}
              asOf={burn.asOf}
            />
          }
          about={`since ${new Date(burn.from).toLocaleDateString()}`}
        />
        <Card
          label="Forecast for the month"
          figure={money(burn.forecastNanoUsd)}
          about={`${money(burn.lowNanoUsd)} to ${money(burn.highNanoUsd)}, ${BASES[burn.basis]}`}
        />
        <Card
          label="Credit left"
          figure={balance ? money(balance.availableNanoUsd) : '–'}
          about={balance ? `${money(balance.invoicedNanoUsd)} invoiced so far` : 'asking'}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {burn.formula}
      </Text>
    </Stack>
  );
};
