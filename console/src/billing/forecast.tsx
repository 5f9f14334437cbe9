import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { operations } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { got } from '../endpoint/queries.ts';
import { money } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';

type Burn = operations['Report.burn']['responses'][200]['content']['application/json'];
const POLL_MS = 30_000;

/** What the month comes to. */
export const Forecast = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { data, error } = useQuery({
    queryKey: ['burn', endpointId],
    queryFn: () => got<Burn>(api.GET('/v1/billing/burn', { params: { query: { endpointId } } })),
    refetchInterval: POLL_MS,
  });
  if (error) return <Problem error={error} doing="Reading the forecast" />;
  if (!data) return null;
  const figures = [
    ['So far', data.soFarNanoUsd],
    ['Forecast', data.forecastNanoUsd],
    ['At least', data.lowNanoUsd],
    ['At most', data.highNanoUsd],
  ] as const;
  return (
    <Section title={`This month (${data.period}, ${data.timeZone})`} about={data.formula}>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {figures.map(([label, nanoUsd]) => (
          <Stack gap={0} key={label}>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text fw={600} fz="lg">
              {money(nanoUsd)}
            </Text>
          </Stack>
        ))}
      </SimpleGrid>
    </Section>
  );
};
