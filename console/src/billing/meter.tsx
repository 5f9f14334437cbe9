import { Badge, Group, Text } from '@mantine/core';
import type { Cost } from '../endpoint/queries.ts';
import { ticking } from '../endpoint/meter.ts';
import { useNow } from '../ui/ago.tsx';
import { duration, money } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { Section } from '../ui/section.tsx';
import { readingAt } from './amounts.ts';

const TICK_MS = 250;

type Props = Readonly<{ cost: Cost; receivedMs: number }>;

/** What was accrued, four times a second; it stands still when nothing is heard. */
export const Meter = ({ cost, receivedMs }: Props) => {
  const now = useNow(TICK_MS);
  const { nanoUsd, isFrozen } = readingAt(cost, receivedMs, now);
  const isMoving = cost.burnRateNanoUsdPerHour !== '0' && !isFrozen;
  return (
    <Section
      title="Accrued"
      about="All it has cost since it was made. Time with nothing to do is not charged once it is over."
    >
      <Group align="baseline" gap="md">
        <Text
          fz={36}
          fw={650}
          ff="monospace"
          {...(isFrozen && { c: 'dimmed' })}
          style={{ fontVariantNumeric: 'tabular-nums' }}
        >
          {ticking(nanoUsd)}
        </Text>
        <Text>{money(cost.burnRateNanoUsdPerHour)} an hour now</Text>
        <Badge variant="outline" tt="none" className="state-badge" color={isMoving ? 'green' : 'gray'}>
          {isFrozen ? 'stale' : isMoving ? 'counting' : 'standing still'}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {isFrozen
          ? `Nothing was heard for ${duration(Math.floor((now - receivedMs) / 1000))}: the meter stands still until it is.`
          : 'Read'}{' '}
        <Moment at={cost.asOf} />
      </Text>
    </Section>
  );
};
