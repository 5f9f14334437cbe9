import { Anchor, Group, Paper, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Endpoint } from '../endpoints/list.ts';
import { useNow } from '../ui/ago.tsx';
import { count, duration, money } from '../ui/format.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { spentBy, statesOf } from './attention.ts';
import { burn, traffic } from './queries.ts';

/** How it stands, in numbers. */
export const Figures = ({ endpoints }: Readonly<{ endpoints: readonly Endpoint[] }>) => (
  <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
    <Figure label="Endpoints" figure={count(endpoints.length)}>
      <Group gap={4}>
        {statesOf(endpoints).map(([state, members]) => (
          <Anchor
            key={state}
            component={Link}
            to="/endpoints"
            search={{ state } as never}
            size="xs"
            underline="never"
          >
            <Group gap={4}>
              <StateBadge state={state} />
              {members}
            </Group>
          </Anchor>
        ))}
      </Group>
    </Figure>
    <Traffic />
    <Spend />
  </SimpleGrid>
);

type FigureProps = Readonly<{ label: string; figure: string; children: ReactNode }>;
const Figure = ({ label, figure, children }: FigureProps) => (
  <Paper withBorder p="md">
    <Text size="sm" c="dimmed">
      {label}
    </Text>
    <Text fz={26} fw={650}>
      {figure}
    </Text>
    {children}
  </Paper>
);

const Traffic = () => {
  const { data = {} } = useQuery(traffic);
  const [rate, flying, errors, slow] = [
    data['requests_per_second'],
    data['in_flight'],
    data['error_ratio'],
    data['latency_p95_seconds'],
  ];
  return (
    <Figure label="Requests a second" figure={rate == null ? '–' : count(rate)}>
      <Text size="sm">
        {flying == null ? '–' : count(flying)} in flight · p95 {slow == null ? '–' : duration(slow)} ·{' '}
        {errors == null ? '–' : `${count(errors * 100)} %`} errors
      </Text>
    </Figure>
  );
};

const METER_MS = 250;
const STALE_MS = 30_000;
const Spend = () => {
  const { data, dataUpdatedAt } = useQuery(burn);
  const now = useNow(METER_MS);
  const age = now - dataUpdatedAt;
  const isStale = age > STALE_MS;
  const spent = data && spentBy(data.soFarNanoUsd, data.burnNanoUsdPerHour, isStale ? 0 : age);
  return (
    <>
      <Figure label="Spending now" figure={data ? `${money(data.burnNanoUsdPerHour)}/h` : '–'}>
        <Text size="sm">
          <Anchor component={Link} to="/usage" size="sm">
            Usage and invoices
          </Anchor>
        </Text>
      </Figure>
      <Figure
        label={`Spent in ${data?.period ?? 'this month'}`}
        figure={spent === undefined ? '–' : money(spent)}
      >
        <Text size="sm" {...(data && { title: data.formula })}>
          {data && `${money(data.forecastNanoUsd)} expected by its end`}
          {isStale && data && ', as of some time ago'}
        </Text>
      </Figure>
    </>
  );
};
