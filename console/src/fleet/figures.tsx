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

const told = (value: number | null | undefined, say: (value: number) => string): string =>
  value == null ? '–' : say(value);

const Traffic = () => {
  const { data = {} } = useQuery(traffic);
  const [rate, flying, errors, slow] = [
    data['requests_per_second'],
    data['in_flight'],
    data['error_ratio'],
    data['latency_p95_seconds'],
  ];
  return (
    <Figure label="Requests a second" figure={told(rate, count)}>
      <Text size="sm">
        {told(flying, count)} in flight · p95 {told(slow, duration)} ·{' '}
        {told(errors, (share) => `${count(share * 100)} %`)} errors
      </Text>
    </Figure>
  );
};

const METER_MS = 250;
const STALE_MS = 30_000;
const Spend = () => {
  const { data, dataUpdatedAt } = useQuery(burn);
  return data ? <Meter burn={data} at={dataUpdatedAt} /> : null;
};

type Burn = Readonly<{
  period: string;
  formula: string;
  soFarNanoUsd: string;
  burnNanoUsdPerHour: string;
  forecastNanoUsd: string;
}>;
/** Money as it is spent: reckoned on from the last answer, and standing still when that is old. */
const Meter = ({ burn: known, at }: Readonly<{ burn: Burn; at: number }>) => {
  const age = useNow(METER_MS) - at;
  const isStale = age > STALE_MS;
  return (
    <>
      <Figure label="Spending now" figure={`${money(known.burnNanoUsdPerHour)}/h`}>
        <Text size="sm">
          <Anchor component={Link} to="/usage" size="sm">
            Usage and invoices
          </Anchor>
        </Text>
      </Figure>
      <Figure
        label={`Spent in ${known.period}`}
        figure={money(spentBy(known.soFarNanoUsd, known.burnNanoUsdPerHour, isStale ? 0 : age))}
      >
        <Text size="sm" title={known.formula}>
          {money(known.forecastNanoUsd)} expected by its end
          {isStale && ', as of some time ago'}
        </Text>
      </Figure>
    </>
  );
};
