import {
  Badge,
  Group,
  Progress,
  Radio,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Switch,
  Text,
} from '@mantine/core';
import type { components } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { money } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { type Fit, type Tile, placesNow, tilesOf } from './fit.ts';
import { useBound } from './form.ts';
import { hardware, pool } from './queries.ts';

type Props = Readonly<{
  sizing: components['schemas']['Sizing'] | undefined;
  error: Error | null;
  /** Whether spot hardware is looked at; nothing is put on it unasked. */
  isSpot: boolean;
  setSpot: (isSpot: boolean) => void;
}>;
const AUTOMATIC = 'automatic';

/** What it runs on: which fit, what they cost, and why others do not do. */
export const HardwareTiles = ({ sizing, error, isSpot, setSpot }: Props) => {
  const { data: flavours = [] } = useQuery(hardware);
  const { data: nodes = [] } = useQuery(pool);
  const [which, setWhich] = useState('offered');
  const { id, value, error: refused, warning, set } = useBound('/hardware');
  const all = tilesOf(flavours, sizing, nodes).filter((tile) => tile.hardware.spot === isSpot);
  const shown = all.filter(
    (tile) => which === 'all' || tile.isOffered || tile.isRecommended || tile.hardware.id === value,
  );
  return (
    <Stack id={id} tabIndex={-1}>
      <Group justify="space-between">
        <SegmentedControl
          aria-label="Which hardware"
          size="xs"
          data={[
            { value: 'offered', label: 'In the pool' },
            { value: 'all', label: `All (${all.length})` },
          ]}
          value={which}
          onChange={setWhich}
        />
        <Switch
          label="Spot"
          description="Cheaper, and taken back when others need it."
          checked={isSpot}
          onChange={(event) => setSpot(event.currentTarget.checked)}
        />
      </Group>
      {sizing && <Text size="sm">{sizing.explanation}</Text>}
      {error && <Problem error={error} doing="Sizing the model" />}
      <Radio.Group
        aria-label="Hardware"
        value={typeof value === 'string' ? value : AUTOMATIC}
        onChange={(chosen) => set(chosen === AUTOMATIC ? undefined : chosen)}
        error={refused}
      >
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="xs">
          <AutomaticCard sizing={isSpot ? undefined : sizing} />
          {shown.map((tile) => (
            <TileCard key={tile.hardware.id} tile={tile} />
          ))}
        </SimpleGrid>
      </Radio.Group>
      {warning !== undefined && <Text size="sm">Warning: {warning}</Text>}
    </Stack>
  );
};

const AutomaticCard = ({ sizing }: Pick<Props, 'sizing'>) => (
  <Radio.Card value={AUTOMATIC} p="sm" className="tile">
    <Group wrap="nowrap" align="flex-start">
      <Radio.Indicator />
      <div>
        <Text fw={600}>Automatic</Text>
        <Text size="xs" c="dimmed">
          {sizing?.recommended
            ? `The cheapest that fits: now ${sizing.recommended.hardwareId}.`
            : 'The cheapest that fits what the model needs.'}
        </Text>
      </div>
    </Group>
  </Radio.Card>
);

const TileCard = ({ tile }: Readonly<{ tile: Tile }>) => {
  const { hardware: flavour, fit, isRecommended } = tile;
  const isUnfit = fit?.fits === false;
  return (
    <Radio.Card
      value={flavour.id}
      p="sm"
      className="tile"
      disabled={isUnfit}
      data-unfit={isUnfit || undefined}
    >
      <Group wrap="nowrap" align="flex-start">
        <Radio.Indicator disabled={isUnfit} />
        <Stack gap={4} flex={1} miw={0}>
          <Group justify="space-between" gap={4}>
            <Text fw={600} size="sm">
              {flavour.id}
            </Text>
            <Text size="sm">{money(flavour.priceNanoUsdPerHour)}/h</Text>
          </Group>
          <Text size="xs" c="dimmed">
            {flavour.title}
            {flavour.gpuMemoryMib > 0 && `, ${Math.round(flavour.gpuMemoryMib / 1024)} GiB each`}
          </Text>
          {fit && <Memory fit={fit} />}
          <Group gap={4}>
            {isRecommended && (
              <Badge size="xs" variant="outline" tt="none" className="state-badge" color="green">
                recommended
              </Badge>
            )}
            <Text size="xs" c="dimmed">
              {placesNow(tile)}
            </Text>
          </Group>
        </Stack>
      </Group>
    </Radio.Card>
  );
};

/** How much of its GPUs’ memory is needed, or why it does not do. */
const Memory = ({ fit: { fits, utilisationPercent: percent, message } }: Readonly<{ fit: Fit }>) => (
  <>
    {percent !== null && (
      <Progress
        value={Math.min(percent, 100)}
        color={fits ? 'cyan' : 'red'}
        aria-label={`${percent} % of its GPU memory is needed`}
      />
    )}
    {!fits && <Text size="xs">{message}</Text>}
    {fits && percent !== null && <Text size="xs">{percent} % of GPU memory</Text>}
  </>
);
