import { useQuery } from '@tanstack/react-query';
import type { components } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { got } from '../endpoint/queries.ts';
import { money } from '../ui/format.ts';
import type { Choices } from './field.tsx';

type Framework = components['schemas']['Framework'];
type Hardware = components['schemas']['Hardware'];
type Items<Item> = Readonly<{ items: readonly Item[] }>;

const A_DAY = 86_400_000;
const MANY = 100;

/** What the platform has to choose from, for an endpoint of this framework. */
export const useChoices = (
  frameworkId: string,
): Readonly<{ choices: Choices; framework: Framework | undefined }> => {
  const { data: frameworks } = useQuery({
    queryKey: ['frameworks'],
    queryFn: () => got<Items<Framework>>(api.GET('/v1/frameworks')),
    staleTime: A_DAY,
  });
  const { data: hardware } = useQuery({
    queryKey: ['hardware'],
    queryFn: () => got<Items<Hardware>>(api.GET('/v1/hardware')),
    staleTime: A_DAY,
  });
  const { data: groups } = useQuery({
    queryKey: ['security-groups', 'choices'],
    queryFn: () =>
      got<Items<Readonly<{ id: string; name: string }>>>(
        api.GET('/v1/security-groups', { params: { query: { limit: MANY } } }),
      ),
  });
  const framework = frameworks?.items.find(({ id }) => id === frameworkId);
  return {
    framework,
    choices: {
      framework: (frameworks?.items ?? []).map(({ id, title, simulated }) => ({
        value: id,
        label: simulated ? `${title} (simulated)` : title,
      })),
      quantization: (framework?.quantizations ?? []).map(({ id }) => ({ value: id, label: id })),
      hardware: (hardware?.items ?? []).map(({ id, title, priceNanoUsdPerHour }) => ({
        value: id,
        label: `${id}: ${title}, ${money(priceNanoUsdPerHour)} an hour`,
      })),
      groups: (groups?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
  };
};
