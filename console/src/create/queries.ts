import { ApiError, type components, unwrap } from '@tidegate/sdk';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { api } from '../app/api.ts';
import { endpointList } from '../endpoints/queries.ts';
import { type Draft, valueAt } from './draft.ts';
import { startOf } from './fit.ts';

type Wish = components['schemas']['CreateEndpoint'];
export type Preview = components['schemas']['EndpointPreview'];
export type Framework = components['schemas']['Framework'];

const HOUR_MS = 3_600_000;
export const frameworks = queryOptions({
  queryKey: ['frameworks', 'items'],
  queryFn: async () => (await unwrap(api.GET('/v1/frameworks'))).items,
  staleTime: HOUR_MS,
});
export const hardware = queryOptions({
  queryKey: ['hardware', 'items'],
  queryFn: async () => (await unwrap(api.GET('/v1/hardware'))).items,
  staleTime: HOUR_MS,
});
/** Room in the pool; a change of a replica or a node makes it old. */
export const pool = queryOptions({
  queryKey: ['nodes', 'room'],
  queryFn: async () => (await unwrap(api.GET('/v1/nodes', { params: { query: { limit: 200 } } }))).items,
});

/** As a body: the API judges what is in it, also what its type would not allow. */
export const wishOf = (draft: Draft): Wish => ({ name: '', ...draft });

const SETTLE_MS = 400;
const NOTHING: Preview = { valid: false, problems: [], warnings: [], price: null, sizing: null };

/** What the API says of the draft, a moment after it changed. */
export const usePreview = (draft: Draft) => {
  const [settled] = useDebouncedValue(draft, SETTLE_MS);
  const query = useQuery({
    queryKey: ['preview', settled],
    queryFn: async (): Promise<Preview> => {
      try {
        const asked = { params: { query: { validateOnly: 'true' as const } }, body: wishOf(settled) };
        return (await unwrap(api.POST('/v1/endpoints', asked))) as unknown as Preview;
      } catch (error) {
        // What is no judgement but a refusal of the request names its fields all the same.
        if (error instanceof ApiError && error.errors.length > 0)
          return { ...NOTHING, problems: error.errors.map((one) => ({ ...one })) };
        throw error;
      }
    },
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return { ...query, isSettling: query.isFetching || settled !== draft };
};

const textAt = (draft: Draft, pointer: string): string | undefined => {
  const value = valueAt(draft, pointer);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The question of what the model needs: the parts of the draft that say it. */
const sizingOf = (draft: Draft, framework: Framework | undefined, spot: boolean) => {
  const context = framework?.contextArgument
    ? valueAt(draft, `/engineArguments/${framework.contextArgument}`)
    : undefined;
  const source = valueAt(draft, '/modelSource');
  const [chosen, quantization] = [textAt(draft, '/framework'), textAt(draft, '/quantization')];
  return {
    model: textAt(draft, '/model') ?? '',
    ...(chosen !== undefined && { framework: chosen }),
    ...(quantization !== undefined && { quantization }),
    ...(typeof context === 'number' && { contextTokens: context }),
    ...(typeof source === 'object' && { modelSource: source as Record<string, unknown> }),
    spot,
  };
};

/** What the model needs, apart from whether the rest of the draft is right. */
export const useSizing = (draft: Draft, framework: Framework | undefined, spot: boolean) => {
  const asked = sizingOf(draft, framework, spot);
  const [settled] = useDebouncedValue(JSON.stringify(asked), SETTLE_MS);
  return useQuery({
    queryKey: ['sizing', settled],
    queryFn: () => unwrap(api.POST('/v1/sizing', { body: JSON.parse(settled) as typeof asked })),
    enabled: asked.model.includes('/'),
    placeholderData: keepPreviousData,
    retry: false,
  });
};

/** What a first answer will take: what this model took here, else an estimate. */
export const useExpectedStart = (draft: Draft, sizing: Preview['sizing'] | undefined) => {
  const { data: list } = useQuery(endpointList());
  const { data: values } = useQuery({
    queryKey: ['start-times'],
    queryFn: async () => {
      const query = { names: 'cold_start_p95_seconds', window: '1d', aggregate: 'max' as const };
      return (await unwrap(api.GET('/v1/metric-values', { params: { query } }))).items;
    },
    staleTime: HOUR_MS,
  });
  const same = new Set(
    list?.items.filter(({ model }) => model === valueAt(draft, '/model')).map(({ id }) => id) ?? [],
  );
  const measured = (values ?? []).flatMap(({ endpointId, value }) =>
    endpointId !== null && same.has(endpointId) && value !== null ? [value] : [],
  );
  return startOf(measured, sizing);
};
